from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui import statuses


class AlignmentConfig(AppConfig):
    name = "alignment"
    verbose_name = _("Alignment")

    def ready(self) -> None:
        statuses.register(
            "alignment.alignmentmatrix",
            {
                "DRAFT": "todo",
                "SUBMITTED": "doing",
                "IN_REVIEW": "doing",
                "CHANGES_REQUESTED": "wait",
                "VALIDATED": "done",
                "PUBLISHED": "done",
                "SUPERSEDED": "off",
                "WITHDRAWN": "off",
            },
        )
        statuses.register("alignment.matriximport", {"CHECKED": "wait", "REFUSED": "stop", "APPLIED": "done"})
