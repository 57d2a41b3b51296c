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
COMMANDS = (
    "/reports ask QUESTION answers from the reports, to you alone; you can share it.\n"
    "/reports search WORDS shows the closest passages.\n"
    "/reports status says what I hold.\n"
    "/reports settings sets how I behave in this channel.\n"
    "You can also mention me in a channel, or write to me directly."
)
NOT_INSTALLED = (
    "Reportdesk is not installed here (any more). Whoever manages the apps of this workspace can "
    "install it again."
)
STOPPED = "Stopped."
NOT_AN_ADMIN = "Only admins of this workspace, and people named in my configuration, may do that."
TRY_AGAIN = "Slack did not answer in time. Please try again."
NOT_ALLOWED = (
    "In this channel only some people may ask me. Whoever looks after the channel can change that "
    "with “/reports settings”."
)
NOTHING_MORE = "That is all that I found on this."
GONE = "That answer is no longer kept. Please ask the question again."
CANNOT_SHARE = (
    "I cannot share this here: it rests on a report that this channel may not see, or that has "
    "been withdrawn since."
)
NOBODY_TO_ASK = "Nobody has been named who could look at this."
ASKED_ALREADY = "Somebody has been asked to look at this already."
PERSON_ASKED = "I have asked a person to look at this. They will answer you in Slack."
NOTHING_FOUND = "I found no passage on that."
NO_ATTACHMENTS = "I do not read attachments: this rests on the words of your message alone."
OFFERED_ATTACHMENTS = (
    "What you attached is offered for the reports in this thread; this answer rests on the words "
    "of your message alone."
)


def looking_for(question: str) -> str:
    """Return what a command is answered with at once: the question, which Slack does not show."""
    return f"Asking the reports: “{question}”"


def queued(number: int) -> str:
    """Return the status of a question that waits; Slack puts the bot's name in front."""
    return f"has you at number {number} in the queue…"


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


def too_long(number: int) -> str:
    """Return how many passages are too long for a message, and are not cut."""
    if number == 1:
        return "One passage is too long to be shown whole in Slack: read it in the report."
    return f"{number} passages are too long to be shown whole in Slack: read them in the report."
