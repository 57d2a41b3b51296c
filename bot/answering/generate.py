"""The chat-model composer: a model picks from numbered passages, code does the rest.

The model never writes a link, page, date or speaker. What it says of a source is turned into
claims with exact spans; `verify` then decides whether they hold. The only door to langchain.
"""

import hashlib
import math
import os
import time
from collections.abc import Callable, Sequence
from importlib import resources
from string import Template
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from bot.answering.checks.quotes import Verdict, quote_verdict
from bot.answering.deadline import BusyError, Deadline, DeadlineError
from bot.answering.errors import ModelUnavailableError
from bot.answering.narrow import best_sentences
from bot.answering.records import Claim, Draft, Evidence, StatementKind, Understood, Withheld
from bot.answering.replies import Reply, read_reply
from bot.answering.settings import AnswerSettings
from ingest.sentences import sentences
from store.errors import MissingPartError, SettingsError
from store.records import Hit

_KEYS = {
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
    "groq": "GROQ_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
}
_STOPS = frozenset(".!?")
_CLOSERS = "”\"’' "
_RETRIES = 1
_TRIES = 2
_MOST_HANGING = 8
_ALTERNATIVES = 10


def open_model(settings: AnswerSettings, key: str | None = None) -> BaseChatModel:
    """Open the configured chat model through langchain; `key` is for a server of our own.

    Raises MissingPartError where the provider's package is not installed, and SettingsError
    where its key is missing or the provider is unknown.
    """
    if settings.model is None:
        raise SettingsError("answer.model is not set, so there is no chat model to open.")
    provider, _, name = settings.model.partition(":")
    options = _options(provider, settings) | ({"api_key": key} if key else {})
    try:
        return init_chat_model(name, model_provider=provider, configurable_fields=None, **options)
    except ImportError as error:
        raise MissingPartError(
            f"answer.model is {settings.model}, whose provider's package is not installed: "
            "pip install 'reportdesk[chat]'"
        ) from error
    except ValueError:
        # The message of a validation error may repeat what it was given, keys included.
        raise SettingsError(
            f"answer.model is {settings.model}, which langchain cannot open: write it as "
            "provider:name, such as openai:gpt-4o-mini, and set the provider's key in the "
            "environment."
        ) from None


def _options(provider: str, settings: AnswerSettings) -> dict[str, Any]:
    options: dict[str, Any] = {"temperature": 0}
    if provider == "ollama":
        options["client_kwargs"] = {"timeout": settings.model_timeout_seconds}
    else:
        options |= {"timeout": settings.model_timeout_seconds, "max_retries": _RETRIES}
    if settings.model_base_url is not None:
        options["base_url"] = settings.model_base_url
    variable = _KEYS.get(provider)
    if variable is not None and not os.environ.get(variable):
        if settings.model_base_url is None:
            raise SettingsError(
                f"answer.model is {settings.model}, which needs a key: set {variable} in the "
                "environment."
            )
        # A server of one's own seldom asks for a key, but the client insists on one.
        options["api_key"] = "none"
    return options


class ChatModel:
    """Asks one chat model; whoever waits is free again at the deadline."""

    def __init__(self, model: BaseChatModel, settings: AnswerSettings) -> None:
        self._model = model
        self._settings = settings
        self._deadline: Deadline[BaseMessage] = Deadline(_MOST_HANGING)

    def talk(self, rules: str, asked: str, seconds: float) -> str:
        """Return the reply to one question under rules. Raises ModelUnavailableError."""
        return self.call([SystemMessage(rules), HumanMessage(asked)], seconds, seconds)

    def yes(self, rules: str, asked: str, seconds: float) -> float:
        """Return from 0 to 1 how sure the model is of "Yes" against "No" as its next word.

        Raises ModelUnavailableError, also where the model gives no probabilities.
        """
        asking = self._model.bind(max_tokens=1, logprobs=True, top_logprobs=_ALTERNATIVES)
        messages: list[BaseMessage] = [SystemMessage(rules), HumanMessage(asked)]
        reply = self._reply(lambda: asking.invoke(messages), seconds, seconds)
        content = (reply.response_metadata.get("logprobs") or {}).get("content") or [{}]
        weight = {"yes": 0.0, "no": 0.0}
        for one in content[0].get("top_logprobs") or ():
            word = str(one.get("token")).strip().lower()
            if word in weight:
                weight[word] += math.exp(float(one.get("logprob", -math.inf)))
        if not sum(weight.values()):
            raise ModelUnavailableError(
                f"The chat model {self._settings.model} gives no probabilities for yes and no."
            )
        return weight["yes"] / sum(weight.values())

    def call(self, messages: list[BaseMessage], seconds: float, told: float) -> str:
        """Return the reply within `seconds`; an error names `told` as the time that was given."""
        return self._reply(lambda: self._model.invoke(messages), seconds, told).text

    def _reply(self, ask: Callable[[], BaseMessage], seconds: float, told: float) -> BaseMessage:
        name = self._settings.model
        try:
            outcome = self._deadline.run(ask, max(seconds, 0))
        except DeadlineError:
            raise ModelUnavailableError(
                f"The chat model {name} did not answer within {told:g} seconds."
            ) from None
        except BusyError:
            raise ModelUnavailableError(
                f"The chat model {name} still hangs on {_MOST_HANGING} earlier questions."
            ) from None
        if outcome.value is None:
            # Without the provider's own message: it may repeat part of a key.
            raise ModelUnavailableError(
                f"The chat model {name} failed ({_describe(outcome.error)})."
            )
        return outcome.value


