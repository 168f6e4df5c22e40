from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from sdgplatform.audit.registry import register
from sdgplatform.statements import Given, Statement
from workshops.models import Participation, Workshop
from workshops.rules.predicates import has_role_in, is_trainer_of

ATTENDANCE_READERS = ("COORDINATOR", "SELECTION_REVIEWER", "CHECK_IN", "TRAINER", "VIEWER")


@rules.predicate
def sees_participants_of(user: Any, workshop: Workshop) -> bool:
    return has_role_in(user, workshop, *ATTENDANCE_READERS)


@rules.predicate
def takes_attendance_of(user: Any, workshop: Workshop) -> bool:
    return has_role_in(user, workshop, "COORDINATOR", "CHECK_IN")


@rules.predicate
def takes_part_in(user: Any, workshop: Workshop) -> bool:
    if not user.is_authenticated:
        return False
    return bool(_OWN.rows(workshop=workshop.pk, account=user.pk))


_OWN = Statement(
    lambda: (
        Participation.objects.taking_part()
        .filter(workshop=Given("workshop"), person__account=Given("account"))
        .values_list("pk")
    )
)


@rules.predicate
def is_participant(user: Any, participation: Participation) -> bool:
    return participation.person.account_id == user.pk is not None


@rules.predicate
def sees_participants_of_its_workshop(user: Any, participation: Participation) -> bool:
    workshop = participation.workshop
    return sees_participants_of(user, workshop) or is_trainer_of(user, workshop)


rules.add_perm("workshops.view_participation", is_participant | sees_participants_of_its_workshop)
rules.add_perm("workshops.view_my_workshop", takes_part_in)
rules.add_perm("workshops.view_attendance", sees_participants_of | is_trainer_of)
rules.add_perm("workshops.record_attendance", takes_attendance_of | is_trainer_of)

register(
    "workshops",
    {
        "participation.walked_in": _("added somebody who came without application"),
        "participation.cancelled": _("cancelled the participation"),
        "attendance.recorded": _("recorded attendance"),
        "attendance.cleared": _("took a mark of attendance back"),
    },
)
