"""A workshop with everything that a report counts."""

from datetime import timedelta

from django.utils import timezone

from participants.models import Gender, Network
from tests.factories.participants import CityFactory, NetworkFactory, PersonFactory, ProfileFactory
from tests.factories.workshops import (
    ParticipationFactory,
    SessionFactory,
    VenueFactory,
    WorkshopFactory,
    WorkshopNetworkFactory,
    WorkshopTrainerFactory,
)
from workshops.models import Attendance, Workshop


def reported_workshop(lead: Network | None = None) -> Workshop:
    """Five participants, two networks (one names none), two countries; one session with 4 of 5 present."""
    lead = lead or NetworkFactory(name="Mercociudades")
    second = NetworkFactory(name="UCLG Learning")
    here = CityFactory(
        name="Córdoba", country__iso2="AR", country__names={"en": "Argentina", "es": "Argentina"}
    )
    there = CityFactory(name="Canoas", country__iso2="BR", country__names={"en": "Brazil", "es": "Brasil"})
    workshop = WorkshopFactory(
        slug="cordoba-2017",
        titles={"es": "Alinear la estrategia con los ODS", "en": "Aligning the strategy with the SDGs"},
        lead=lead,
        state="CLOSED",
        starts_at=timezone.now() - timedelta(days=10),
        venue=VenueFactory(name="Academia Nacional de Ciencias", city=here),
        capacity=20,
    )
    WorkshopNetworkFactory(workshop=workshop, network=second)
    trainer = PersonFactory(given_name="Sara", family_name="Hoeflich")
    WorkshopTrainerFactory(workshop=workshop, person=trainer)
    session = SessionFactory(workshop=workshop, title="Apertura")
    SessionFactory(workshop=workshop, title="Sin lista")
    planning = ProfileFactory(code="planning", names={"en": "Planning", "es": "Planificación"})
    for index in range(5):
        person = PersonFactory(gender=Gender.WOMAN if index < 3 else Gender.MAN)
        participation = ParticipationFactory(
            workshop=workshop,
            person=person,
            network=[lead, lead, lead, second, None][index],
            city=here if index < 4 else there,
            profile=planning if index < 4 else None,
        )
        status = "PRESENT" if index < 4 else "ABSENT"
        Attendance.objects.create(session=session, participation=participation, status=status)
    return workshop
