"""The card that tells people that somebody wants one of them."""

from bot.slack.blocks.rich import Block, button, context, link, person, quote, rich, section, text
from bot.slack.mrkdwn import clean, clip, escape, safe_url
from store.feedback import HelpRequest

RESOLVE = "resolve"
MAX_QUESTION = 1_000


def person_card(request: HelpRequest, question: str, address: str | None) -> list[Block]:
    """Return the card for a request, open or resolved."""
    resolved = request.resolved_by
    asked = clip(clean(question), MAX_QUESTION) or "(the question was deleted)"
    heading = section(
        [
            text("Resolved: " if resolved else "Can somebody look at this? ", bold=True),
            person(request.asked_by),
            text(" asked:"),
        ]
    )
    where = section([link("Open the thread", safe_url(address, None))] if address else [])
    elements = [heading, quote([text(asked)]), *([where] if address else [])]
    blocks = [rich(elements)]
    if resolved:
        blocks.append(rich([section([text("Resolved by "), person(resolved)])]))
        return blocks
    number = str(request.number)
    resolve = button("Mark as resolved", RESOLVE, number, "primary")
    note = context("Answer in the thread, then mark it as resolved.")
    return [*blocks, {"type": "actions", "block_id": f"help-{number}", "elements": [resolve]}, note]


def person_text(request: HelpRequest, question: str, address: str | None) -> str:
    """Return the same as plain text, escaped."""
    asked = clip(clean(question), MAX_QUESTION)
    begin = "Resolved" if request.resolved_by else "Can somebody look at this?"
    return escape(f"{begin} “{asked}” {safe_url(address, None) or ''}".strip())
