"""The Córdoba workshop of 28 November 2017 with its real facts, and three invented ones beside it.

Real are its date, place, event, networks, trainers and subject. Hours, programme and dates of the
call are invented, so its blocks and the workshop itself are marked as having sample data.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from alignment.models import AlignmentMatrix
from alignment.models.matrices import MatrixState
from modules.models import Module
from participants.models import Account, City, Network, Person
from workshops.actions.copying import CopiedPart, copy_workshop
from workshops.actions.life_cycle import move_workshop
from workshops.actions.matrices import link_matrix
from workshops.actions.programme import add_session
from workshops.actions.workshops import Plan, add_workshop
from workshops.demo.texts import TEXTS
from workshops.models import Method, Workshop, WorkshopState

CORDOBA = "cordoba-2017"
OPEN_CALL = "montevideo-introduction"
IN_SELECTION = "rosario-alignment"
REPLICA_OF_CORDOBA = "alinhar-o-plano-porto-alegre"
ZONE = ZoneInfo("America/Argentina/Cordoba")

# start, minutes, title, method, learning goal, trainers, room
PROGRAMME: tuple[tuple[str, int, str, str, str, tuple[str, ...], str], ...] = (
    ("09:00", 45, "Apertura y expectativas", "expectations-wall",
     "Las personas se conocen y dicen qué quieren llevarse.", ("Sara",), "Sala Magna"),
    ("09:45", 60, "La dimensión local de los ODS", "talk",
     "Explicar qué metas dependen del gobierno local.", ("Agustí",), "Sala Magna"),
    ("10:45", 15, "Café", "", "", (), ""),
    ("11:00", 90, "Matriz de alineación, grupo 1: movilidad", "group-work",
     "Vincular objetivos de un plan real con las metas y defender un vínculo.", ("Rodrigo",), "Sala Magna"),
    ("11:00", 90, "Matriz de alineación, grupo 2: residuos y agua", "group-work",
     "Vincular objetivos de un plan real con las metas y defender un vínculo.", ("Santiago",), "Sala 2"),
    ("11:00", 90, "Matriz de alineación, grupo 3: hábitat", "group-work",
     "Vincular objetivos de un plan real con las metas y defender un vínculo.", ("Sara",), "Biblioteca"),
    ("12:30", 90, "Almuerzo", "", "", (), ""),
    ("14:00", 75, "Actores y niveles de gobierno", "actor-map",
     "Nombrar quién puede actuar en cada meta prioritaria y qué nivel de gobierno debe acordar.",
     ("Santiago", "Rodrigo"), "Sala Magna"),
    ("15:15", 60, "De las brechas a los programas", "gallery-walk",
     "Convertir tres brechas de la matriz en programas con un indicador local.", ("Agustí",), "Sala Magna"),
    ("16:15", 15, "Café de la tarde", "", "", (), ""),
    ("16:30", 60, "Compromisos y cierre", "commitment-round",
     "Cada ciudad escribe un compromiso con responsable y fecha.", ("Sara", "Rodrigo"), "Sala Magna"),
)  # fmt: skip


def seed_methods() -> None:
    for code, names in TEXTS["methods"].items():
        Method.objects.get_or_create(code=code, defaults={"names": names})


def plan_cordoba(cast: Mapping[str, Account]) -> Workshop:
    """As a draft with its programme; what is there already stays as it is."""
    if known := Workshop.objects.filter(slug=CORDOBA).first():
        return known
    by = cast["coordinator"]
    workshop = add_workshop(_cordoba_plan(), by=by)
    for start, minutes, title, method, goal, first_names, room in PROGRAMME:
        begins = datetime.fromisoformat(f"2017-11-28T{start}").replace(tzinfo=ZONE)
        add_session(
            workshop,
            {
                "title": title,
                "language": "es",
                "starts_at": begins,
                "ends_at": begins + timedelta(minutes=minutes),
                "method": Method.objects.filter(code=method).first(),
                "learning_goal": goal,
                "room": room,
                "is_break": not method,
                "is_sample": True,
            },
            by=by,
            trainers=[person for person in _trainers() if person.given_name in first_names],
        )
    return workshop


def _cordoba_plan() -> Plan:
    return Plan(
        fields={
            "slug": CORDOBA,
            "titles": TEXTS["title"],
            "summaries": TEXTS["summary"],
            "audiences": TEXTS["audience"],
            "languages": ["es", "pt-br"],
            "time_zone": ZONE.key,
            "starts_at": datetime(2017, 11, 28, 9, 0, tzinfo=ZONE),
            "ends_at": datetime(2017, 11, 28, 17, 30, tzinfo=ZONE),
            "applications_open_at": datetime(2017, 9, 18, 0, 0, tzinfo=ZONE),
            "applications_close_at": datetime(2017, 11, 3, 23, 59, tzinfo=ZONE),
            "capacity": 20,
            "is_sample": True,
            "created_at": datetime(2017, 9, 4, 13, 0, tzinfo=UTC),
        },
        lead=_network("mercociudades"),
        partners=[_network("uclg-learning")],
        trainers=_trainers(),
        modules=_modules(2),
        new_venue={
            "name": "Academia Nacional de Ciencias",
            "address": "Av. Vélez Sarsfield 229",
            "city": _city("Córdoba", "AR"),
            "map_url": "https://www.openstreetmap.org/search?query=Academia%20Nacional%20de%20Ciencias%20C%C3%B3rdoba",
        },
        new_event={"names": TEXTS["event"], "place": "Córdoba, Argentina"},
    )


def move_on(workshop: Workshop, to_state: str, at: datetime, *, by: Account) -> Workshop:
    """One step at the time when it happened; a step that was taken already is not taken again."""
    workshop.refresh_from_db()
    if workshop.transitions.filter(to_state=to_state).exists():
        return workshop
    return move_workshop(workshop, to_state, by=by, at=at)


def link_matrices(workshop: Workshop, cast: Mapping[str, Account]) -> None:
    """The sample matrices of the lead network's cities are said to have come out of the workshop."""
    rows = AlignmentMatrix.objects.filter(
        strategy__is_sample=True,
        strategy__network__workshop_networks__workshop=workshop,
        workshop_link__isnull=True,
        supersedes__isnull=True,
    )
    for matrix in rows.exclude(state=MatrixState.WITHDRAWN).order_by("pk"):
        link_matrix(workshop, matrix, by=cast["coordinator"])


