"""What the portal does by the clock. Each app registers its jobs in a module `schedule`, loaded at start.

A job is called every few minutes, perhaps late and perhaps by two processes at once, so it looks for itself what is
due and does nothing twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Something to look after; jobs of a lower `order` come first."""

    name: str
    run: Callable[[], object]
    order: int


_jobs: list[Job] = []


def register_job(job: Job) -> None:
    _jobs.append(job)
    _jobs.sort(key=lambda registered: registered.order)


def registered_jobs() -> list[Job]:
    return list(_jobs)


def run_jobs(jobs: list[Job]) -> list[str]:
    """Run each job once and return the names of those that failed; one that fails is logged and stops no other."""
    failed = []
    for job in jobs:
        try:
            job.run()
        except Exception:
            logger.exception("The scheduled job %s failed; it is tried again at the next round.", job.name)
            failed.append(job.name)
    return failed
