from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ParticipantsConfig(AppConfig):
    name = "participants"
    verbose_name = _("People and cities")

    def ready(self) -> None:
        from sdgplatform.ui import statuses  # noqa: PLC0415 (needs the loaded apps)

        statuses.register(
            "participants.invitation",
            {"OPEN": "wait", "ACCEPTED": "done", "REVOKED": "stop", "EXPIRED": "off"},
        )
