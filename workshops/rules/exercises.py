"""Facilitators run an exercise; guests with its code are known by a cookie and have no permission at all."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from sdgplatform.audit.registry import register
from workshops.models import Exercise, Session
from workshops.rules.predicates import is_coordinator_of, is_staff_of, is_trainer_of


@rules.predicate
def facilitates(user: Any, exercise: Exercise) -> bool:
    return bool((is_coordinator_of | is_trainer_of)(user, exercise.workshop))


@rules.predicate
def facilitates_session(user: Any, session: Session) -> bool:
    return bool((is_coordinator_of | is_trainer_of)(user, session.workshop))


@rules.predicate
def works_for_its_workshop(user: Any, exercise: Exercise) -> bool:
    return bool((is_staff_of | is_trainer_of)(user, exercise.workshop))


rules.add_perm("workshops.add_exercise", facilitates_session)
rules.add_perm("workshops.run_exercise", facilitates)
rules.add_perm("workshops.view_exercise", works_for_its_workshop)

register(
    "workshops",
    {
        "exercise.added": _("prepared the exercise"),
        "exercise.changed": _("changed the exercise"),
        "exercise.removed": _("removed the exercise"),
        "exercise.opened": _("opened the exercise"),
        "exercise.locked": _("locked all groups of the exercise"),
        "exercise.unlocked": _("let the groups of the exercise go on"),
        "exercise.ended": _("ended the exercise"),
        "exercise.extended": _("gave the exercise more time"),
        "exercise.decided": _("chose scores for cells of the exercise"),
        "exercise.merged": _("merged the exercise into a matrix"),
        "exercise_group.added": _("added a group to the exercise"),
        "exercise_group.locked": _("locked the group"),
        "exercise_group.unlocked": _("let the group go on"),
        "exercise_member.joined": _("joined the exercise"),
        "exercise_member.moved": _("moved to another group"),
        "exercise_member.renamed": _("hid the name of a participant"),
        "exercise_member.removed": _("took a participant out of the exercise"),
    },
)
