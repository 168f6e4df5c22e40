from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from sdgplatform.audit.registry import register
from workshops.models import Application, Workshop
from workshops.rules.predicates import has_role_in, is_coordinator_of


@rules.predicate
def selects_for(user: Any, workshop: Workshop) -> bool:
    """Reads and notes the applications; only coordinators decide."""
    return has_role_in(user, workshop, "COORDINATOR", "SELECTION_REVIEWER")


@rules.predicate
def is_applicant(user: Any, application: Application) -> bool:
    return application.person is not None and application.person.account_id == user.pk is not None


@rules.predicate
def selects_for_its_workshop(user: Any, application: Application) -> bool:
    return selects_for(user, application.workshop)


@rules.predicate
def coordinates_its_workshop(user: Any, application: Application) -> bool:
    return is_coordinator_of(user, application.workshop)


rules.add_perm("workshops.list_applications", selects_for)
rules.add_perm("workshops.view_application", is_applicant | selects_for_its_workshop)
rules.add_perm("workshops.note_application", selects_for_its_workshop)
rules.add_perm("workshops.add_application", is_coordinator_of)
rules.add_perm("workshops.decide_applications", is_coordinator_of)
rules.add_perm("workshops.decide_application", coordinates_its_workshop)
rules.add_perm("workshops.view_mail", is_coordinator_of)
rules.add_perm("workshops.change_mail", is_coordinator_of)

register(
    "workshops",
    {
        "application.sent": _("applied"),
        "application.confirmed": _("confirmed the address of the application"),
        "application.added": _("added the application by hand"),
        "application.changed": _("changed the application"),
        "application.withdrawn": _("withdrew the application"),
        "application.accepted": _("accepted the application"),
        "application.put_on_waiting_list": _("put the application on the waiting list"),
        "application.moved_on_waiting_list": _("moved the application on the waiting list"),
        "application.declined": _("declined the application"),
        "application.reopened": _("opened the application again"),
        "application.noted": _("wrote a note on the application"),
        "mail.edited": _("changed a mail"),
        "mail.held": _("held a mail back"),
        "mail.cancelled": _("cancelled a mail"),
        "mail.retried": _("queued a failed mail again"),
        "mails.released": _("let mails go"),
    },
)
