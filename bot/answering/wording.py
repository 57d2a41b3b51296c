"""Every sentence that the bot says of its own accord, one for each status."""

from collections.abc import Iterable
from datetime import date

from bot.answering.records import Answer, Status
from bot.answering.scope import OutOfScope
from store.records import Coverage, ReportSummary

# Stands beside the source of what OCR read; its letters may be wrong.
READ_BY_OCR = "read by OCR, check the page"
_SENTENCES = {
    Status.ANSWERED: "",
    Status.PARTLY_ANSWERED: "The reports answer this in part.",
    Status.NOT_IN_REPORTS: "The reports do not say.",
    Status.OUT_OF_SCOPE: (
        "That is not a question for reports: I only say what published reports say, and hold no "
        "opinions or forecasts."
    ),
    Status.UNCLEAR: (
        "I am not sure who or what you are asking about. Please put it as a full question, for "
        "example “What concerns remain for the Met?”"
    ),
    Status.PAUSED: "Reportdesk is paused.",
    Status.FAILED: (
        "Something went wrong on our side and I could not answer. "
        "Please ask again in a few minutes."
    ),
}
_SCOPE = {
    OutOfScope.OPINION: (
        "That asks for an opinion. I only say what published reports say; ask me what they found."
    ),
    OutOfScope.FORECAST: (
        "That asks what will happen. Published reports say what was found and what was "
        "recommended, and I make no forecasts; ask me what they say so far."
    ),
    OutOfScope.LIVE_CASE: (
        "That is about a case or an investigation, not about what a published report found. "
        "Please ask the force or the court concerned."
    ),
    OutOfScope.PRIVATE: "I do not answer questions about people’s private lives.",
    OutOfScope.SMALL_TALK: (
        "Hello. Ask me what the published reports say, for example “What concerns remain for the "
        "Met?”"
    ),
    OutOfScope.CHORE: (
        "I only answer questions from published reports, for example “What concerns remain for "
        "the Met?”"
    ),
}
_NO_REPORTS = "There are no reports to search yet."


def headline(answer: Answer) -> str:
    """Return what to say first about an answer, "" where the statements speak for themselves."""
    if answer.status is Status.NOT_IN_REPORTS and not answer.coverage.reports:
        return _NO_REPORTS
    if answer.status is Status.OUT_OF_SCOPE and answer.scope:
        return _SCOPE[answer.scope]
    if answer.status is Status.PAUSED and answer.paused:
        return paused(answer.paused)
    if answer.status is Status.UNCLEAR and answer.choices:
        return f"Which do you mean: {_either(answer.choices)}?"
    sentence = _SENTENCES[answer.status]
    if answer.status in (Status.NOT_IN_REPORTS, Status.PARTLY_ANSWERED):
        return f"{sentence} {searched(answer.coverage)}"
    return sentence


def paused(reason: str) -> str:
    """Return that nothing is answered at the moment, and why."""
    return f"Reportdesk is paused: {reason}"


def _either(choices: tuple[str, ...]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def newer_is_silent(report: ReportSummary) -> str:
    """Return that nothing was found in the newest report on a subject, as a sentence."""
    day = f" ({long_date(report.published_on)})" if report.published_on else ""
    return f"I found nothing on this in the newest report on this subject, “{report.title}”{day}."


def held_instead(reports: Iterable[ReportSummary]) -> str:
    """Return which reports there are on a subject, where none is what is asked for."""
    return f"I hold {'; '.join(f'“{report.title}”' for report in reports)}."


def as_of(day: date | None) -> str:
    """Return the as-of line of an answer."""
    return f"As of {long_date(day)}" if day else "Date of publication unknown"


def searched(coverage: Coverage) -> str:
    """Return what was searched, as a sentence."""
    number = coverage.reports
    reports = "1 report" if number == 1 else f"{number:,} reports"
    if coverage.earliest is None or coverage.latest is None:
        return f"I searched {reports}."
    first, last = long_date(coverage.earliest), long_date(coverage.latest)
    if first == last:
        return f"I searched {reports} of {first}."
    return f"I searched {reports}, published from {first} to {last}."


def withheld(number: int) -> str:
    """Return how many sentences failed a check, as a sentence."""
    if number == 1:
        return "One sentence was withheld because it could not be checked against a report."
    return f"{number} sentences were withheld because they could not be checked against a report."


def long_date(day: date) -> str:
    """Return a date as a person writes it: 28 March 2019."""
    return f"{day.day} {day:%B %Y}"
