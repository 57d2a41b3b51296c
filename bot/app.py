"""The composition root: builds every part of the bot from the configuration."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.answering.extract import ExtractComposer
from bot.answering.gate import GatedComposer, Yes
from bot.answering.local import NAME as LOCAL_MODEL
from bot.answering.local import LocalServer
from bot.answering.pipeline import AnswerParts, Composer
from bot.answering.rewrite import ModelRewriter, Rewriter
from bot.answering.vocabulary import Vocabularies
from bot.checking.check import CheckParts
from bot.services import Services
from bot.settings import Settings
from bot.slack.adding import UploadParts
from bot.slack.home import HomeParts
from bot.slack.library import LibraryParts
from bot.slack.parts import SlackParts
from bot.slack.prompts import Prompts
from ingest.wiring import Library
from store.answers import KeptAnswers
from store.channels import Channels
from store.clock import Clock, utc_now
from store.feedback import Feedback
from store.inbox import Inbox
from store.lately import Lately
from store.rates import Rates
from store.records import Filters, Hit, Viewer
from store.retention import Retention
from store.threads import Threads
from store.uploads import Uploads

# How many passages a search in Slack brings.
SLACK_HITS = 6


@dataclass(frozen=True, slots=True)
class ChatParts:
    """What a chat model does in answering; the packaged one does not write."""

    composer: Composer | None
    rewriter: Rewriter | None
    yes: Yes | None


class App:
    """One data folder with one configuration; every part is built on first use.

    `clock` says when embargoes end. `beside` is another one, whose models this one shares.
    """

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        clock: Clock = utc_now,
        beside: "App | None" = None,
    ) -> None:
        self.settings = settings
        self._beside = beside
        # Folders that share models never share a database: they are kept apart.
        url = None if beside else os.environ.get("REPORTDESK_DATABASE_URL") or None
        models = beside.library.models if beside else None
        self.library: Library = Library(folder, settings.store, settings.ingest, url, clock, models)
        self._slack = self.library

    def another(self, folder: Path) -> "App":
        """Return the same for another data folder, with nothing in common but the models."""
        return App(self.settings, folder, self.library.clock, beside=self)

    def keep_slack_in(self, folder: Path) -> None:
        """Keep what is said in Slack in another folder; to be called before anything is said."""
        given = self.settings
        self._slack = Library(folder, given.store, given.ingest, clock=self.library.clock)

    @cached_property
    def services(self) -> Services:
        """What answers questions."""
        model = self.settings.answer.model or "default"
        return Services(
            lambda: self.answer_parts,
            lambda: self.check_parts,
            self.library.audit,
            model,
            self._why_paused,
        )

    def _why_paused(self) -> str | None:
        """Return why this folder, or the one that it is beside, is paused."""
        own = self.library.switch.reason()
        return own or (self._beside.library.switch.reason() if self._beside else None)

    @cached_property
    def check_parts(self) -> CheckParts:
        """What checking a draft needs."""
        aliases = self.settings.ingest.describe.subjects
        return CheckParts(
            catalog=self.library.catalog,
            retriever=self.library.quick_retriever,
            names=self._names,
            aliases=aliases,
        )

    @cached_property
    def answer_parts(self) -> AnswerParts:
        """What the answer path needs."""
        library, answer = self.library, self.settings.answer
        aliases = self.settings.ingest.describe.subjects
        return AnswerParts(
            catalog=library.catalog,
            retriever=library.retriever,
            composer=self._gated(
                ExtractComposer(
                    library.reranker, library.catalog, aliases, answer, library.lexical.rarities
                )
            ),
            model_composer=self.chat.composer if self.chat else None,
            texts=library.catalog,
            aliases=self._names,
            vocabulary=self._vocabularies.of,
            settings=answer,
            rewriter=self.chat.rewriter if self.chat else None,
        )

    @cached_property
    def _vocabularies(self) -> Vocabularies:
        """What a viewer's questions may name."""
        names, lexical = self.settings.ingest.describe, self.library.lexical
        return Vocabularies(
            self.library.catalog,
            names.subjects,
            names.publishers,
            lambda word, owners: bool(lexical.best(word, 1, owners)),
        )

    @cached_property
    def chat(self) -> ChatParts | None:
        """What the configured chat model does, None without one."""
        if self._beside is not None:
            return self._beside.chat
        answer = self.settings.answer
        if answer.model is None:
            return None
        # Importing langchain takes most of a second; only a configured chat model needs it.
        from bot.answering.generate import ChatModel, ModelComposer, open_model  # noqa: PLC0415

        key = None
        if local := answer.model == f"local:{LOCAL_MODEL}":
            served = self._local.start()
            key = served.key
            answer = answer.model_copy(
                update={"model": f"openai:{LOCAL_MODEL}", "model_base_url": served.url}
            )
        chat = ChatModel(open_model(answer, key), answer)
        rewriter = ModelRewriter(chat.talk, answer.model_timeout_seconds / 2, self._names)
        return ChatParts(
            composer=None if local else ModelComposer(chat, answer),
            rewriter=rewriter if answer.rewrite else None,
            yes=chat.yes if local else None,
        )

    @cached_property
    def _local(self) -> LocalServer:
        """The packaged chat model's server."""
        return LocalServer(self.library.folder / "models", self.settings.store.threads)

    def _gated(self, composer: Composer) -> Composer:
        answer = self.settings.answer
        if self.chat is None or self.chat.yes is None or not answer.local_gate:
            return composer
        seconds = answer.model_timeout_seconds
        return GatedComposer(composer, self.chat.yes, seconds, answer.local_gate)

    @property
    def _names(self) -> dict[str, str]:
        """Each other name of a body, with its full name."""
        aliases = self.settings.ingest.describe.subjects
        return {other: name for name, others in aliases.items() for other in others}

    @cached_property
    def inbox(self) -> Inbox:
        """Questions from Slack that are received and not yet answered."""
        return Inbox(self._slack.engine)

    @cached_property
    def threads(self) -> Threads:
        """What was asked and answered in each thread."""
        return Threads(self._slack.engine)

    @cached_property
    def retention(self) -> Retention:
        """What erases questions and answers."""
        return Retention(self._slack.engine)

    @cached_property
    def slack_library(self) -> LibraryParts:
        """What Slack shows of the library and puts into it."""
        library = self.library
        desk = library.desk()
        uploads = Uploads(self._slack.engine)
        lately = Lately(library.engine, library.clock, self._slack.engine)
        prompts = Prompts(lambda: self.answer_parts, lately)
        return LibraryParts(
            UploadParts(uploads, lambda: desk, library.clock),
            HomeParts(lambda: desk, uploads, lately, prompts, lambda _team: self.services.paused()),
        )

    @cached_property
    def slack_parts(self) -> SlackParts:
        """What Slack is connected to."""
        engine = self._slack.engine
        return SlackParts(
            ask=self.services.ask,
            search=self._search,
            catalog=self.library.catalog,
            audit=self.library.audit,
            inbox=self.inbox,
            threads=self.threads,
            answers=KeptAnswers(engine),
            channels=Channels(engine, self.settings.slack.channel_defaults),
            feedback=Feedback(engine),
            paused=self.services.paused,
            rates=Rates(engine),
            retention=self.retention,
            lease=self._slack.lease,
            library=self.slack_library,
        )

    def _search(self, query: str, viewer: Viewer) -> list[Hit]:
        return self.library.retriever.search(query, Filters(viewer=viewer), SLACK_HITS)

    def warm(self) -> None:
        """Open the models and the vectors now, so that the first question does not wait."""
        self.library.embedder().embed_query("ready")
        self.library.reranker().score("ready", ["ready"])
        self.library.vectors()

    def warm_models(self) -> None:
        """Open the models alone, for the folders that will share them."""
        self.library.models.embedder().embed_query("ready")
        self.library.models.reranker().score("ready", ["ready"])

    def close(self) -> None:
        """Let the data folder go."""
        if self._beside is None:
            self._local.close()
        if self._slack is not self.library:
            self._slack.close()
        self.library.close()
