from collections.abc import Mapping

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui import statuses
from sdgplatform.ui.parts import Kind

Kinds = Mapping[str, Kind]

WORKSHOP_KINDS: Kinds = {
    "DRAFT": "todo",
    "OPEN": "doing",
    "SELECTION": "doing",
    "CONFIRMED": "wait",
    "RUNNING": "doing",
    "CLOSED": "done",
    "REPORTED": "done",
    "CANCELLED": "stop",
}
APPLICATION_KINDS: Kinds = {
    "UNCONFIRMED": "warn",
    "RECEIVED": "todo",
    "ACCEPTED": "done",
    "WAITING": "wait",
    "DECLINED": "stop",
    "WITHDRAWN": "off",
}
ATTENDANCE_KINDS: Kinds = {"PRESENT": "done", "ABSENT": "stop", "EXCUSED": "off"}
EXERCISE_KINDS: Kinds = {
    "PREPARED": "todo",
    "OPEN": "doing",
    "LOCKED": "wait",
    "ENDED": "done",
    "MERGED": "done",
}


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from workshops.actions import reports  # noqa: F401, PLC0415 (registers its job; needs the models)

        statuses.register("workshops.workshop", WORKSHOP_KINDS)
        statuses.register("workshops.application", APPLICATION_KINDS)
        statuses.register("workshops.attendance.status", ATTENDANCE_KINDS)
        statuses.register("workshops.exercise", EXERCISE_KINDS)
