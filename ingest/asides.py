"""Parts of a report that are not its findings: notes to editors, programme descriptions."""

import re

_TITLE = re.compile(
    r"^(?:notes?(?: (?:to|for) editors?)?|about (?:us|this|the|these)\b.*|further information"
    r"|(?:media |press )?(?:contacts?|enquiries)(?: .*)?|ends|background to (?:the|this) .*"
    r"|information about (?:this|the) .*|how we (?:inspect|carried out).*|copyright.*"
    r"|the (?:inspection )?framework|annex .*|glossary|sources?|references|sample document.*)$",
    re.IGNORECASE,
)


def aside(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the titles down to the first that opens such a part, () where none does."""
    for depth, title in enumerate(path, start=1):
        if _TITLE.match(title.strip(" :.")):
            return path[:depth]
    return ()