def plan_open_call(cast: Mapping[str, Account]) -> Workshop:
    """Invented: its dates lie ahead of the day when the demonstration is made."""
    if known := Workshop.objects.filter(slug=OPEN_CALL).first():
        return known
    workshop = _plan_sample(
        cast,
        slug=OPEN_CALL,
        days_ahead=75,
        call=(-14, 30),
        written={"titles": TEXTS["introduction_title"], "summaries": TEXTS["introduction_summary"]},
        place=("Intendencia de Montevideo", "Montevideo", "UY"),
        lead="mercociudades",
        partners=("flacma",),
        module=1,
    )
    return move_workshop(workshop, WorkshopState.OPEN, by=cast["coordinator"], at=_day(-14))


def plan_in_selection(cast: Mapping[str, Account]) -> Workshop:
    """Invented; still open, so that applications can come in before `move_on` to the selection."""
    if known := Workshop.objects.filter(slug=IN_SELECTION).first():
        return known
    workshop = _plan_sample(
        cast,
        slug=IN_SELECTION,
        days_ahead=28,
        call=(-45, -3),
        written={
            "titles": TEXTS["title"],
            "summaries": TEXTS["selection_summary"],
            "audiences": TEXTS["audience"],
        },
        place=("Centro Municipal Distrito Centro", "Rosario", "AR"),
        lead="uclg-learning",
        partners=("mercociudades", "al-las"),
        module=2,
    )
    return move_workshop(workshop, WorkshopState.OPEN, by=cast["coordinator"], at=_day(-45))


def plan_replica(cordoba: Workshop, cast: Mapping[str, Account]) -> Workshop:
    """Invented: a draft made from the Córdoba workshop."""
    if known := Workshop.objects.filter(made_from=cordoba).first():
        return known
    copy = copy_workshop(
        cordoba,
        by=cast["coordinator"],
        titles=TEXTS["replica_title"],
        starts_at=_day(150, "America/Sao_Paulo"),
        time_zone="America/Sao_Paulo",
        parts=[CopiedPart.TEXTS, CopiedPart.NETWORKS, CopiedPart.MODULES, CopiedPart.PROGRAMME],
    )
    copy.is_sample = True
    copy.save(update_fields=["is_sample"])
    return copy


def _plan_sample(
    cast: Mapping[str, Account],
    *,
    slug: str,
    days_ahead: int,
    call: tuple[int, int],
    written: Mapping[str, Any],
    place: tuple[str, str, str],
    lead: str,
    partners: tuple[str, ...],
    module: int,
) -> Workshop:
    venue, city_name, country = place
    city = _city(city_name, country)
    start = _day(days_ahead, city.time_zone)
    fields = {
        **written,
        "slug": slug,
        "languages": ["es", "pt-br"],
        "time_zone": city.time_zone,
        "starts_at": start,
        "ends_at": start + timedelta(hours=8, minutes=30),
        "applications_open_at": _day(call[0], city.time_zone),
        "applications_close_at": _day(call[1], city.time_zone),
        "capacity": 25,
        "contact_email": cast["coordinator"].email,
        "is_sample": True,
        "created_at": _day(call[0] - 10),
    }
    plan = Plan(
        fields=fields,
        lead=_network(lead),
        partners=[_network(partner) for partner in partners],
        trainers=_trainers()[:2],
        modules=_modules(module),
        new_venue={"name": venue, "city": city},
    )
    return add_workshop(plan, by=cast["coordinator"])


def _day(ahead: int, zone: str = "UTC") -> datetime:
    """At nine in the morning there."""
    today = timezone.now().astimezone(ZoneInfo(zone)).replace(hour=9, minute=0, second=0, microsecond=0)
    return today + timedelta(days=ahead)


def _network(slug: str) -> Network:
    return Network.objects.get(slug=slug)


def _city(name: str, country: str) -> City:
    return City.objects.filter(name=name, country=country).order_by("-population")[0]


def _modules(number: int) -> list[Module]:
    return list(Module.objects.filter(number=number).order_by("pk")[:1])


def _trainers() -> list[Person]:
    """The four of November 2017, in the order of the news item about it."""
    names = (("Rodrigo", "Corradi"), ("Agustí", "de Losada"), ("Santiago", "Gallo"), ("Sara", "Hoeflich"))
    return [
        Person.objects.filter(given_name=first, family_name=last, is_sample=False)[0] for first, last in names
    ]
