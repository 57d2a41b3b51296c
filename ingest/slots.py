"""What a run of the ingest job keeps of each file and address."""

from dataclasses import dataclass, field

from ingest.outcomes import FileResult
from store.jobs import Job, Wanted


@dataclass(slots=True)
class Slot:
    """A place in the output. Without a job, another process has it in hand."""

    address: str
    job: Job | None = None
    wanted: Wanted | None = None
    left_over: bool = False
    began: float = 0.0
    results: list[FileResult] | None = None


@dataclass(order=True, slots=True)
class Later:
    """A slot that is put off until a time (monotonic)."""

    at: float
    number: int
    slot: Slot = field(compare=False)
