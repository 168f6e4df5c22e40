from django.apps import AppConfig

from sdgplatform.ui import statuses

MAIL_KINDS = {
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
