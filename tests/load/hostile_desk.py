"""The real app in this process, before the stand-in, over a library that says what it is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fakes import HashEmbedder, Shelf
from ingest_kit import make_desk
from slack_standin import SlackStandIn
from slack_standin.echo import served_over_http

from bot.answering.records import (
    Answer,
    Citation,
    Question,
    Speaker,
    Statement,
    StatementKind,
    Status,
    Withheld,
)
from bot.slack.adding import UploadParts
from bot.slack.home import HomeParts
from bot.slack.library import LibraryParts
from bot.slack.mrkdwn import clean, clip
from bot.slack.parts import SlackParts
from bot.slack.register import ReportdeskApp, build_app
from bot.slack.settings import LimitSettings, SlackSecrets, SlackSettings
from store.answers import KeptAnswers
from store.audit import AuditLog
from store.channels import Channels, ChannelSettings
from store.feedback import Feedback
from store.inbox import Inbox
from store.lately import Lately
from store.rates import Rates
from store.records import Coverage, Hit, ReportSummary, Viewer
from store.threads import Threads
from store.uploads import Uploads

DAY = date(2024, 5, 9)
ADDRESS = "https://reports.example/r1.pdf"


@dataclass
class Library:
    """Answers every question with `words` in every place where a report's words can stand."""

    shelf: Shelf
    words: str = "Two concerns remain."
    status: Status = Status.ANSWERED
    reports: list[ReportSummary] = field(default_factory=list)

    def bring(self, words: str, number: int) -> None:
        """Index a report with these words as its title, subject, publisher and text."""
        facts = {"title": words or None, "subject": words or None, "publisher": words or None}
        paragraphs = [words or "Nothing.", "A paragraph after it."]
        path = f"/reports/{number}.txt"
        self.reports.append(self.shelf.add(path, *paragraphs, **facts))
        self.words = words

    def ask(self, question: Question, _on_step) -> Answer:
        found = self.status in {Status.ANSWERED, Status.PARTLY_ANSWERED}
        return Answer(
            question=question,
            status=self.status,
            as_of=DAY if found else None,
            statements=self._statements() if found else (),
            withheld=(Withheld(self.words, self.words),),
            nearest=tuple(self.search(question.text, question.viewer)),
            coverage=Coverage(1, DAY, DAY),
            notices=(self.words,),
            choices=(self.words, self.words) if self.status is Status.UNCLEAR else (),
            further=self._statements() if found else (),
        )

    def search(self, _query: str, _viewer: Viewer) -> list[Hit]:
        report = self.reports[-1]
        passage = self.shelf.catalog.passage_at(report.report_id, 1, 0)
        assert passage is not None
        return [Hit(report, passage, 1.0)]

    def known(self, viewer: Viewer) -> tuple[str, ...]:
        return self.find(viewer)

    def find(self, _viewer: Viewer) -> tuple[str, ...]:
        """What the real prompts promise: clean, not empty, and short."""
        words = clip(clean(self.words), 150)
        return (words,) if words else ()

    def _statements(self) -> tuple[Statement, ...]:
        words, report = self.words, self.reports[-1]
        path, section = f"/reports/{words}.pdf", words
        one = Citation(
            report.report_id, 1, words, path, ADDRESS, DAY, 4, section, 0, len(words), words
        )
        speaker = Speaker(words, words)
        return tuple(
            Statement(words, kind, speaker if kind is StatementKind.QUOTE else None, (one,))
            for kind in StatementKind
        )


@dataclass
class HostileDesk:
    """What a test holds."""

    slack: SlackStandIn
    app: ReportdeskApp
    library: Library


@contextmanager
def hostile_desk(folder: Path, slack: SlackStandIn) -> Iterator[HostileDesk]:
    """Run the app with its desks, reached over HTTP."""
    shelf = Shelf(folder)
    library = Library(shelf)
    settings = SlackSettings(
        api_url=slack.api_url,
        queue_size=1_000,
        limits=LimitSettings(person=0, channel=0),
        admins=(slack.workspace.user("maya"),),
        ask_person=slack.channel("help"),
    )
    secrets = SlackSecrets(slack.app.bot_token, slack.app.app_token, slack.app.signing_secret)
    app = build_app(secrets, settings, parts_of(library, settings))
    app.desk.parts.channels.set(
        slack.workspace.team_id,
        slack.channel("uploads"),
        ChannelSettings(ingest_by=(slack.workspace.user("maya"),)),
        "test",
    )
    app.desks.start()
    try:
        with served_over_http(app) as url:
            slack.subscribe(url)
            yield HostileDesk(slack, app, library)
            slack.unsubscribe()
    finally:
        app.desks.stop(10)
        shelf.engine.dispose()


def parts_of(library: Library, settings: SlackSettings) -> SlackParts:
    shelf, engine = library.shelf, library.shelf.engine
    ingest, uploads = make_desk(shelf, HashEmbedder), Uploads(engine)
    lately = Lately(engine, lambda: shelf.now)
    return SlackParts(
        ask=library.ask,
        search=library.search,
        catalog=shelf.catalog,
        audit=AuditLog(engine),
        inbox=Inbox(engine),
        threads=Threads(engine),
        answers=KeptAnswers(engine),
        channels=Channels(engine, settings.channel_defaults),
        feedback=Feedback(engine),
        rates=Rates(engine),
        library=LibraryParts(
            UploadParts(uploads, lambda: ingest, lambda: shelf.now),
            HomeParts(lambda: ingest, uploads, lately, library),
        ),
    )
