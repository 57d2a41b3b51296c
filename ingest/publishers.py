"""Who published a report: what its file says, its own words, then its address."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from ingest.bodies import HOSTS
from ingest.lead import lead, short
from ingest.records import MAIL_SUFFIX, Loaded, RawFile
from ingest.sentences import sentences
from ingest.subjects import Aliases, mentions
from ingest.titles import WEB_SUFFIXES
from store.records import NOT_FOUND, Sourced

_LEAD = 3500
_EARLY = 600
_TAIL = 4000
_TOP = 8
_JUDGMENT_TOP = 24
_MAX_LINE = 200
_BODY_KINDS = (
    "Inspectorate|Commission|Ombudsman|Office|Department|Ministry|Agency|Authority|Committee"
)
_TOP_BODY = re.compile(
    r"(?:(?:[Aa]\s+)?[Rr]eport\s+(?:by|of|from)\s+(?:the\s+)?)?"
    rf"(?P<name>(?=[^,|]*\b(?:{_BODY_KINDS})\b)[A-Z][\w’&-]*(?:\s+(?:of|for|and|the|&|[A-Z][\w’&-]*))*)"
    r"(?:\s+\([A-Z]{2,8}\))?(?:,\s+\d.*)?\Z"
)
_AUTHOR = re.compile(
    r"\b(?:carried\s+out|conducted\s+by|undertook|undertaken\s+by|inspectors\s+from|produces?\s+this\s+report|"
    r"regulates\s+and\s+inspects|was\s+led\s+by|asks?\s+that|published\s+by|(?:a|this)\s+report\s+by|"
    r"report\s+from|(?:is|are)\s+inspecting|issued\s+by|prepared\s+by|"
    r"(?:has|have)\s+(?:today\s+)?(?:\([^()]*\)\s+)?published)\b",
    re.IGNORECASE,
)
# What others found out for somebody is not what this report is.
_OTHER_WORK = re.compile(
    r"\b(?:surveys?|polls?|research|stud(?:y|ies)|interviews?|questionnaires?|census|on\s+behalf\s+of)\b",
    re.IGNORECASE,
)
_PREPARED = re.compile(
    r"\b(?:has|have)\s+been\s+(?:prepared|produced)\s+by\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w’]*(?:,?\s+(?:of|for|and|the|&|[A-Z][\w’]*))*\s+[A-Z][\w’]*)"
)
_LEAD_DEPARTMENT = re.compile(
    r"\bLead\s+department(?:\s+or\s+agency)?\s*[:|]\s*(?:\|\s*)?(?:the\s+)?"
    r"(?P<name>[A-Z][\w’]*(?:,?\s+(?:of|for|and|the|&|(?!Other\b)[A-Z][\w’]*))*\s+(?!Other\b)[A-Z][\w’]*)"
)
_ORGANISATION = re.compile(
    r"\b(?:council|office|department|ministry|commission|inspectorate|ofsted|court|agency|police|"
    r"service|authority|government|committee|trust|board|treasury|gov\.uk|hmi\w*)\b",
    re.IGNORECASE,
)
# The court that a neutral citation is of.
_CITED = re.compile(
    r"\[(?:19|20)\d\d\]\s+(?P<court>UKSC|UKPC|EWCA|EWHC|EWFC|EWCOP|UKFTT|UKUT|EAT|CAT)\b"
)
_COURTS = {
    "UKSC": "UK Supreme Court",
    "UKPC": "Judicial Committee of the Privy Council",
    "EWCA": "Court of Appeal",
    "EWHC": "High Court",
    "EWFC": "Family Court",
    "EWCOP": "Court of Protection",
    "UKFTT": "First-tier Tribunal",
    "UKUT": "Upper Tribunal",
    "EAT": "Employment Appeal Tribunal",
    "CAT": "Competition Appeal Tribunal",
}
_ON_APPEAL = re.compile(r"\bon\s+appeals?\s+from\b", re.IGNORECASE)
_WEBSITE = re.compile(
    r"(?:(?:our\s+)?web\s?site|web|visit)\s*[:|]?\s*(?:https?://)?(?P<host>[\w.-]+\.uk)\b",
    re.IGNORECASE,
)
_ORGANISATION_PATH = re.compile(r"/government/organisations/([a-z0-9-]+)")


def find_publisher(raw: RawFile, loaded: Loaded, publishers: Aliases) -> Sourced[str]:
    """Return who published a report, from the surest source that says so."""
    return (
        _given(raw, loaded, publishers)
        or _court(loaded)
        or _author(loaded, publishers)
        or _by_path(loaded)
        or _website(loaded)
        or _at_top(loaded, publishers)
        or _named_most(loaded, publishers)
        or _host(loaded)
        or NOT_FOUND
    )


def _given(raw: RawFile, loaded: Loaded, publishers: Aliases) -> Sourced[str] | None:
    suffix = raw.path.suffix.lower()
    given = " ".join((loaded.metadata.publisher or "").split())
    # Office programs put the typist into the author field, so a name must look like a body's; and a
    # site that many publish on is none of them.
    is_body = suffix in WEB_SUFFIXES or _ORGANISATION.search(given)
    if not given or given in HOSTS.values() or not is_body:
        return None
    known = {name.casefold(): body for body, names in publishers.items() for name in (body, *names)}
    body = known.get(given.casefold(), given)
    if suffix == MAIL_SUFFIX:
        return Sourced(body, "the mail's sender", sure=False)
    return Sourced(body, "the page's metadata")


def _court(loaded: Loaded) -> Sourced[str] | None:
    """Return the court whose judgment, or summary of one, its citation shows a text to be."""
    for part in lead(loaded)[:_JUDGMENT_TOP]:
        own = _ON_APPEAL.split(part.text)[0]
        if (cited := _CITED.search(own)) and len(own) <= _MAX_LINE:
            return Sourced(_COURTS[cited["court"]], f"the text: “{short(own)}”")
    return None


def _author(loaded: Loaded, publishers: Aliases) -> Sourced[str] | None:
    """Return the bodies of the sentence in which a text says whose work it is."""
    for sentence in _sentences(loaded):
        if _AUTHOR.search(sentence) and not _OTHER_WORK.search(sentence):
            bodies = list(dict.fromkeys(one.subject for one in mentions(sentence, publishers)))
            if bodies:
                return Sourced(_listed(bodies), f"the text: “{short(sentence)}”")
        for form in (_PREPARED, _LEAD_DEPARTMENT):
            if named := form.search(sentence):
                return Sourced(" ".join(named["name"].split()), f"the text: “{short(sentence)}”")
    return None


def _by_path(loaded: Loaded) -> Sourced[str] | None:
    """Return the organisation whose own page an address on GOV.UK is, as the text writes it."""
    found = _ORGANISATION_PATH.search(urlsplit(loaded.metadata.url or "").path)
    if not found:
        return None
    words = found[1].split("-")
    # What a slug leaves out: commas, apostrophes, "&".
    form = r"[\s,]+(?:(?:and|&)\s+)?".join(rf"{word[:-1]}[’']?{word[-1]}" for word in words)
    origin = "the address of the organisation's own page"
    if printed := re.search(rf"\b{form}\b", loaded.text, re.IGNORECASE):
        return Sourced(_as_name(" ".join(printed[0].split())), f"{origin}, and the text")
    return Sourced(_as_name(" ".join(words)), origin, sure=False)


def _as_name(words: str) -> str:
    small = {"of", "and", "for", "the", "in", "on"}
    listed = words.split(" ")
    if not words.islower():
        return words
    return " ".join(w if w in small and at else w.capitalize() for at, w in enumerate(listed))


def _at_top(loaded: Loaded, publishers: Aliases) -> Sourced[str] | None:
    for part in lead(loaded)[:_TOP]:
        if named := _TOP_BODY.match(part.text):
            known = mentions(named["name"], publishers)
            name = known[0].subject if len(known) == 1 else named["name"]
            return Sourced(name, f"the text: “{short(part.text)}”", sure=False)
    return None


def _named_most(loaded: Loaded, publishers: Aliases) -> Sourced[str] | None:
    counts = Counter(one.subject for one in mentions(loaded.text[:_LEAD], publishers))
    early = {one.subject for one in mentions(loaded.text[:_EARLY], publishers)}
    for body, _ in counts.most_common(1):
        if body not in early:
            break
        return Sourced(body, "named most at the beginning", sure=False)
    return None


def _website(loaded: Loaded) -> Sourced[str] | None:
    """Return whose website the first lines give as their own."""
    for part in lead(loaded)[:_JUDGMENT_TOP]:
        found = _WEBSITE.match(part.text)
        if found and (body := _body_at(found["host"])) not in (None, "GOV.UK"):
            return Sourced(body, f"the text: “{short(part.text)}”")
    return None


def _host(loaded: Loaded) -> Sourced[str] | None:
    host = urlsplit(loaded.metadata.url or "").hostname or ""
    body = _body_at(host)
    # An address tells whose site it is; on GOV.UK, many publish.
    return Sourced(body, f"the address: {host.removeprefix('www.')}", sure=False) if body else None


def _body_at(host: str) -> str | None:
    host = host.casefold().removeprefix("www.")
    known = (at for at in HOSTS if host == at or host.endswith(f".{at}"))
    return next((HOSTS[at] for at in known), None)


def _sentences(loaded: Loaded) -> Iterator[str]:
    """Yield the sentences of the beginning and of the end, where publishers name themselves."""
    text = loaded.text
    split = min(len(text), _LEAD)
    for start, end in (*sentences(text, 0, split), *sentences(text, max(split, len(text) - _TAIL))):
        yield text[start:end]


def _listed(bodies: list[str]) -> str:
    return " and ".join([", ".join(bodies[:-1]), bodies[-1]]) if len(bodies) > 1 else bodies[0]
