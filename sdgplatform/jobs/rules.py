from typing import Any

import rules

from sdgplatform.jobs.models import Job


@rules.predicate
def is_requester(user: Any, job: Job) -> bool:
    return job.requested_by_id == user.pk


rules.add_perm("jobs.view_job", is_requester)
rules.add_perm("jobs.stop_job", is_requester)
