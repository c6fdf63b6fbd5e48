"""Jobs as clients see them."""

from __future__ import annotations

from tnsim.service.schemas.answers import JobAnswer
from tnsim.store.models import Job

__all__ = ["described"]


def described(job: Job) -> JobAnswer:
    """Return what a client may know of its job."""
    place = f"/api/v1/jobs/{job.id}"
    return JobAnswer.model_validate(
        {
            "job_id": job.id,
            "kind": job.kind,
            "status": job.status,
            "progress": job.progress,
            "result": job.result,
            "error": job.error,
            "created_at": job.created_at,
            "started_at": job.started_at,
            "finished_at": job.finished_at,
            "links": {"self": place, "events": f"{place}/events"},
        }
    )
