from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui import statuses


class ModulesConfig(AppConfig):
    name = "modules"
    verbose_name = _("Learning modules")

    def ready(self) -> None:
        statuses.register(
            "modules.module.visibility",
            {"PUBLIC": "done", "NETWORK": "doing", "PARTICIPANTS": "doing", "TRAINERS": "todo"},
        )
