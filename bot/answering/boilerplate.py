"""Parts of a report that are not its findings: notes to editors, programme descriptions."""

import re

_SECTION = re.compile(
    r"^(?:notes?(?: (?:to|for) editors?)?|about (?:us|this|the|these)\b.*|further information"
    r"|(?:media |press )?(?:contacts?|enquiries)(?: .*)?|ends|background to (?:the|this) .*"
    r"|information about (?:this|the) .*|how we (?:inspect|carried out).*|copyright.*"
    r"|the (?:inspection )?framework|annex .*|glossary|sources?|references|sample document.*)$",
    re.IGNORECASE,
)


def is_boilerplate(section: str) -> bool:
    """Whether a section path leads into a part that is not findings."""
    return any(_SECTION.match(title.strip(" :.")) for title in section.split(" > "))
