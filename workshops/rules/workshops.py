from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from sdgplatform.audit.registry import register
from workshops.models import Session
from workshops.rules.predicates import (
    coordinates_some_network,
    is_coordinator_of,
    is_shown_to_everyone,
    is_staff_of,
    is_trainer_of,
)


@rules.predicate
def tends_its_programme(user: Any, session: Session) -> bool:
    return bool((is_coordinator_of | is_trainer_of)(user, session.workshop))


rules.add_perm("workshops.view_workshop", is_shown_to_everyone | is_staff_of | is_trainer_of)
rules.add_perm("workshops.view_overview", is_staff_of | is_trainer_of)
rules.add_perm("workshops.add_workshop", coordinates_some_network)
rules.add_perm("workshops.change_workshop", is_coordinator_of)
rules.add_perm("workshops.copy_workshop", is_staff_of & coordinates_some_network)
rules.add_perm("workshops.move_workshop", is_coordinator_of)
rules.add_perm("workshops.change_programme", is_coordinator_of | is_trainer_of)
rules.add_perm("workshops.change_programme_block", tends_its_programme)
rules.add_perm("workshops.link_matrix", is_coordinator_of)

register(
    "workshops",
    {
        "workshop.added": _("planned the workshop"),
        "workshop.copied": _("made the workshop from another one"),
        "workshop.changed": _("changed the workshop"),
        "workshop.moved": _("moved the workshop on"),
        "workshop.cancelled": _("cancelled the workshop"),
        "event.added": _("added the event"),
        "method.saved": _("wrote a method of the programme"),
        "venue.added": _("added the venue"),
        "venue.changed": _("changed the venue"),
        "session.added": _("added a session to the programme"),
        "session.changed": _("changed a session of the programme"),
        "session.moved": _("moved a session of the programme"),
        "session.removed": _("removed a session from the programme"),
        "matrix.linked": _("linked a matrix to the workshop"),
        "matrix.unlinked": _("took a matrix off the workshop"),
    },
)
