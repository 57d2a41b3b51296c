"""What people may do about what they share: offered, clicked, corrected, with rights checked anew.

Everything here is quick: listeners call it before Slack is told "received".
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bot.slack.adding import UploadParts
from bot.slack.blocks import upload as card
from bot.slack.blocks.rich import Block
from bot.slack.blocks.upload_modal import SUPERSEDES, choice, modal
from bot.slack.cards import Note
from bot.slack.correcting import Filled, corrections
from bot.slack.offer import Offer, viewer_of
from bot.slack.permissions import Permissions
from bot.slack.sharing import MOST_FILES, MOST_LINKS, Brought, Deleted
from ingest.work import EVEN_IF_DUPLICATE
from store.records import Filters
from store.uploads import Upload, UploadState

_log = structlog.get_logger(__name__)

MOST_CHOICES = 100
_REMEMBERED = 1_000

MAY_NOT = "You may not add reports from this channel. Whoever may is set in its settings."
NOT_READ = (
    "I have not read your file: you may not add reports from this channel. Whoever may is set in "
    "its settings."
)
NOTHING_THERE = "There is no file or link in that message that I could add to the reports."
KNOWN = "That is offered already, or was added: see its thread."
NOT_OPENED = "Slack did not open the form in time. Click “Correct…” again."
OVER = "That is settled already; the card shows how."


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a card: who, on what, and how to answer."""

    team: str
    user: str
    action: str
    number: int
    reply_to: str | None = field(default=None, repr=False)


class Take(Protocol):
    """Sees to an upload."""

    def __call__(self, upload: Upload, reply_to: str | None) -> None:
        """See to it; `reply_to` is where whoever brought it can be told that it cannot be shown."""
        ...


