"""The small modals: asking privately, and saying why an answer did not help."""

from bot.slack.blocks.rich import Block, context, plain
from bot.slack.mrkdwn import clip
from store.feedback import Reason

ASK_VIEW, REASON_VIEW = "ask_view", "reason_view"
QUESTION, REASON, COMMENT = "question", "reason", "comment"
MAX_QUESTION = 2_000
MAX_COMMENT = 2_000

REASONS = {
    Reason.WRONG: "It is wrong",
    Reason.INCOMPLETE: "Something is missing",
    Reason.OLD: "It is out of date",
    Reason.WRONG_SOURCE: "It cites the wrong source",
    Reason.OTHER: "Something else",
}


def ask_view(question: str, metadata: str) -> Block:
    """Return the modal in which a question is written or changed before it is asked."""
    typed: Block = {
        "type": "plain_text_input",
        "action_id": QUESTION,
        "multiline": True,
        "min_length": 1,
        "max_length": MAX_QUESTION,
        "placeholder": plain("What concerns remain for the Met?"),
    }
    if question:
        typed["initial_value"] = clip(question, MAX_QUESTION)
    asked = {
        "type": "input",
        "block_id": QUESTION,
        "label": plain("Your question"),
        "element": typed,
    }
    return {
        "type": "modal",
        "callback_id": ASK_VIEW,
        "private_metadata": metadata,
        "title": plain("Ask the reports"),
        "submit": plain("Ask"),
        "close": plain("Cancel"),
        "blocks": [asked, context("Only you will see the answer. You can share it afterwards.")],
    }


def reason_view(metadata: str) -> Block:
    """Return the modal that asks why an answer did not help."""
    options = [{"text": plain(words), "value": reason.value} for reason, words in REASONS.items()]
    why = {
        "type": "input",
        "block_id": REASON,
        "label": plain("What was wrong with it?"),
        "element": {"type": "radio_buttons", "action_id": REASON, "options": options},
    }
    comment = {
        "type": "input",
        "block_id": COMMENT,
        "optional": True,
        "label": plain("What should it have said?"),
        "element": {
            "type": "plain_text_input",
            "action_id": COMMENT,
            "multiline": True,
            "max_length": MAX_COMMENT,
        },
    }
    return {
        "type": "modal",
        "callback_id": REASON_VIEW,
        "private_metadata": metadata,
        "title": plain("Not helpful"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": [
            why,
            comment,
            context("Your feedback is kept with the question, the answer and its sources."),
        ],
    }
