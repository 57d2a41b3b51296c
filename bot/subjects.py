"""Which subject a person means by a name on the command line."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from ingest.subjects import canonical, named_subjects
from store.errors import UnknownSubjectError

_BODY = re.compile(r"\s+(?:Police(?:\s+Service)?|Constabulary|Fire\s+and\s+Rescue\s+Service)\Z")
_CLOSE = 3
_ALIKE = 0.5


def resolve_subject(name: str, aliases: Mapping[str, Sequence[str]], known: Sequence[str]) -> str:
    """Return the subject that `name` names, through its aliases.

    Raises UnknownSubjectError, which names subjects that are spelled alike.
    """
    by_name = {subject.casefold(): subject for subject in known}
    full = canonical(name, aliases)
    if full.casefold() in by_name:
        return by_name[full.casefold()]
    named = [one for one in named_subjects(name, aliases, list(known)) if one in known]
    if len(named) == 1:
        return named[0]
    # A name may lack only what sort of body it is: "Kent" where there is just the Kent Police.
    bodies = [one for one in known if _BODY.sub("", one).casefold() == full.casefold()]
    if len(bodies) == 1:
        return bodies[0]
    close = get_close_matches(full.casefold(), by_name, n=_CLOSE, cutoff=_ALIKE)
    hint = (
        f"Did you mean {' or '.join(by_name[one] for one in close)}?"
        if close
        else "`reportdesk reports list` shows what there is."
    )
    raise UnknownSubjectError(f"There are no reports on {name!r}. {hint}")
