"""`make gallery`: a picture of every layout that the bot can send, into docs/gallery/."""

import sys
from contextlib import contextmanager
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

![The page of reportdesk try](gallery/try.png)
![The same, dark](gallery/try-dark.png)
"""
WINDOW = "try"


def main() -> None:
    """Make all pictures, or those named on the command line."""
    if why := chromium.missing():
        raise SystemExit(why)
    wanted = set(sys.argv[1:])
    chosen = [layout for layout in LAYOUTS if not wanted or layout.name in wanted]
    FOLDER.mkdir(exist_ok=True)
    with chromium.opened() as browser:
        if not wanted or WINDOW in wanted:
            for scheme in ("light", "dark"):
                _window(browser, scheme)
        for layout in chosen:
            for scheme in ("light", "dark") if layout.dark else ("light",):
                _picture(browser, layout, scheme)
    if not wanted:
        _tidy()
        (DOCS / "gallery.md").write_text(_text(), encoding="utf-8")


def _names(layout: Layout) -> list[str]:
    return [layout.name, *([f"{layout.name}-dark"] if layout.dark else [])]


def _tidy() -> None:
    """Remove pictures of layouts that are no more."""
    known = {f"{WINDOW}.png", f"{WINDOW}-dark.png"}
    known |= {f"{name}.png" for layout in LAYOUTS for name in _names(layout)}
    for path in FOLDER.glob("*.png"):
        if path.name not in known:
            path.unlink()


def _text() -> str:
    parts = [_HEAD]
    for layout in LAYOUTS:
        pictures = "\n".join(f"![{layout.name}](gallery/{name}.png)" for name in _names(layout))
        parts.append(f"## {layout.name}\n\n{layout.says}\n\n{pictures}\n")
    return "\n".join(parts)


def _picture(browser, layout: Layout, scheme: str) -> None:
    name = layout.name if scheme == "light" else f"{layout.name}-dark"
    # A clock that stands still where it matters: the same picture at every run.
    with Stage(still=True) as stage, _page(browser, scheme, (1080, 1600), 1.5) as page:
        _save(_shown(stage, page, layout), name)


def _window(browser, scheme: str) -> None:
    """Take a picture of the whole page, with a question and its answer."""
    name = WINDOW if scheme == "light" else f"{WINDOW}-dark"
    answer = next(layout for layout in LAYOUTS if layout.name == "led")
    with Stage(still=True) as stage, _page(browser, scheme, (1280, 800), 1) as page:
        page.goto(f"{stage.url}/archives/C0NEWSROOM?as=U0MAYA")
        page.fill("#composer", "@Reportdesk Is Saltmere Constabulary in enhanced monitoring?")
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        asked = page.locator("article.message")
        root = asked.get_attribute("data-ts")
        stage.bot.chat_postMessage(
            channel="C0NEWSROOM", thread_ts=root, text=answer.text, blocks=answer.blocks
        )
        asked.locator("button.thread-bar").click()
        page.locator(".thread article").nth(1).wait_for()
        page.mouse.move(2, 2)
        page.locator("#composer").focus()
        _save(page, name)


@contextmanager
def _page(browser, scheme: str, size: tuple[int, int], scale: float):
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=scale,
        color_scheme=scheme,
        timezone_id="Europe/London",
        locale="en-GB",
        reduced_motion="reduce",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def _save(shown, name: str) -> None:
    path = FOLDER / f"{name}.png"
    shown.screenshot(path=path)
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(
            256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
    few.save(path, optimize=True)
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
