"""What the bot says about Slack itself; sentences about answers are in `bot.answering.wording`."""

from store.records import Coverage

HELP = (
    "Ask me a question about the published reports, for example: “What concerns remain for the "
    "Met?” I answer in a thread, with the report, date and page behind every sentence, and you "
    "can ask on from there."
)
BUSY = (
    "I have more questions waiting than I can take at the moment, so I have not kept this one. "
    "Please ask it again in a few minutes."
)
LATE = (
    "Sorry, I could not answer this in time: I was not running for a while. "
    "Please ask again if you still need it."
)
NO_ATTACHMENTS = "I do not read attachments: this rests on the words of your message alone."


def apology(reference: str) -> str:
    """Return what a user sees of an error: that it was one, and how to refer to it."""
    return (
        "Sorry, something went wrong on our side and I could not answer this. "
        f"Please ask again; if it keeps failing, quote the reference {reference}."
    )


def searched_quietly(coverage: Coverage) -> str:
    """Return what was searched, as a note: "Searched 182 reports, 2009–2026"."""
    count = "1 report" if coverage.reports == 1 else f"{coverage.reports:,} reports"
    if coverage.earliest is None or coverage.latest is None:
        return f"Searched {count}"
    first, last = coverage.earliest.year, coverage.latest.year
    return f"Searched {count}, {first if first == last else f'{first}–{last}'}"


def did_not_fit(number: int) -> str:
    """Return how many sentences had no room in the message."""
    sentences = "One more sentence" if number == 1 else f"{number} more sentences"
    return f"{sentences} did not fit in this message: ask about one report or year to see more."
