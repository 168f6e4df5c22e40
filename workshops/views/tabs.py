"""The tabs of a workshop, for every page about one workshop that staff open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sdgplatform.ui.parts import Crumb, Tab
from workshops.models import Workshop
from workshops.queries.sections import section_counts
from workshops.views.words import zone_label


@dataclass(frozen=True)
class Section:
    key: str
    label: Promise | str
    url_name: str
    permission: str
    counted: str = ""


SECTIONS = (
    Section("overview", _("Overview"), "workshops:workshop_overview", "workshops.view_overview"),
    Section("programme", _("Programme"), "workshops:programme_detail", "workshops.view_overview"),
    Section(
        "applications",
        _("Applications"),
        "workshops:application_list",
        "workshops.list_applications",
        "applications",
    ),
    Section("attendance", _("Attendance"), "workshops:attendance_detail", "workshops.view_attendance"),
    Section(
        "materials", _("Materials"), "workshops:workshop_materials", "workshops.view_overview", "materials"
    ),
    Section("matrices", _("Matrices"), "workshops:workshop_matrices", "workshops.view_overview", "matrices"),
    Section("mail", _("Mail"), "workshops:mail_list", "workshops.view_mail", "mails"),
    Section("report", _("Report"), "workshops:report_list", "workshops.view_reports"),
)


def tabs_for(
    workshop: Workshop, user: Any, current: str, counts: Mapping[str, int] | None = None
) -> list[Tab]:
    """Those the person may open; `current` is the key of the page's own section.

    A page that has the counts already gives them along.
    """
    shown = [section for section in SECTIONS if user.has_perm(section.permission, workshop)]
    if shown and counts is None:
        counts = section_counts(workshop)
    return [
        Tab(
            section.label,
            url,
            counts[section.counted] if counts and section.counted else None,
            section.key == current,
        )
        for section in shown
        if (url := _url(section, workshop))
    ]


def _url(section: Section, workshop: Workshop) -> str:
    try:
        return reverse(section.url_name, kwargs={"slug": workshop.slug})
    except NoReverseMatch:
        return ""


def workshop_page(
    workshop: Workshop,
    user: Any,
    current: str,
    *,
    crumbs: Sequence[Crumb] = (),
    counts: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """The context of `workshops/_workshop_page.html`: a page of one workshop with its tabs.

    `crumbs` are of the pages between the section and a page below it.
    """
    start = [Crumb(_("Workshops"), reverse("workshops:workshop_list"))]
    own = reverse("workshops:workshop_overview", kwargs={"slug": workshop.slug})
    if current != "overview":
        start.append(Crumb(workshop.title, own))
    return {
        "workshop": workshop,
        "tabs": tabs_for(workshop, user, current, counts),
        "crumbs": [*start, *crumbs],
        "zone_label": zone_label(workshop),
        "section": "workshops",
    }
