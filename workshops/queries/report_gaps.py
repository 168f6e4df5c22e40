"""What the report would lack if it were made now."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.models.matrices import FROZEN_STATES
from workshops.models import Attendance, Participation, Session, Workshop, WorkshopMatrix


@dataclass(frozen=True)
class ReportGap:
    text: str
    url: str
    link: str
    note: str = ""


def report_gaps(workshop: Workshop) -> list[ReportGap]:
    found = (_narrative(workshop), _attendance(workshop), _matrices(workshop), _participants(workshop))
    return [gap for gap in found if gap]


def _narrative(workshop: Workshop) -> ReportGap | None:
    if any(workshop.narratives.values()):
        return None
    return ReportGap(
        _("The account of the workshop is not written"),
        reverse("workshops:report_text", args=[workshop.slug]),
        _("Write it"),
        _("Without it the report has figures only."),
    )


def _attendance(workshop: Workshop) -> ReportGap | None:
    marks = Attendance.objects.filter(session=OuterRef("pk"))
    missing = Session.objects.filter(~Exists(marks), workshop=workshop, takes_attendance=True).count()
    if not missing:
        return None
    text = ngettext("%(n)d session has no attendance", "%(n)d sessions have no attendance", missing) % {
        "n": missing
    }
    return ReportGap(text, reverse("workshops:attendance_detail", args=[workshop.slug]), _("Record it"))


def _matrices(workshop: Workshop) -> ReportGap | None:
    links = WorkshopMatrix.objects.filter(workshop=workshop).exclude(matrix__state="WITHDRAWN")
    missing = links.exclude(matrix__state__in=FROZEN_STATES).count()
    if not missing:
        return None
    text = ngettext("%(n)d matrix is not reviewed yet", "%(n)d matrices are not reviewed yet", missing) % {
        "n": missing
    }
    return ReportGap(text, reverse("workshops:workshop_matrices", args=[workshop.slug]), _("See which"))


def _participants(workshop: Workshop) -> ReportGap | None:
    if Participation.objects.filter(workshop=workshop).taking_part().exists():
        return None
    return ReportGap(
        _("Nobody takes part yet"),
        reverse("workshops:application_list", args=[workshop.slug]),
        _("Open selection"),
    )
