"""Every layout that the bot can send: an entry each, built by the real block builders."""

from dataclasses import dataclass, field, replace
from typing import Any

import invented
from invented_library import HOME, HOME_EMPTY, OFFER, upload

from bot.answering.records import Answer
from bot.answering.wording import paused
from bot.slack.blocks.channel_settings import settings_view
from bot.slack.blocks.found import found_blocks, found_text
from bot.slack.blocks.home import home_view
from bot.slack.blocks.modals import ask_view, reason_view
from bot.slack.blocks.passages import InContext, passages_view
from bot.slack.blocks.person import person_card, person_text
from bot.slack.blocks.upload import Card, card_blocks, card_text
from bot.slack.blocks.upload_modal import modal
from bot.slack.errands import _shared_by
from bot.slack.given import give
from bot.slack.wording import (
    BUSY,
    CANNOT_SHARE,
    COMMANDS,
    HELP,
    NO_ATTACHMENTS,
    NOT_AN_ADMIN,
    apology,
    looking_for,
)
from store.channels import AnswerIn, ChannelSettings
from store.feedback import HelpRequest
from store.inbox import Asked, Entry, InboxState, Surface
from store.uploads import UploadState

JsonDict = dict[str, Any]

MAYA, PRIYA = "U0MAYA", "U0PRIYA"
QUESTION = "Is Saltmere Constabulary in enhanced monitoring?"
ASKED = Asked("Ev1", "T0TRIAL", "C0NEWSROOM", "1.0", "1.0", MAYA, QUESTION, Surface.MENTION)
ENTRY = Entry(7, ASKED, InboxState.WORKING, 1, 0.0)


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


def _answer(
    name: str, says: str, answer: Answer, *notes: str, person: bool = False, dark: bool = False
) -> Layout:
    message = give(ENTRY, answer, private=False, person=person, notes=notes).message
    return Layout(name, says, [*message.blocks], message.text, dark=dark)


def _private(name: str, says: str, answer: Answer) -> Layout:
    message = give(ENTRY, answer, private=True).message
    return Layout(name, says, [*message.blocks], message.text, to=MAYA)


def _shared(name: str, says: str, answer: Answer) -> Layout:
    message = give(ENTRY, answer, private=False).message
    return Layout(name, says, [_shared_by(MAYA, QUESTION), *message.blocks], message.text)


def _card(
    name: str, says: str, state: UploadState, progress: str | None = None, *, dark: bool = False
) -> Layout:
    card = Card(upload(state), progress)
    return Layout(name, says, card_blocks(card), card_text(card), dark=dark)


def _person(name: str, says: str, resolved_by: str | None) -> Layout:
    request = HelpRequest(7, "T0TRIAL", MAYA, "C0PRESSOFFICE", "1.0", resolved_by)
    address = "https://brackwater-press.example/archives/C0NEWSROOM/p1"
    blocks = person_card(request, QUESTION, address)
    return Layout(name, says, blocks, person_text(request, QUESTION, address))


def _passages() -> list[InContext]:
    quote = invented.LED.statements[1]
    (cited,) = quote.citations
    whole = replace(cited, quote=quote.text, section="What the chief constable says")
    before = "We told the constabulary on 15 July 2024 that it would be moved. Mr Astbury said: “"
    after = "” He has set up a board that meets every fortnight, and has asked us to attend it."
    first = invented.LED.statements[0].citations[0]
    words = invented.LED.statements[0].text
    lead = replace(first, quote=words, section="Monitoring")
    return [
        InContext(lead, "Our decision. ", " It is the first force of its size to be moved twice."),
        InContext(whole, before, after),
        InContext(whole, "", "", gone=True),
    ]


