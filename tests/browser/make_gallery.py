"""`make gallery`: a picture of every layout that the bot can send, into docs/gallery/."""

import sys
from pathlib import Path

import chromium
from layouts import LAYOUTS, Layout
from PIL import Image
from trial_stage import Stage

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "gallery"
MAX_BYTES = 150_000
_HEAD = """# What the bot's messages look like

Every layout that Reportdesk can send, built from invented records by the real block builders and
shown by the page of `reportdesk try`. `make gallery` makes these pictures.
"""


def main() -> None:
    """Make all pictures, or those named on the command line."""
    if why := chromium.missing():
        raise SystemExit(why)
    wanted = set(sys.argv[1:])
    chosen = [layout for layout in LAYOUTS if not wanted or layout.name in wanted]
    FOLDER.mkdir(exist_ok=True)
    with chromium.opened() as browser:
        for layout in chosen:
            for scheme in ("light", "dark") if layout.dark else ("light",):
                _picture(browser, layout, scheme)
    if not wanted:
        _tidy()
        (DOCS / "gallery.md").write_text(_page(), encoding="utf-8")


def _names(layout: Layout) -> list[str]:
    return [layout.name, *([f"{layout.name}-dark"] if layout.dark else [])]


def _tidy() -> None:
    """Remove pictures of layouts that are no more."""
    known = {f"{name}.png" for layout in LAYOUTS for name in _names(layout)}
    for path in FOLDER.glob("*.png"):
        if path.name not in known:
            path.unlink()


def _page() -> str:
    parts = [_HEAD]
    for layout in LAYOUTS:
        pictures = "\n".join(f"![{layout.name}](gallery/{name}.png)" for name in _names(layout))
        parts.append(f"## {layout.name}\n\n{layout.says}\n\n{pictures}\n")
    return "\n".join(parts)


def _picture(browser, layout: Layout, scheme: str) -> None:
    name = layout.name if scheme == "light" else f"{layout.name}-dark"
    context = browser.new_context(
        viewport={"width": 1080, "height": 1600},
        device_scale_factor=1.5,
        color_scheme="dark" if scheme == "dark" else "light",
        timezone_id="Europe/London",
        locale="en-GB",
        reduced_motion="reduce",
    )
    # A clock that stands still where it matters: the same picture at every run.
    with Stage(still=True) as stage:
        page = context.new_page()
        path = FOLDER / f"{name}.png"
        _shown(stage, page, layout).screenshot(path=path)
        page.close()
    context.close()
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        ).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {size / 1000:.0f} kB")  # noqa: T201 - its output
    if size > MAX_BYTES:
        raise SystemExit(f"{path.name} has {size} bytes, {MAX_BYTES} are allowed")


def _shown(stage: Stage, page, layout: Layout):
    """Have the bot send it, and return what to take a picture of."""
    user, channel = "U0MAYA", "C0NEWSROOM"
    if layout.view and layout.view["type"] == "home":
        stage.bot.views_publish(user_id=user, view=layout.view)
        page.goto(f"{stage.url}/archives/D0MAYA?as={user}&tab=home")
        return page.locator(".home-inner")
    if layout.view:
        page.goto(f"{stage.url}/archives/{channel}?as={user}")
        page.wait_for_selector(".main-head")
        stage.bot.views_open(trigger_id=stage.workspace.trigger(user), view=layout.view)
        return page.locator("dialog[open]")
    said = {"channel": channel, "text": layout.text, "blocks": layout.blocks or None}
    if layout.to:
        stage.bot.chat_postEphemeral(user=layout.to, **said)
    else:
        stage.bot.chat_postMessage(mrkdwn=False, **said)
    page.goto(f"{stage.url}/archives/{channel}?as={layout.to or user}")
    page.mouse.move(2, 2)
    return page.locator("article.message").last


if __name__ == "__main__":
    main()
