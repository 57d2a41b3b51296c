"""A question in the reports' words: who asks for a "headcount" is told of a number of staff.

Reports are written in official English and questions in everyday English. A cross-encoder knows
many such pairs and misses as many, so what would be refused is asked once more, with the everyday
words replaced. A question that is answered as it stands is never reworded.
"""

import re
from dataclasses import dataclass, replace

from bot.answering.asks import asked
from bot.answering.records import Claim, Understood
from bot.answering.spelling import Misspelt, notice
from bot.answering.topic import stems

_EVERYDAY = (
    # Work and money.
    ("headcount", "number of staff"),
    ("bosses", "leaders"),
    ("boss", "leader"),
    ("wages", "pay"),
    ("cash", "funding"),
    ("firms", "businesses"),
    ("sacked", "dismissed"),
    ("sack", "dismiss"),
    ("sacking", "dismissal"),
    ("short[- ]staffed", "short of staff"),
    ("jobs", "posts"),
    ("hike", "increase"),
    ("hiked", "increased"),
    ("hikes", "increases"),
    # Rules and courts.
    ("a crime(?= (?:to|for|if)\\b)", "an offence"),
    ("illegal(?= (?:to|for|if)\\b)|against the law", "an offence"),
    ("laws", "legislation"),
    ("to legislate", "legislation"),
    ("banned", "prohibited"),
    ("bans?", "prohibition"),
    ("jail", "prison"),
    ("jailed|put away", "imprisoned"),
    ("locked up", "detained"),
    ("cut(?= .*\\b(?:term|sentence)\\b)", "reduce"),
    ("tur(?:n|ned) its back on", "depart from"),
    ("thrown out", "dismissed"),
    ("turned down|knocked back", "refused"),
    ("turn down|knock back", "refuse"),
    ("kicks? in|take effect|takes effect", "come into force"),
    ("kicked in|took effect", "came into force"),
    ("row", "dispute"),
    ("rows", "disputes"),
    ("probe", "investigation"),
    ("probed", "investigated"),
    ("courts(?= think\\b| say\\b| make\\b)", "judiciary"),
    # Public life.
    ("watchdog", "regulator"),
    ("watchdogs", "regulators"),
    ("top brass", "senior officers"),
    ("squaddies|soldiers|troops", "military personnel"),
    ("dirty money", "money laundering"),
    ("axed|scrapped", "abolished"),
    ("axe|scrap", "abolish"),
    ("shut(?: down)?(?= the| its| their| your)", "close"),
    ("shut(?: down)?", "closed"),
    ("telly|tv", "television"),
    # People and care.
    ("mums?", "mother"),
    ("dads?", "father"),
    ("grans?|grandma|nan", "grandmother"),
    ("old folk|old people|the elderly|pensioners", "older people"),
    ("special needs", "special educational needs"),
    ("meals", "food"),
    ("dinners", "food"),
    ("doctors?[’'] surger(?:y|ies)", "general practice"),
    ("childhood", "upbringing"),
    ("wrote the (?:judgment|ruling|decision)", "gave the judgment"),
    ("beaten up|roughed up", "assaulted"),
    # Asking and telling.
    ("personal details", "personal information"),
    ("put a (?:figure|number|price) on", "estimated"),
    ("replied", "responded"),
    ("reply", "respond"),
    ("straight to", "directly to"),
    ("out-of-hours|(?:for|in|at) (?:the )?evenings and weekends", "out of hours"),
    ("get in touch with|get hold of", "contact"),
    ("ask(?:ed)? for", "requested"),
    ("told off|slammed|blasted", "criticised"),
    ("liked", "praised"),
    ("backed", "supported"),
    ("ditched", "abandoned"),
    ("ditch", "abandon"),
    # How things go.
    ("(?:went|gone) up", "increased"),
    ("goes? up", "increase"),
    ("(?:went|gone|came|come) down", "decreased"),
    ("goes down", "decrease"),
    ("cap on (?P<what>[\\w-]+ fees?)", "maximum \\g<what>"),
    ("getting rid of", "removing"),
    ("get rid of|gets rid of", "remove"),
    ("got rid of", "removed"),
    ("sort(?:ed)? out", "resolve"),
    ("set up", "established"),
    ("hand over", "provide"),
    ("hand back|give back|pay back", "repay"),
    ("find out about", "identify"),
    (
        "let(?= (?:people|them|patients|children|pupils|schools|staff|anyone|us|me)\\b)",
        "allow",
    ),
    ("what share of people", "what proportion of respondents"),
    ("what share", "what proportion"),
)
_PAIRS = tuple(
    (re.compile(rf"\b(?:{said})\b(?![’']s)", re.IGNORECASE), written) for said, written in _EVERYDAY
)


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question in the reports' words: `words` are those put in, `notices` say what was read."""

    understood: Understood
    words: frozenset[str]
    notices: tuple[str, ...]

    def answered_by(self, claim: Claim) -> bool:
        """Whether what a claim rests on has all the words that were put in, as stems.

        Where leaders were not dismissed, another sentence on leaders is no answer.
        """
        return all(self.words <= stems(one.hit.passage.search_text) for one in claim.evidence)


def reworded(understood: Understood) -> Reworded | None:
    """Return a question in the reports' words, None where it is in them. Names stay as they are."""
    query, read = _in_official(understood.query, understood)
    if not read:
        return None
    theirs = understood.sought
    if theirs is not None:
        theirs = replace(theirs, matter=_in_official(theirs.matter, understood)[0])
    asks = understood.asks | asked(query)
    understood = replace(understood, query=query, asks=asks, sought=theirs)
    return Reworded(understood, stems(" ".join(one.read for one in read)), notice(read))


def _in_official(text: str, understood: Understood) -> tuple[str, list[Misspelt]]:
    read = []
    for pattern, written in _PAIRS:
        for match in reversed(list(pattern.finditer(text))):
            if _is_named(match, understood):
                continue
            instead = match.expand(written)
            text = text[: match.start()] + instead + text[match.end() :]
            read.append(Misspelt(match.start(), match[0], f"“{instead}”"))
    return text, read


def _is_named(match: re.Match[str], understood: Understood) -> bool:
    """Whether an everyday word is a part of a name: "Shut Down the Row"."""
    named = (*understood.names, *understood.subjects)
    return any(match[0] in name for name in named)
