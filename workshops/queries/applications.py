"""Applications for the list, its file, the panel and the applicant's own page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sdgplatform.outbox.models import MailState, QueuedMail
from workshops.models import Application, ApplicationState, ApplicationTransition, Workshop
from workshops.models.applications import ApplicationQuerySet
from workshops.queries.selection import unannounced_decisions

NOT_GIVEN = "-"
OPEN_TO_WITHDRAWAL = ("OPEN", "SELECTION", "CONFIRMED", "RUNNING")


@dataclass(frozen=True)
class OwnPage:
    """What an applicant sees of their own application: decisions only once their mail has gone."""

    application: Application
    state: ApplicationState
    place: int | None
    can_change: bool
    can_withdraw: bool


@dataclass(frozen=True)
class PanelFacts:
    same_city: Sequence[Application]
    steps: Sequence[ApplicationTransition]
    mail: QueuedMail | None


class Listed(NamedTuple):
    """A line of the list: the columns it shows and nothing else."""

    code: str
    given_name: str
    family_name: str
    job_title: str
    city: str | None
    country: str | None
    network: str | None
    profile: Mapping[str, str] | None
    sent_at: datetime
    state: str
    waiting_position: int | None

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


LISTED = (
    "code",
    "given_name",
    "family_name",
    "job_title",
    "city__name",
    "city__country",
    "network__name",
    "profile__names",
    "sent_at",
    "state",
    "waiting_position",
)


def listed(rows: Iterable[Sequence[Any]]) -> list[Listed]:
    """From `values_list(*LISTED)`."""
    return [Listed(*row) for row in rows]


def filtered_applications(workshop: Workshop, wanted: Mapping[str, Any]) -> ApplicationQuerySet:
    """The list and its file: what the filters let through."""
    rows = Application.objects.filter(workshop=workshop).received().with_place()
    rows = rows.matching(wanted.get("q") or "")
    columns: dict[str, str] = {
        "state": "state",
        "country": "city__country",
        "network": "network__slug",
        "profile": "profile__code",
        "gender": "gender",
    }
    for name, column in columns.items():
        value = wanted.get(name)
        if value == NOT_GIVEN:
            blank: dict[str, Any] = {column: ""} if name == "gender" else {f"{column}__isnull": True}
            rows = rows.filter(**blank)
        elif value:
            rows = rows.filter(**{column: value})
    return rows


def export_header() -> list[str]:
    """In the language of the page that asks."""
    return [
        _("Code"),
        _("Given name"),
        _("Family name"),
        _("E-mail"),
        _("Phone"),
        _("Language"),
        _("Gender"),
        _("City"),
        _("Country"),
        _("Organisation"),
        _("Position"),
        _("Network"),
        _("Profile"),
        _("State"),
        _("Place on the waiting list"),
        pgettext("application", "Sent"),
        _("Decided"),
        _("Why this workshop?"),
        _("What will you do afterwards?"),
        _("Travel, diet, access"),
        _("Note for the selection team"),
    ]


def export_rows(rows: ApplicationQuerySet, zone: Any) -> Iterator[list[Any]]:
    """One row of the file for each application; times as the clock at the venue showed them."""
    for one in rows.iterator(chunk_size=500):
        yield [
            one.code,
            one.given_name,
            one.family_name,
            one.email,
            one.phone,
            one.language,
            one.get_gender_display(),
            one.city.name if one.city else "",
            one.city.country.name if one.city else "",
            one.organisation_name,
            one.job_title,
            one.network.name if one.network else "",
            str(one.profile or ""),
            one.get_state_display(),
            one.waiting_position,
            one.sent_at.astimezone(zone).replace(tzinfo=None),
            one.decided_at.astimezone(zone).replace(tzinfo=None) if one.decided_at else None,
            one.motivation,
            one.follow_up,
            one.needs,
            one.team_note,
        ]


def application_in(workshop: Workshop, code: str) -> Application | None:
    return next(iter(chosen_applications(workshop, [code])), None)


def chosen_applications(workshop: Workshop, codes: Sequence[str]) -> list[Application]:
    """In the order of the codes, which is the order of the page; what is no code at all is passed over."""
    order = {code: number for number, code in enumerate(codes) if code.isalnum()}
    rows = Application.objects.filter(workshop=workshop, code__in=order).received().with_place()
    return sorted(rows, key=lambda one: order[one.code])


def application_with_key(key: str) -> Application | None:
    rows = Application.objects.select_related("workshop__venue__city", "city__country", "network", "profile")
    return rows.filter(key=key).first()


def own_page(application: Application) -> OwnPage:
    hidden = bool(unannounced_decisions([application]))
    state = ApplicationState.RECEIVED if hidden else ApplicationState(application.state)
    is_living = state not in (ApplicationState.WITHDRAWN, ApplicationState.DECLINED)
    return OwnPage(
        application=application,
        state=state,
        place=None if hidden else application.waiting_position,
        can_change=state != ApplicationState.WITHDRAWN and application.workshop.takes_applications,
        can_withdraw=is_living and application.workshop.state in OPEN_TO_WITHDRAWAL,
    )


def panel_facts(application: Application) -> PanelFacts:
    others = application.workshop.applications.received().exclude(pk=application.pk)
    same_city = others.filter(city=application.city_id) if application.city_id else others.none()
    mails = QueuedMail.objects.filter(reason=application.decision_key).exclude(state=MailState.CANCELLED)
    return PanelFacts(
        same_city=list(same_city.exclude(state=ApplicationState.WITHDRAWN).order_by("family_name", "pk")),
        steps=list(application.transitions.select_related("by__person").order_by("-pk")),
        mail=mails.first() if application.decided_at else None,
    )
