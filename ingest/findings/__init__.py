"""What a report finds: judgements, recommendations, and what became of earlier ones."""

from ingest.findings.find import find_findings

__all__ = ["find_findings"]