SETTINGS = ChannelSettings(
    answer_in=AnswerIn.ASKER,
    follow_up=True,
    subjects=("Northmarch Police", "Saltmere Constabulary"),
    publishers=(),
    people=(),
    ingest_by=("U0TOM", PRIYA),
    ask_person="C0PRESSOFFICE",
)
LAYOUTS = [
    _answer(
        "answered",
        "Sentences by report, the newest first; a quotation with its speaker and date.",
        invented.ANSWERED,
        person=True,
        dark=True,
    ),
    _answer("led", "A first sentence that answers, then what it rests on.", invented.LED),
    _answer("judgements", "The grades of one report.", invented.JUDGEMENTS, dark=True),
    _answer("changes", "What changed between two reports.", invented.CHANGES),
    _answer(
        "recommendations", "What was recommended, and what became of it.", invented.RECOMMENDATIONS
    ),
    _answer("more", "An answer with more sentences than one message shows.", invented.LONG),
    _answer(
        "partly",
        "A part of the answer; a sentence that failed its check is withheld, and that is said.",
        invented.PARTLY,
    ),
    _answer("ocr", "A page that was read by OCR is named as such.", invented.OCR),
    _answer(
        "not-in-reports", "Nothing found: what was searched, what is closest.", invented.NOT_SAID
    ),
    _answer("no-reports", "An empty library.", invented.EMPTY),
    _answer("unclear", "A question that may mean two bodies.", invented.UNCLEAR),
    _answer("out-of-scope", "A question that is not for reports.", invented.OUT_OF_SCOPE),
    _answer("attachment", "A question whose attachment is not read.", invented.LED, NO_ATTACHMENTS),
    _private("private", "An answer to its asker alone, who may share it.", invented.LED),
    _shared("shared", "The same, shared in the channel.", invented.LED),
    Layout(
        "search",
        "What `/reports search` finds.",
        found_blocks("cameras", invented.NOT_SAID.nearest),
        found_text("cameras", invented.NOT_SAID.nearest),
        to=MAYA,
    ),
    Layout(
        "looking", "What a command is answered with at once.", text=looking_for(QUESTION), to=MAYA
    ),
    Layout("commands", "What `/reports help` says.", text=COMMANDS, to=MAYA),
    Layout("not-an-admin", "Settings are for admins.", text=NOT_AN_ADMIN, to=MAYA),
    Layout("cannot-share", "The channel may not see what it rests on.", text=CANNOT_SHARE, to=MAYA),
    _person("ask-a-person", "Somebody wants a person to look at it.", None),
    _person("resolved", "A person has looked at it.", PRIYA),
    Layout("busy", "Too many questions are waiting.", text=BUSY),
    Layout("paused", "Answering is switched off.", text=paused("a report is being corrected")),
    Layout("apology", "Something went wrong, with a reference to quote.", text=apology("Q17")),
    Layout("help", "A mention without a question.", text=HELP),
    Layout(
        "passages",
        "What an answer cites, where it stands.",
        view=passages_view(_passages()),
        dark=True,
    ),
    Layout("ask", "Asking privately, about a message.", view=ask_view(QUESTION, "{}")),
    Layout("feedback", "Why an answer did not help.", view=reason_view("7")),
    Layout("settings", "How the bot behaves in a channel.", view=settings_view("C1", SETTINGS)),
    _card("upload-offered", "A file that may be added: a dry run.", UploadState.OFFERED, dark=True),
    Layout(
        "upload-corrections",
        "Correcting what was found in it, with an embargo.",
        view=modal(upload(UploadState.OFFERED), OFFER, "Europe/London"),
    ),
    _card("upload-looking", "While it is read.", UploadState.RECEIVED, "Reading page 14…"),
    _card("upload-added", "It is among the reports.", UploadState.ADDED),
    _card("upload-discarded", "Somebody decided against it.", UploadState.DISCARDED),
    _card("upload-failed", "It could not be added, and why.", UploadState.FAILED),
    Layout("home", "The Home tab of a press officer.", view=home_view(HOME), dark=True),
    Layout("home-empty", "The Home tab of an empty library.", view=home_view(HOME_EMPTY)),
]
