"""Invented applicants and participants of the demonstration's workshops, all marked as sample data.

Called by `seed_demo` at the right moment of each workshop's life; each does nothing a second time.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from participants.models import Account, City, Network, Person, Profile
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import MailState, QueuedMail
from workshops.actions import selection
from workshops.actions.applications import add_application, withdraw_application
from workshops.actions.attendance import WalkIn, add_walk_in, record_attendance
from workshops.demo.workshops import IN_SELECTION, OPEN_CALL
from workshops.models import Application, ApplicationTransition, Attendance, Session, Workshop

COLUMNS = (
    "given_name",
    "family_name",
    "gender",
    "city",
    "country",
    "network",
    "profile",
    "job_title",
    "organisation_name",
)
APPLICANTS: Sequence[Mapping[str, str]] = [
    dict(zip(COLUMNS, row, strict=True))
    for row in json.loads((Path(__file__).parent / "applicants.json").read_text(encoding="utf-8"))
]
# Places in the list of applicants: who is accepted, waits, is declined, withdrew.
ACCEPTED, WAITING, DECLINED, WITHDRAWN = slice(0, 20), slice(20, 26), slice(26, 39), slice(39, 41)
MOTIVATIONS = {
    "es": (
        "Estamos actualizando el plan y necesitamos mostrar al concejo qué proyectos aportan a las metas "
        "y cuáles se contradicen.",
        "Tenemos indicadores de cada área, pero nadie los mira juntos. Queremos un método común.",
        "La intendencia asumió el compromiso de localizar los ODS y me toca preparar el primer informe.",
        "Quiero aprender a priorizar con otras ciudades que tienen las mismas competencias que la nuestra.",
    ),
    "pt-br": (
        "Estamos revisando o plano plurianual e queremos ligar cada programa às metas dos ODS.",
        "Nossa prefeitura participa da rede há anos e precisa de um método simples para medir o alinhamento.",
    ),
}
AFTERWARDS = {
    "es": (
        "Repetir el taller con las direcciones de obras, ambiente y vivienda.",
        "Alinear el plan estratégico y publicar la matriz.",
        "",
    ),
    "pt-br": ("Repetir a oficina com as secretarias.", "Apresentar a matriz ao conselho da cidade."),
}
NEEDS = ("", "", "", "Menú vegetariano", "", "Acceso sin escalones", "", "Beca de viaje")
PLANNER = ("Marcos", "Peralta")
# Minutes after its start at which the first marks of a session are made.
DOOR_OPENS = 2


@transaction.atomic
def seed_applications(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """While the call is open: 41 for a workshop in or after selection, 9 for an open call."""
    if workshop.applications.exists():
        return
    chosen = APPLICANTS[18:27] if workshop.slug == OPEN_CALL else APPLICANTS
    for number, row in enumerate(chosen):
        facts = _facts(row, number)
        add_application(workshop, facts, email=_email(row, cast), by=cast["coordinator"])
    _mark_as_sample(workshop)
    _spread_over_the_call(workshop)
    _as_sent(workshop)
    if workshop.slug == IN_SELECTION:
        _decide_some(workshop, cast["coordinator"])


@transaction.atomic
def seed_decisions(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """While the workshop is in selection: everybody is decided and told."""
    if workshop.applications.filter(decided_at__isnull=False).exists():
        return
    by, applications = cast["coordinator"], _in_order(workshop)
    for application in applications[WITHDRAWN]:
        withdraw_application(application, by=by, reason="Sin permiso de viaje.")
    selection.accept_applications(workshop, applications[ACCEPTED], by=by)
    selection.put_on_waiting_list(workshop, applications[WAITING], by=by)
    selection.decline_applications(workshop, applications[DECLINED], by=by)
    _decided_at(workshop, _end_of_call(workshop) + timedelta(days=6))
    _as_sent(workshop)


@transaction.atomic
def seed_attendance(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """While the workshop is running: all its sessions, and one person who came without application."""
    if Attendance.objects.filter(session__workshop=workshop).exists():
        return
    by = cast["coordinator"]
    guest = WalkIn("Inés", "Paredes", city=_city("Córdoba", "AR"), organisation_name="Universidad local")
    walked_in = add_walk_in(workshop, guest, by=by)
    Person.objects.filter(pk=walked_in.person_id).update(is_sample=True)
    people = list(workshop.participations.taking_part().select_related("person").order_by("pk"))
    sessions = list(workshop.sessions.filter(takes_attendance=True).in_order())
    for number, session in enumerate(sessions):
        group, groups = _group_of(session, sessions)
        members = [(place, person) for place, person in enumerate(people) if place % groups == group]
        marks = {person: _status(place, number) for place, person in members}
        record_attendance(session, marks, by=by)
        _recorded_at_the_door(session)


def _group_of(session: Session, sessions: Sequence[Session]) -> tuple[int, int]:
    """Which of how many groups of the same time this one is."""
    groups = [other for other in sessions if other.starts_at == session.starts_at]
    return groups.index(session), len(groups)


def _status(place: int, session: int) -> str:
    """Most stay all day; two are away in the morning, three leave early, one is excused throughout."""
    if place == 14:
        return "EXCUSED"
    if session == 0 and place in (6, 9):
        return "ABSENT"
    if session >= 5 and place in (4, 17):
        return "ABSENT"
    return "ABSENT" if session >= 6 and place == 11 else "PRESENT"


def _facts(row: Mapping[str, str], number: int) -> dict[str, Any]:
    language = "pt-br" if row["country"] == "BR" else "es"
    motivations, afterwards = MOTIVATIONS[language], AFTERWARDS[language]
    return {
        "given_name": row["given_name"],
        "family_name": row["family_name"],
        "gender": row["gender"],
        "language": language,
        "city": _city(row["city"], row["country"]),
        "network": Network.objects.filter(slug=row["network"]).first() if row["network"] else None,
        "profile": Profile.objects.filter(code=row["profile"]).first(),
        "job_title": row["job_title"],
        "organisation_name": row["organisation_name"],
        "motivation": motivations[number % len(motivations)],
        "follow_up": afterwards[number % len(afterwards)],
        "needs": NEEDS[number % len(NEEDS)],
    }


def _email(row: Mapping[str, str], cast: Mapping[str, Account]) -> str:
    if (row["given_name"], row["family_name"]) == PLANNER:
        return cast["planner"].email
    return f"applicant{APPLICANTS.index(row) + 1:02}@example.org"


def _city(name: str, country: str) -> City | None:
    return City.objects.filter(name=name, country=country).order_by("-population").first()


def _in_order(workshop: Workshop) -> list[Application]:
    return list(workshop.applications.order_by("pk"))


def _decide_some(workshop: Workshop, by: Account) -> None:
    """As in the middle of a selection: 18 accepted, 6 waiting, 7 declined, 10 open; their mails wait."""
    applications = _in_order(workshop)
    selection.accept_applications(workshop, applications[:18], by=by)
    selection.put_on_waiting_list(workshop, applications[20:26], by=by)
    selection.decline_applications(workshop, applications[26:33], by=by)


def _mark_as_sample(workshop: Workshop) -> None:
    workshop.applications.update(is_sample=True)
    people = workshop.applications.filter(email__startswith="applicant").values("person")
    Person.objects.filter(pk__in=people).update(is_sample=True)


def _spread_over_the_call(workshop: Workshop) -> None:
    """Applications come in over the days of the call, more of them towards its end."""
    ends = _end_of_call(workshop)
    starts = workshop.applications_open_at or ends - timedelta(days=30)
    applications = _in_order(workshop)
    for number, application in enumerate(chain(applications[1::2], applications[::2]), start=1):
        share = (number / (len(applications) + 1)) ** 0.6
        sent = starts + (ends - starts) * share
        application.sent_at = application.consented_at = application.confirmed_at = sent
        application.transitions.update(at=sent)
    Application.objects.bulk_update(applications, ["sent_at", "consented_at", "confirmed_at"])


def _end_of_call(workshop: Workshop) -> datetime:
    return min(workshop.applications_close_at or timezone.now(), timezone.now())


def _decided_at(workshop: Workshop, moment: datetime) -> None:
    """The day that the decisions are said to have been taken, here and in what hangs on it."""
    for application in workshop.applications.filter(decided_at__isnull=False):
        bound_to = application.decision_key
        application.decided_at = moment
        QueuedMail.objects.filter(reason=bound_to).update(reason=application.decision_key)
        application.save(update_fields=["decided_at"])
    steps = ApplicationTransition.objects.filter(application__workshop=workshop)
    steps.exclude(to_state="RECEIVED").update(at=moment)
    workshop.participations.update(joined_at=moment)


def _as_sent(workshop: Workshop) -> None:
    """Nothing of the demonstration is really mailed: what waits counts as sent."""
    mails = QueuedMail.objects.in_scope(scope_key(workshop)).unsent()
    sent = _end_of_call(workshop)
    mails.update(state=MailState.SENT, created_at=sent, sent_at=sent)


def _recorded_at_the_door(session: Session) -> None:
    marks = list(session.attendances.order_by("pk"))
    for number, mark in enumerate(marks):
        mark.recorded_at = session.starts_at + timedelta(minutes=DOOR_OPENS, seconds=25 * number)
    Attendance.objects.bulk_update(marks, ["recorded_at"])
