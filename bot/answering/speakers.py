"""Whose words a question asks for, and whether a sentence is theirs."""

import re
from collections.abc import Container

from bot.answering.asks import SAID
from bot.answering.lift import Candidate
from bot.answering.names import holds_name, is_body
from bot.answering.records import Sought
from bot.answering.runs import NAMESAKES, runs
from ingest.speakers import TITLES
from store.records import ReportKind, ReportSummary

# What a report itself says needs no recorded speaker.
_NARRATORS = re.compile(
    r"(?:inspect(?:ors?|ions?)|reports?|review|letter|paper|memorandum|page|document|statement|it"
    r"|they|you|we|judges?(?-i:(?! [A-Z]))|court|judgment|press release"
    r"|release|guidance|findings?)\b.*",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|an?|his|her|their)\s+|[’']s?\Z", re.IGNORECASE)
# "What has Teague got to say", "what did Teague ever say".
_STRAY = re.compile(r"(?: (?:got|had|ever|actually|really|also|once|anything))+\Z", re.IGNORECASE)
_HE_OR_SHE = frozenset({"he", "she"})
_SAYS = (
    r"(?:said|says?|told|tells|held|holds?|found|finds?|argue[ds]?|conclude[ds]?|rule[ds]?"
    r"|state[ds]?|warn(?:s|ed)?|add(?:s|ed)|dismiss\w*|allow\w*|uph[eo]l?d\w*|decide[ds]?"
    r"|consider\w*|thought|thinks|agree[ds]?|accept\w*|reject\w*|announced?|confirm\w*|explain\w*)"
)
_ROLE = re.compile(r"\b(?:of|secretary|minister|chief|director|mayor|court)\b")
_SPEECH = re.compile(
    r"\b(?:speech|remarks|address|statement|speaking note|message|letter|lecture|comments)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|my|we|our|us)\b")
_OPENING = 300
_DATING = frozenset("in on of by since until till from the this last next early late mid".split())
# "Mr JUSTICE GARNHAM", "HHJ Bedford", "Judge Dean", in the head of a judgment.
_JUDGE = re.compile(
    r"\b(?:justice|judge|HHJ|lord|lady|dame|recorder|master) +"
    r"(?P<last>(?-i:[A-Z])[\w’'-]+)",
    re.IGNORECASE,
)
_FIRST_PARAGRAPH = re.compile(r"\n\s*1[.\s]")
# A judge also tells what others said: these are the judge's own.
_HOLDS = re.compile(
    r"\b(?:I|(?:the|this) (?:court|tribunal)) "
    r"(?:(?!should|could|would|might|may|must|will)\w+ ){0,2}(?:find|accept|reject|conclude|am|is"
    r"|consider|agree|do not|cannot|prefer|hold|decide|determine)(?:s|ed|d)?\b",
    re.IGNORECASE,
)
_TITLE = "|".join(sorted(TITLES))
_NEAR = 80  # Characters between a name and its verb.
_OFFICE = re.compile(
    r"\b(?:(?!(?:the|what|is|was|were|did|has)\b)\w+ )?(?:secretary|minister|commissioner|mayor"
    r"|chancellor|ambassador|spokes\w+|chief \w+|director|chair(?:man|woman)?|president)"
    r"(?: (?:of|for) .+)?\Z",
    re.IGNORECASE,
)
# A name that ends so is no person's: "Project Shield", "Operation Hambling".
_THING = re.compile(
    r"\b(?:project|operation|programme|scheme|plan|act|bill|budget|strategy|team|hub|network|group"
    r"|review|house|street|road)\b",
    re.IGNORECASE,
)
_EVER = r"(?:ever |actually |really |also |once |publicly |have |had |to )*"
_SAYING = (
    r"(?:say|said|tell|told|think|comment|promised?|pledged?|describe[ds]?|explain(?:ed)?|argued?"
    r"|claim(?:ed)?|write|wrote|written|mention(?:ed)?|announced?|warn(?:ed)?|admit(?:ted)?"
    r"|reckon(?:ed)?|believed?|suggest(?:ed)?|insist(?:ed)?|respond(?:ed)?|react(?:ed)?"
    r"|repl(?:y|ied)|answer(?:ed)?|found|find|concluded?|feel|felt|make of|made of"
    r"|want(?:ed)?|expect(?:ed)?|put it|call for|called for)"
)
# What these ask for is praise or criticism itself: see the sorts of asking.
_JUDGING = r"(?P<judging>(?:give|given|gave)(?= .*\bcredit\b)|praised?|criticised?|slam(?:med)?)"
_WORDS = (
    r"(?:views?|reactions?|responses?|opinions?|take|lines?|comments?|verdicts?|position|thoughts"
    r"|words|messages?|promises?|explanations?|assessments?|quotes?|statements?|remarks|answers?"
    r"|apology|warnings?)"
)
# Saying these is the very matter.
_DOING = r"(?=(?:apologise|thank|welcome|blame|condemn|defend)d?\b)"
_VERB = rf"(?:{_DOING}|(?:{_SAYING}|{_JUDGING})\b)"
_WE_HAVE = r"(?:(?:do|have|did) (?:we|you|i) (?:have|got|get) )?"
_ON = r"(?:on|of|about|to|in|for|regarding|concerning|towards|over)"
_WHO = r"(?P<who>[^,?]+?)"
# Other ways of asking for somebody's words than "what did X say".
_OTHER_WORDS = (
    rf"\b(?:what|how|why|where) (?:did|does|do|has|have|had) {_WHO} {_EVER}{_VERB}",
    rf"^(?:(?:and|but|so) )?(?:did|does|has|have|had) {_WHO} {_EVER}{_VERB}",
    rf"\b(?:(?:any|some)thing|{_WORDS}) {_WE_HAVE}(?:from|by) {_WHO}(?: {_ON}\b|\W*$)",
    rf"\b{_WORDS} of {_WHO}(?: {_ON}\b|\W*$)",
    rf"(?P<who>\b[^,?]+?)[’']s? (?:\w+ )?{_WORDS} {_ON}\b",
    r"\baccording to (?P<who>[^,?]+)",
)
_OTHERWISE = tuple(re.compile(one, re.IGNORECASE) for one in _OTHER_WORDS)
# What links the verb to its matter, and the frame in front of whose words they are.
_LINK = re.compile(
    rf"^(?:(?:{_ON}|anything|something|that|as|any|with|whether)\b\s*)+", re.IGNORECASE
)
_CREDIT = re.compile(r"\b(?:any|some|much|no|enough) credit(?: at all)?\b")
_FRAME = re.compile(
    r"^(?:(?:have|do|did|can|could|has|we|you|i|got|get|find|me|any|a|is|there|what|was|were|are"
    r"|please|and|the|who|give|us|need|for|or)\b[\s’']*s?\s*)+$",
    re.IGNORECASE,
)


def sought(query: str, names: tuple[str, ...]) -> Sought | None:
    """Return whose words on what are asked for, None where it is the report's own.

    Of anybody it may be asked what they said. In other words ("promised", "view on") only people
    and offices are asked: what a body promised is a report's to tell.
    """
    if (said := SAID.search(query)) and (who := _asked_who(said["who"], names)):
        told = said[0].endswith(("tell", "told"))
        listener = _listener(query[said.end() :], names) if told else None
        return Sought(who, _matter(query, said, listener), listener)
    for pattern in _OTHERWISE:
        found = pattern.search(query)
        who = _somebody(found["who"], names) if found else None
        if found and who:
            judging = bool(found.groupdict().get("judging"))
            return Sought(who, _matter(query, found), judging=judging)
    return None


def as_we(query: str, name: str) -> str:
    """Ask of a speaker as a speech has it: "Did Teague promise it?" is "Did we promise it?"."""
    named = rf"(?<!\w)(?:(?:{_TITLE})\.? )?{re.escape(name)}(?P<own>[’']s?)?(?!\w)"
    return re.sub(named, lambda one: "our" if one["own"] else "we", query, flags=re.IGNORECASE)


def _asked_who(said: str, names: tuple[str, ...]) -> str | None:
    who = _STRAY.sub("", _ARTICLE.sub("", said.strip()))
    if who.lower() in _HE_OR_SHE:
        return names[-1] if names else None
    return None if not who or _NARRATORS.fullmatch(who) else who


def _somebody(said: str, names: tuple[str, ...]) -> str | None:
    """Return the person or the office that words end in: "(what is) the home secretary"."""
    bare = _ARTICLE.sub("", said.strip(" “”\"'"))
    for name in names:
        person = not (is_body(name) or _THING.search(name) or name.isupper())
        if person and bare.casefold().endswith(name.casefold()):
            return name
    office = _OFFICE.search(bare)
    return office[0] if office else None


def _listener(rest: str, names: tuple[str, ...]) -> str | None:
    """Return whom somebody told: they may be the one who recounts it."""
    return next((name for name in names if rest.strip().startswith(f"{name} ")), None)


def _matter(query: str, found: re.Match[str], listener: str | None = None) -> str:
    """Return a question less who is asked, the verb of saying, and who was told."""
    before, after = query[: found.start()].strip(" ,–—-"), query[found.end() :].strip(" ?.!,")
    after = _CREDIT.sub("", after)
    after = _LINK.sub("", after.removeprefix(listener or "").strip())
    return f"{'' if _FRAME.match(before) else before} {after}".strip()


def is_theirs(one: Candidate, theirs: Sought, own: Container[str] = ()) -> bool:
    """Whether a sentence is what a speaker said, or what whoever was told recounts of it.

    `own` are the ids of the reports that are as a whole the speaker's.
    """
    if is_in_own(one, own):
        return True
    return is_by(one, theirs.who) or (theirs.listener is not None and is_by(one, theirs.listener))


def is_in_own(one: Candidate, own: Container[str]) -> bool:
    """Whether a sentence is the speaker's in a report that is as a whole the speaker's own."""
    if one.quote is not None or one.hit.report.report_id not in own:
        return False
    judged = one.hit.report.description.kind.value is ReportKind.JUDGMENT
    return not judged or _HOLDS.search(one.text) is not None


def is_own_words(report: ReportSummary, lead: str, who: str) -> bool:
    """Whether a whole text is one person's own: a speech, or a judgment by one judge.

    The name stands once, at the beginning, and in no sentence that is to be found.
    """
    *_, last = who.split()
    if report.description.kind.value is ReportKind.JUDGMENT:
        head = _FIRST_PARAGRAPH.split(lead)[0]
        judges = {found["last"].casefold() for found in _JUDGE.finditer(head)}
        return judges == {last.casefold()}
    opening = _opening(report, lead)
    spoken = _SPEECH.search(report.title) and _FIRST_PERSON.search(lead)
    # A speech of a day in May is not Theresa May's.
    is_month = last.casefold() in NAMESAKES and _as_written(opening, last) is None
    return bool(spoken) and holds_name(opening, who) and not is_month


def speaker_of(report: ReportSummary, lead: str, who: str) -> str | None:
    """Return who gives a speech as its beginning writes the name, None where it is not `who`'s.

    `who` may be written otherwise: "cameron" for David Cameron.
    """
    is_judgment = report.description.kind.value is ReportKind.JUDGMENT
    if is_judgment or not is_own_words(report, lead, who):
        return None
    return _as_written(_opening(report, lead), who.rsplit(maxsplit=1)[-1])


def _opening(report: ReportSummary, lead: str) -> str:
    return f"{report.title}\n{lead[:_OPENING]}"


def _as_written(opening: str, last: str) -> str | None:
    """Return the name of a person with that last name, with the first name where it stands."""
    full = [
        opening[run[-2].start() : run[-1].end()]
        for run in runs(opening)
        if len(run) > 1 and run[-1][0].casefold() == last.casefold()
    ]
    if full:
        return full[0]
    name = last.capitalize()
    alone = [one for one in re.finditer(rf"\b{name}\b", opening) if not _is_day(opening, one)]
    return name if alone else None


def _is_day(text: str, month: re.Match[str]) -> bool:
    """Whether a name is the month of a date: "on 5 May", "in May", "the May elections"."""
    if month[0].casefold() not in NAMESAKES:
        return False
    before, after = text[: month.start()].split(), text[month.end() :].lstrip()
    dated = bool(before) and (before[-1][0].isdigit() or before[-1].lower() in _DATING)
    return dated or after[:1].isdigit()


def is_by(one: Candidate, who: str) -> bool:
    """Whether a sentence is what `who` said: a quote, what a report tells of it, or its own report.

    `who` may be a name or a role, in any spelling of capitals.
    """
    wanted = who.casefold()
    if one.quote is not None:
        speaker = f"{one.quote.speaker or ''}, {one.quote.role or ''}"
        return _holds(speaker, wanted)
    publisher = one.hit.report.description.publisher.value or ""
    if _holds(publisher, wanted):
        return True
    told = rf"(?<!\w){re.escape(wanted)}(?!\w)[^.;]{{0,{_NEAR}}}\b{_SAYS}\b"
    return re.search(told, one.text.casefold()) is not None


def _holds(text: str, wanted: str) -> bool:
    """Whether a record names `wanted`, of a person perhaps by the last name alone."""
    plain = text.casefold()
    if holds_name(plain, wanted):
        return True
    *first, last = wanted.split()
    return bool(first) and not _ROLE.search(wanted) and holds_name(plain, last)
