"""What the library holds, in a few lines for one viewer."""

from bot.answering.wording import long_date
from bot.slack.mrkdwn import clean, clip
from bot.slack.wording import searched_quietly
from store.catalog import Catalog
from store.records import Filters, Viewer

MAX_TITLE = 150
NEWEST = 3


def status_text(catalog: Catalog, viewer: Viewer) -> str:
    """Return how many reports there are for a viewer, of which years, and the newest of them."""
    filters = Filters(viewer=viewer)
    coverage = catalog.coverage(filters)
    if not coverage.reports:
        return "There are no reports to search yet."
    holds = searched_quietly(coverage).removeprefix("Searched ")
    subjects = len(catalog.subjects(filters))
    lines = [f"I answer from {holds}, on {subjects:,} subjects. The newest:"]
    for report in catalog.searchable(filters)[:NEWEST]:
        day = long_date(report.published_on) if report.published_on else "date unknown"
        lines.append(f"• {clip(clean(report.title), MAX_TITLE)}, {day}")
    return "\n".join(lines)