class ModelComposer:
    """Composes with a chat model."""

    def __init__(self, model: BaseChatModel | ChatModel, settings: AnswerSettings) -> None:
        self._chat = model if isinstance(model, ChatModel) else ChatModel(model, settings)
        self._settings = settings

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return the model's statements as claims. Raises ModelUnavailableError."""
        offered = {
            f"S{number}": hit for number, hit in enumerate(hits[: self._settings.passages], start=1)
        }
        if not offered:
            return Draft(())
        replies = self._ask(_messages(understood.query, offered, self._settings))
        claims: list[Claim] = []
        withheld: list[Withheld] = []
        for reply in replies:
            for made in _claims(reply, offered):
                if isinstance(made, Claim):
                    claims.append(made)
                else:
                    withheld.append(made)
        return Draft(tuple(claims), tuple(withheld))

    def _ask(self, messages: list[BaseMessage]) -> tuple[Reply, ...]:
        """Ask, and once again if the reply has no usable form, all within one deadline."""
        seconds = self._settings.model_timeout_seconds
        ends = time.monotonic() + seconds
        for _ in range(_TRIES):
            said = self._chat.call(messages, ends - time.monotonic(), seconds)
            replies = read_reply(said)
            if replies is not None:
                return replies
            messages = [*messages, AIMessage(said), HumanMessage(_prompt("again"))]
        raise ModelUnavailableError(
            f"The chat model {self._settings.model} replied twice in a form that cannot be read."
        )


def _describe(error: BaseException | None) -> str:
    status = getattr(error, "status_code", None)
    kind = type(error).__name__
    return f"{kind}, status {status}" if isinstance(status, int) else kind


def _prompt(name: str) -> str:
    found = resources.files("bot.answering").joinpath("prompts", f"{name}.txt")
    return found.read_text("utf-8").strip()


def _messages(query: str, offered: dict[str, Hit], settings: AnswerSettings) -> list[BaseMessage]:
    # A border that depends on everything inside: no passage can be written to hold it.
    whole = "\0".join(hit.passage.text for hit in offered.values())
    boundary = "=" * 4 + hashlib.sha256(whole.encode()).hexdigest()[:12]
    rules = Template(_prompt("compose")).substitute(statements=settings.max_statements)
    asked = Template(_prompt("question")).substitute(
        boundary=boundary,
        question=query,
        sources="\n\n".join(_source_block(token, hit, boundary) for token, hit in offered.items()),
    )
    return [SystemMessage(rules), HumanMessage(asked)]


def _source_block(token: str, hit: Hit, boundary: str) -> str:
    published = hit.report.published_on
    when = published.isoformat() if published else "date unknown"
    return (
        f"{token}: {' '.join(hit.report.title.split())} ({when})\n"
        f"{boundary} BEGIN {token}\n{hit.passage.text}\n{boundary} END {token}"
    )


def _claims(reply: Reply, offered: dict[str, Hit]) -> list[Claim | Withheld]:
    """Turn one statement of the model into claims, or say why it is withheld."""
    if not reply.text:
        return []
    if not reply.tokens:
        return [Withheld(reply.text, "names no source")]
    unknown = [token for token in reply.tokens if token not in offered]
    if unknown:
        return [Withheld(reply.text, f"names a source that does not exist ({unknown[0]})")]
    named = [offered[token] for token in reply.tokens]
    if reply.is_quote:
        return [_quote(reply.text, named, list(offered.values()))]
    # A statement is one sentence; the model does not always keep to it.
    parts = [reply.text[start:end] for start, end in sentences(reply.text)]
    return [_paraphrase(part, named) for part in parts]


def _quote(text: str, named: list[Hit], offered: list[Hit]) -> Claim | Withheld:
    """Find the words that the model copied; what is shown is the report's text, not the copy."""
    for among in (named, offered):
        found = quote_verdict(text, [hit.passage.text for hit in among])
        if found.verdict is Verdict.VERBATIM and found.span is not None:
            hit = among[found.span.which]
            # Words are what is compared; the stop that ends the sentence belongs to the quotation.
            stop = hit.passage.text[found.span.end : found.span.end + 1]
            end = found.span.end + (stop in _STOPS and text.rstrip(_CLOSERS)[-1:] == stop)
            lifted = hit.passage.text[found.span.start : end]
            start = hit.passage.start + found.span.start
            evidence = Evidence(hit, start, start + len(lifted))
            return Claim(lifted, StatementKind.QUOTE, None, (evidence,))
    verdict = quote_verdict(text, [hit.passage.text for hit in named]).verdict
    return Withheld(text, f"{verdict}: it is not word for word in the source that it names")


def _paraphrase(text: str, named: list[Hit]) -> Claim | Withheld:
    evidence = tuple(
        Evidence(hit, hit.passage.start + start, hit.passage.start + end)
        for hit in named
        for start, end in best_sentences(text, hit.passage.text)
    )
    if not evidence:
        return Withheld(text, "shares no words with the source that it names")
    return Claim(text, StatementKind.PARAPHRASE, None, evidence)
