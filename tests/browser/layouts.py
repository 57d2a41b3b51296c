"""Every layout that the bot can send: an entry each, built by the real block builders."""

from dataclasses import dataclass, field
from typing import Any

import invented

from bot.answering.records import Answer
from bot.slack.blocks.answer import answer_blocks
from bot.slack.blocks.plain import answer_text
from bot.slack.wording import BUSY, HELP, NO_ATTACHMENTS, apology

JsonDict = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """One picture of the gallery. `says` stands beneath it; `dark` asks for a dark one too.

    It is a message (`blocks`, or `text` alone), one that only `to` sees, a modal or a home.
    """

    name: str
    says: str
    blocks: list[JsonDict] = field(default_factory=list)
    text: str = ""
    view: JsonDict | None = None
    to: str | None = None
    dark: bool = False


def _answer(name: str, says: str, answer: Answer, *notes: str, **more: Any) -> Layout:
    return Layout(name, says, answer_blocks(answer, *notes), answer_text(answer, *notes), **more)


LAYOUTS = [
    _answer(
        "answered",
        "Sentences by report, the newest first; a quotation with its speaker and date.",
        invented.ANSWERED,
        dark=True,
    ),
    _answer("led", "A first sentence that answers, then what it rests on.", invented.LED),
    _answer("judgements", "The grades of one report.", invented.JUDGEMENTS, dark=True),
    _answer("changes", "What changed between two reports.", invented.CHANGES),
    _answer(
        "recommendations", "What was recommended, and what became of it.", invented.RECOMMENDATIONS
    ),
    _answer(
        "partly",
        "A part of the answer; a sentence that failed its check is withheld, and that is said.",
        invented.PARTLY,
    ),
    _answer("ocr", "A page that was read by OCR is named as such.", invented.OCR),
    _answer(
        "not-in-reports",
        "Nothing found: what was searched, what is closest.",
        invented.NOT_SAID,
    ),
    _answer("no-reports", "An empty library.", invented.EMPTY),
    _answer("unclear", "A question that may mean two bodies.", invented.UNCLEAR),
    _answer("out-of-scope", "A question that is not for reports.", invented.OUT_OF_SCOPE),
    _answer(
        "attachment",
        "A question whose attachment is not read.",
        invented.LED,
        NO_ATTACHMENTS,
    ),
    Layout("busy", "Too many questions are waiting.", text=BUSY),
    Layout("apology", "Something went wrong, with a reference to quote.", text=apology("Q17")),
    Layout("help", "A mention without a question.", text=HELP),
]
