"""One door to all that is found in a report's text besides its quotations."""

from ingest.findings.blocks import blocks
from ingest.findings.followups import find_follow_ups
from ingest.findings.judgements import find_judgements
from ingest.findings.recommendations import find_recommendations
from ingest.records import Loaded
from store.finding_records import Findings
from store.records import Description


def find_findings(loaded: Loaded, description: Description) -> Findings:
    """Return judgements, recommendations and follow-ups, each with exact offsets."""
    found = blocks(loaded)
    return Findings(
        judgements=find_judgements(loaded.text, found, description),
        recommendations=find_recommendations(found, description),
        follow_ups=find_follow_ups(found),
    )
