"""What people ask for about an answer that was given: more of it, sharing it, a person, its end."""

from dataclasses import dataclass, replace

from bot.answering.records import Answer, Statement
from bot.slack.blocks.found import found_blocks, found_text
from bot.slack.blocks.person import person_card, person_text
from bot.slack.blocks.rich import person, rich, section, text
from bot.slack.delivery import Message, Outbox
from bot.slack.given import Given, give, notice
from bot.slack.kept import from_body
from bot.slack.mrkdwn import clean, clip
from bot.slack.parts import SlackParts
from bot.slack.viewers import channel_viewer, is_private, viewer_of
from bot.slack.wording import (
    ASKED_ALREADY,
    CANNOT_SHARE,
    GONE,
    NOBODY_TO_ASK,
    NOTHING_FOUND,
    NOTHING_MORE,
    PERSON_ASKED,
)
from store.answers import Place
from store.channels import ChannelSettings
from store.feedback import HelpRequest
from store.inbox import Asked, Entry, InboxState, Surface, Task
from store.records import Viewer

MAX_QUESTION = 300


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an errand; without a message, nothing is left to be said."""

    outcome: InboxState
    message: Message | None = None
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Errands:
    """Runs tasks that are no questions. Each may be run again after a crash."""

    parts: SlackParts
    outbox: Outbox

    def run(self, entry: Entry) -> Done:
        """Do what an entry of the inbox asks for. Raises UndeliveredError."""
        ways = {
            Task.SEARCH: self._search,
            Task.MORE: self._more,
            Task.SHARE: self._share,
            Task.PERSON: self._person,
            Task.RESOLVE: self._resolve,
            Task.WITHDRAW: self._withdraw,
        }
        return ways[entry.asked.task](entry)

    def _search(self, entry: Entry) -> Done:
        query = entry.asked.text
        hits = self.parts.search(query, viewer_of(entry.asked, self._settings(entry.asked)))
        if not hits:
            return _say(NOTHING_FOUND, private=True)
        blocks = tuple(found_blocks(query, hits))
        message = Message(found_text(query, hits), InboxState.ANSWERED, blocks, private=True)
        self._audit(entry, "searched", ())
        return Done(InboxState.ANSWERED, message)

    def _more(self, entry: Entry) -> Done:
        answer = self._kept(entry)
        if answer is None:
            return _say(GONE, private=True)
        settings = self._settings(entry.asked)
        viewer = viewer_of(entry.asked, settings)
        further = self._seen(answer.further, viewer)
        if not further:
            return _say(NOTHING_MORE, private=True)
        dates = [one.published_on for each in further for one in each.citations if one.published_on]
        rest = replace(
            answer,
            statements=further,
            further=(),
            withheld=(),
            notices=(),
            as_of=max(dates, default=None),
        )
        given = give(entry, rest, private=is_private(entry.asked, settings))
        self._audit(entry, "more_shown", given.answer.statements)
        return Done(InboxState.ANSWERED, given.message, given)

    def _share(self, entry: Entry) -> Done:
        answer, asked = self._kept(entry), entry.asked
        if answer is None:
            return _say(GONE, private=True)
        settings = self._settings(asked)
        viewer = channel_viewer(asked.channel, settings)
        if len(self._seen(answer.statements, viewer)) < len(answer.statements):
            return _say(CANNOT_SHARE, private=True)
        further = self._seen(answer.further, viewer)
        person_too = bool(settings.ask_person)
        shared = replace(answer, further=further)
        given = give(entry, shared, private=False, person=person_too)
        by = _shared_by(asked.user, answer.question.text)
        message = replace(
            given.message,
            blocks=(by, *given.message.blocks),
            plainer=(by, *given.message.plainer) if given.message.plainer else (),
        )
        self._audit(entry, "shared", given.answer.statements)
        return Done(InboxState.ANSWERED, message, given)

    def _person(self, entry: Entry) -> Done:
        asked, number = entry.asked, entry.asked.ref
        desk = self._settings(asked).ask_person
        if number is None or desk is None:
            return _say(NOBODY_TO_ASK, private=True)
        request = HelpRequest(number, asked.team, asked.user, desk)
        if not self.parts.feedback.ask_person(request):
            known = self.parts.feedback.request(number)
            if known is None or known.ts is not None:
                return _say(ASKED_ALREADY, private=True)
        if (place := self._post_card(entry, request)) is None:
            return _say(NOBODY_TO_ASK, private=True)
        self.parts.feedback.told(number, place.ts)
        return _say(PERSON_ASKED, private=True)

    def _resolve(self, entry: Entry) -> Done:
        number, by = entry.asked.ref, entry.asked.user
        if number is None or not self.parts.feedback.request(number):
            return Done(InboxState.ANSWERED)
        self.parts.feedback.resolve(number, by)
        request = self.parts.feedback.request(number)
        if request is not None and request.ts is not None:
            self._post_card(entry, request, Place(request.desk, request.ts))
        blocks = (rich([section([person(by), text(" has looked at this: resolved.")])]),)
        message = Message("A person has looked at this: resolved.", InboxState.ANSWERED, blocks)
        return Done(InboxState.ANSWERED, message)

    def _withdraw(self, entry: Entry) -> Done:
        """Delete the answer to a question that was deleted, and what was said on it since."""
        number = entry.asked.ref
        if number is not None:
            for one in self._said_about(number):
                kept = self.parts.answers.get(one)
                if kept is not None and kept.place is not None and not kept.place.private:
                    self.outbox.delete(entry, kept.place)
                self.parts.answers.withdraw(one)
        self._audit(entry, "answer_withdrawn", ())
        return Done(InboxState.WITHDRAWN)

    def _said_about(self, number: int) -> list[int]:
        """Return the question's number and those of the tasks that showed more of its answer."""
        numbers = [number]
        for one in numbers:
            found = (self.parts.inbox.task_about(one, task) for task in (Task.MORE, Task.SHARE))
            numbers.extend(entry.id for entry in found if entry is not None)
        return numbers

    def _post_card(
        self, entry: Entry, request: HelpRequest, old: Place | None = None
    ) -> Place | None:
        first = self.parts.inbox.get(request.number)
        asked = first.asked if first else entry.asked
        kept = self.parts.answers.get(request.number)
        place = kept.place if kept else None
        ts = place.ts if place and not place.private else asked.thread_ts
        address = self.outbox.permalink(asked.channel, ts) if asked.channel and ts else None
        card = Message(
            person_text(request, asked.text, address),
            InboxState.ANSWERED,
            tuple(person_card(request, asked.text, address)),
            private=False,
        )
        there = replace(entry.asked, channel=request.desk, thread_ts="", surface=Surface.MENTION)
        return self.outbox.post(replace(entry, asked=there), card, old)

    def _settings(self, asked: Asked) -> ChannelSettings:
        return self.parts.channels.get(asked.team, asked.channel)

    def _kept(self, entry: Entry) -> Answer | None:
        kept = self.parts.answers.get(entry.asked.ref) if entry.asked.ref is not None else None
        return from_body(kept.body) if kept else None

    def _seen(self, statements: tuple[Statement, ...], viewer: Viewer) -> tuple[Statement, ...]:
        seen = self.parts.catalog.seen_ids(viewer)
        return tuple(
            one for one in statements if all(cited.report_id in seen for cited in one.citations)
        )

    def _audit(self, entry: Entry, event: str, statements: tuple[Statement, ...]) -> None:
        asked: Asked = entry.asked
        spans = [
            [one.report_id, one.revision, one.start, one.end]
            for each in statements
            for one in each.citations
        ]
        about = f"slack-{asked.ref}" if asked.ref is not None else f"slack-{entry.id}"
        body = {"id": about, "channel": asked.channel, "person": asked.user, "spans": spans}
        self.parts.audit.record(event, body)


def _say(words: str, *, private: bool) -> Done:
    message = replace(notice(words, InboxState.ANSWERED), private=private)
    return Done(InboxState.ANSWERED, message)


def _shared_by(user: str, question: str) -> dict[str, object]:
    asked = clip(clean(question), MAX_QUESTION)
    return rich([section([person(user), text(f" asked: “{asked}”", italic=True)])])
