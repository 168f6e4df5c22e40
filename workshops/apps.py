from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui import statuses

WORKSHOP_KINDS = {
    "DRAFT": "todo",
    "OPEN": "doing",
    "SELECTION": "doing",
    "CONFIRMED": "wait",
    "RUNNING": "doing",
    "CLOSED": "done",
    "REPORTED": "done",
    "CANCELLED": "stop",
}


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = _("Workshops")

    def ready(self) -> None:
        from workshops.actions import reports  # noqa: F401, PLC0415 (registers its job; needs the models)

        statuses.register("workshops.workshop", WORKSHOP_KINDS)
