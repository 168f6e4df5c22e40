from django.apps import AppConfig

from sdgplatform.ui import statuses
from sdgplatform.ui.parts import Kind

MAIL_KINDS: dict[str, Kind] = {
    "HELD": "wait",
    "QUEUED": "doing",
    "SENDING": "doing",
    "SENT": "done",
    "CANCELLED": "off",
    "FAILED": "warn",
}


class OutboxConfig(AppConfig):
    name = "sdgplatform.outbox"
    label = "outbox"

    def ready(self) -> None:
        statuses.register("outbox.queuedmail", MAIL_KINDS)
