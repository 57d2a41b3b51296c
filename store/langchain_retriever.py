"""The library as a LangChain retriever, for other LangChain programs.

Nothing of Reportdesk imports this module: langchain-core takes most of a second to load.
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from store.records import Filters, Hit
from store.retrieve import Retriever


class ReportRetriever(BaseRetriever):
    """Finds passages as LangChain documents, best first; each says where it stands."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    filters: Filters = Filters()
    k: int = Field(default=10, ge=1, le=1000)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        del run_manager  # No step of a search has anything to report to it.
        return [as_document(hit) for hit in self.retriever.search(query, self.filters, self.k)]


def as_document(hit: Hit) -> Document:
    """Return a passage with what a citation needs: `start` and `end` count in its revision."""
    report, passage = hit.report, hit.passage
    published = report.published_on
    return Document(
        page_content=passage.text,
        metadata={
            "report_id": report.report_id,
            "revision": report.revision,
            "title": report.title,
            "path": report.path,
            "published_on": published.isoformat() if published else None,
            "page": passage.page,
            "section": passage.section,
            "start": passage.start,
            "end": passage.end,
            "score": hit.score,
        },
    )
