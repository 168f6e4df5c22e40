from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from sdgplatform.audit.registry import register
from workshops.models import Workshop, WorkshopReport
from workshops.rules.predicates import has_role_in, is_coordinator_of, is_trainer_of


@rules.predicate
def reads_reports_of(user: Any, workshop: Workshop) -> bool:
    return has_role_in(user, workshop, "COORDINATOR", "TRAINER", "VIEWER")


@rules.predicate
def reads_report(user: Any, report: WorkshopReport) -> bool:
    return bool((reads_reports_of | is_trainer_of)(user, report.workshop))


rules.add_perm("workshops.view_reports", reads_reports_of | is_trainer_of)
rules.add_perm("workshops.view_report", reads_report)
rules.add_perm("workshops.make_report", is_coordinator_of)

register(
    "workshops",
    {"report.made": _("made the report"), "report.text_changed": _("changed the account for the report")},
)