class UploadClicks:
    """Decides about shares and clicks. `take` is given what is to be seen to, `tell` notes."""

    def __init__(
        self,
        parts: UploadParts,
        rights: Permissions,
        take: Take,
        tell: Callable[[Note], None],
        zone: str,
    ) -> None:
        self._parts = parts
        self._uploads = parts.uploads
        self._rights = rights
        self._take = take
        self._put_note = tell
        self._zone = zone
        self._told: deque[tuple[str, str]] = deque(maxlen=_REMEMBERED)

    def receive(self, brought: Brought, reply_to: str | None = None) -> bool:
        """Offer what a message brings, if who shared it may add reports; return whether they may.

        Quick: it is called before Slack is told "received".
        """
        if not self._rights.may_ingest(brought.team, brought.channel, brought.user):
            self._refuse(brought, reply_to)
            return False
        taken = [self._uploads.receive(one, brought.user) for one in brought.items]
        for upload in filter(None, taken):
            self._take(upload, reply_to)
        if brought.left and any(taken):
            most = f"{MOST_FILES} files and {MOST_LINKS} links"
            self._tell(brought, f"Of one message I offer {most}; share the rest anew.", reply_to)
        if reply_to and not any(taken):
            self._tell(brought, KNOWN if brought.items else NOTHING_THERE, reply_to)
        return True

    def click(self, click: Click) -> None:
        """Do what a button says, if who clicked may and it is not settled yet."""
        upload = self._rightful(click)
        if upload is None:
            return
        number, by, done = upload.id, click.user, True
        if click.action in (card.ADD, card.ANYWAY):
            anyway = {EVEN_IF_DUPLICATE: "yes"} if click.action == card.ANYWAY else {}
            done = self._uploads.decide(number, UploadState.ADDING, by, anyway)
        elif click.action == card.DISCARD:
            done = self._uploads.decide(number, UploadState.DISCARDED, by, {})
        elif click.action == card.AGAIN:
            done = self._uploads.again(number, by) is not None
        if not done:
            self._note(click, upload, OVER)
        self._take(self._uploads.get(number) or upload, click.reply_to)

    def forget(self, deleted: Deleted) -> None:
        """Discard what is on offer of a message that was deleted."""
        for one in self._uploads.of_message(deleted.team, deleted.channel, deleted.ts):
            if self._uploads.decide(one.id, UploadState.DISCARDED, deleted.user, {}):
                self._take(self._uploads.get(one.id) or one, None)

    def modal(self, click: Click) -> Block | None:
        """Return the modal that corrects what is offered, None if it is not to be corrected."""
        upload = self._rightful(click)
        if upload is None or upload.state is not UploadState.OFFERED or upload.offer is None:
            if upload is not None:
                self._note(click, upload, OVER)
            return None
        offer = Offer.of(upload.offer).corrected(upload.said)
        return modal(upload, offer, self._zone) if offer.can_be_added else None

    def not_opened(self, click: Click) -> None:
        """Say that the modal could not be opened."""
        upload = self._uploads.get(click.number)
        if upload is not None:
            self._note(click, upload, NOT_OPENED)

    def save(self, click: Click, filled: Filled, name: str) -> dict[str, str]:
        """Keep the corrections of a modal; return what is wrong with them, by block.

        `name` is put beside each corrected fact.
        """
        upload = self._rightful(click)
        if upload is None or upload.offer is None:
            return {}
        offer, desk = Offer.of(upload.offer), self._parts.desk()
        made = corrections(filled, offer, name, desk.parts.settings.describe, self._parts.clock())
        if filled.supersedes and filled.supersedes not in desk.catalog.seen_ids(
            viewer_of(upload.shared)
        ):
            made.errors[SUPERSEDES] = "There is no such report any more; choose another one."
        if made.errors:
            return made.errors
        if not self._uploads.correct(upload.id, made.said, click.user):
            self._note(click, upload, OVER)
        self._take(self._uploads.get(upload.id) or upload, None)
        return {}

    def choices(self, click: Click, typed: str) -> list[Block]:
        """Return the reports to choose from for what is typed, newest first."""
        upload = self._rightful(click)
        if upload is None:
            return []
        found = self._parts.desk().catalog.searchable(Filters(viewer=viewer_of(upload.shared)))
        wanted = typed.casefold().split()
        fitting = [one for one in found if all(word in one.title.casefold() for word in wanted)]
        return [
            choice(one.report_id, one.title, one.published_on) for one in fitting[:MOST_CHOICES]
        ]

    def _rightful(self, click: Click) -> Upload | None:
        """Return what a click is on, if it is there and who clicked may decide about it now."""
        upload = self._uploads.get(click.number)
        if upload is None or upload.shared.team != click.team:
            _log.warning("slack.unknown_upload", number=click.number)
            return None
        shared = upload.shared
        if self._rights.may_ingest(shared.team, shared.channel, click.user):
            return upload
        self._note(click, upload, MAY_NOT)
        return None

    def _refuse(self, brought: Brought, reply_to: str | None) -> None:
        if reply_to:
            self._tell(brought, MAY_NOT, reply_to)
            return
        key = (brought.channel, brought.ts)
        # With a question, the answer says that the file was not read.
        silent = brought.asks or not brought.files or key in self._told
        if not silent and self._is_on(brought):
            self._told.append(key)
            self._tell(brought, NOT_READ)

    def _is_on(self, brought: Brought) -> bool:
        """Return whether anybody may add reports from where a message is."""
        return bool(self._rights.channels.get(brought.team, brought.channel).ingest_by)

    def _tell(self, brought: Brought, words: str, reply_to: str | None = None) -> None:
        where = (brought.team, brought.channel, brought.user)
        # In the channel, not in a thread that nobody has opened yet.
        thread = brought.thread_ts if brought.thread_ts != brought.ts else None
        self._put_note(Note(*where, words, thread, reply_to))

    def _note(self, click: Click, upload: Upload, words: str) -> None:
        shared = upload.shared
        where = (shared.team, shared.channel, click.user)
        self._put_note(Note(*where, words, shared.thread_ts, click.reply_to))
