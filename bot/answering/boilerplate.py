"""Parts of a report that are not its findings: notes to editors, programme descriptions."""

from ingest.asides import aside
from store.records import PATH_SEPARATOR


def is_boilerplate(section: str) -> bool:
    """Whether a section path leads into a part that is not findings."""
    return aside(tuple(section.split(PATH_SEPARATOR))) != ()
