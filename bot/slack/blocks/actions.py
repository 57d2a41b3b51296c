"""The buttons under an answer. They carry the answer's number and nothing else."""

from dataclasses import dataclass

from bot.slack.blocks.rich import Block, button, plain

PASSAGES, MORE, SHARE, PERSON = "passages", "more", "share", "ask_person"
FEEDBACK = "feedback"
HELPFUL, NOT_HELPFUL = "helpful", "not_helpful"


@dataclass(frozen=True, slots=True)
class Controls:
    """What can be done with the answer of that number.

    `more` is how many further sentences there are; `share` is true for an answer that only the
    asker sees; `person` where a person can be asked.
    """

    number: int
    passages: bool = False
    more: int = 0
    share: bool = False
    person: bool = False
    feedback: bool = True


def control_blocks(controls: Controls) -> list[Block]:
    """Return the rows of buttons, quiet ones: the answer is what is to be read."""
    number = str(controls.number)
    buttons = []
    if controls.more:
        buttons.append(button(f"More ({controls.more})", MORE, number))
    if controls.passages:
        buttons.append(button("Show passages", PASSAGES, number))
    if controls.share:
        buttons.append(button("Share in channel", SHARE, number))
    if controls.person:
        buttons.append(button("Ask a person", PERSON, number))
    rows: list[Block] = []
    if buttons:
        rows.append({"type": "actions", "block_id": f"do-{number}", "elements": buttons})
    if controls.feedback:
        rows.append(_feedback(number))
    return rows


def _feedback(number: str) -> Block:
    def choice(label: str, verdict: str) -> Block:
        return {"text": plain(label), "value": f"{verdict}:{number}"}

    buttons = {
        "type": "feedback_buttons",
        "action_id": FEEDBACK,
        "positive_button": choice("Helpful", HELPFUL),
        "negative_button": choice("Not helpful", NOT_HELPFUL),
    }
    return {"type": "context_actions", "block_id": f"feedback-{number}", "elements": [buttons]}
