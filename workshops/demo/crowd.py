"""A full workshop and a large directory for the benchmarks, by bulk inserts."""

from datetime import timedelta
from itertools import product

from django.utils import timezone

from participants.models import Account, City, Network, Person, Profile
from workshops.models import (
    Application,
    ApplicationState,
    Attendance,
    AttendanceStatus,
    Participation,
    Session,
    Workshop,
    WorkshopNetwork,
    WorkshopState,
)

FULL = "bench-full"
BATCH = 2000
GIVEN = ("María", "Ana", "João", "Lucía", "Andrés", "Inês", "Óscar", "Élise", "Noé", "Rocío", "Íñigo")
FAMILY = (
    "González",
    "Acuña",
    "Gonçalves",
    "Peña",
    "Müller",
    "Ibáñez",
    "Araújo",
    "Núñez",
    "Lefèvre",
    "Quiroga",
    "Zárate",
)


def seed_directory(count: int = 50_000) -> None:
    """Invented people, once."""
    if Person.objects.filter(email="bench0@example.org").exists():
        return
    cities = list(City.objects.order_by("-population", "pk")[:500])
    profiles = list(Profile.objects.order_by("position"))
    names = list(product(GIVEN, FAMILY))
    rows = []
    for number in range(count):
        given, family = names[number % len(names)]
        person = Person(
            given_name=given,
            family_name=f"{family} {number}",
            email=f"bench{number}@example.org",
            city=cities[number % len(cities)] if cities else None,
            profile=profiles[number % len(profiles)] if profiles else None,
            is_sample=True,
        )
        person.refresh_search_text()  # what save() does and a bulk insert does not
        rows.append(person)
    Person.objects.bulk_create(rows, batch_size=BATCH)


def seed_full_workshop(participants: int = 40, sessions: int = 8) -> None:
    """One workshop with applications, participants and attendance, once."""
    if Workshop.objects.filter(slug=FULL).exists():
        return
    start = timezone.now() + timedelta(days=1)
    workshop = Workshop(
        slug=FULL,
        titles={"es": "Taller lleno", "en": "Full workshop"},
        state=WorkshopState.CONFIRMED,
        starts_at=start,
        ends_at=start + timedelta(hours=9),
        capacity=participants,
        languages=["es"],
        is_sample=True,
    )
    workshop.save()
    network = Network.objects.filter(slug="mercociudades").first() or Network.objects.order_by("pk").first()
    if network:
        WorkshopNetwork.objects.create(workshop=workshop, network=network, is_lead=True)
    people = list(Person.objects.filter(email__startswith="bench").order_by("pk")[:participants])
    taking_part = _participations(workshop, people, network)
    _attendance(workshop, taking_part, sessions)


def _participations(workshop: Workshop, people: list[Person], network: Network | None) -> list[Participation]:
    by, now = Account.objects.order_by("pk").first(), timezone.now()
    rows = []
    for person in people:
        application = Application(
            workshop=workshop,
            person=person,
            state=ApplicationState.ACCEPTED if by else ApplicationState.RECEIVED,
            given_name=person.given_name,
            family_name=person.family_name,
            email=person.email,
            language="es",
            city_id=person.city_id,
            profile_id=person.profile_id,
            network=network,
            organisation_name="Municipio",
            job_title="Planificación",
            motivation="Datos de prueba. " * 10,
            consented_at=now,
            confirmed_at=now,
            decided_at=now if by else None,
            decided_by=by,
            is_sample=True,
        )
        application.refresh_search_text()
        rows.append(application)
    applications = Application.objects.bulk_create(rows)
    return Participation.objects.bulk_create(
        Participation(
            workshop=workshop,
            person=one.person,
            application=one,
            network_id=one.network_id,
            city_id=one.city_id,
            profile_id=one.profile_id,
            organisation_name=one.organisation_name,
        )
        for one in applications
    )


def _attendance(workshop: Workshop, people: list[Participation], count: int) -> None:
    blocks = Session.objects.bulk_create(
        Session(
            workshop=workshop,
            title=f"Sesión {number + 1}",
            starts_at=workshop.starts_at + timedelta(hours=number),
            ends_at=workshop.starts_at + timedelta(hours=number + 1),
            is_sample=True,
        )
        for number in range(count)
    )
    Attendance.objects.bulk_create(
        Attendance(session=session, participation=person, status=AttendanceStatus.PRESENT)
        for session, person in product(blocks, people)
    )
