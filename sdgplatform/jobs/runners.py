"""Which function does the work of which kind of job."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from sdgplatform.jobs.models import Job


class JobStopped(Exception):
    """Raised inside a runner when the person stopped the job."""


@dataclass(frozen=True)
class JobKind:
    name: str
    steps: tuple[tuple[str, str | Promise], ...]  # (key, words shown)
    run: Callable[[Job], str]  # does the work, returns the result URL; idempotent


_kinds: dict[str, JobKind] = {}


def register_job(kind: JobKind) -> JobKind:
    _kinds[kind.name] = kind
    return kind


def job_kind(name: str) -> JobKind:
    return _kinds[name]


def step_words(job: Job) -> dict[str, str]:
    return {key: str(words) for key, words in job_kind(job.kind).steps}
