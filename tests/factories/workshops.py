from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from participants.models import Network
from tests.factories.alignment import (
    FrameworkVersionFactory,
    GoalFactory,
    StrategyElementFactory,
    StrategyFactory,
)
from tests.factories.participants import CityFactory, PersonFactory
from workshops.models import (
    Application,
    ApplicationState,
    Event,
    Exercise,
    ExerciseGroup,
    ExerciseMember,
    Method,
    Participation,
    Session,
    Venue,
    Workshop,
    WorkshopMatrix,
    WorkshopModule,
    WorkshopNetwork,
    WorkshopTrainer,
)


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"event-{n}")
    names = factory.LazyAttribute(lambda event: {"en": event.slug})


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Venue {n}")
    city = factory.SubFactory(CityFactory)


class WorkshopFactory(DjangoModelFactory):
    """`WorkshopFactory(lead=network)` has that network as its lead; without `lead` it has none."""

    class Meta:
        model = Workshop
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"workshop-{n}")
    titles = factory.LazyAttribute(lambda workshop: {"en": f"Title of {workshop.slug}"})
    time_zone = "America/Argentina/Cordoba"
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    ends_at = factory.LazyAttribute(lambda workshop: workshop.starts_at + timedelta(hours=8))
    languages = factory.LazyFunction(lambda: ["es", "en"])

    @factory.post_generation
    def lead(self, create: bool, extracted: Network | None, **kwargs: object) -> None:
        if create and extracted:
            WorkshopNetworkFactory(workshop=self, network=extracted, is_lead=True)


class WorkshopNetworkFactory(DjangoModelFactory):
    class Meta:
        model = WorkshopNetwork


class WorkshopTrainerFactory(DjangoModelFactory):
    class Meta:
        model = WorkshopTrainer

    person = factory.SubFactory(PersonFactory)


class WorkshopModuleFactory(DjangoModelFactory):
    class Meta:
        model = WorkshopModule


class WorkshopMatrixFactory(DjangoModelFactory):
    class Meta:
        model = WorkshopMatrix


class MethodFactory(DjangoModelFactory):
    class Meta:
        model = Method

    code = factory.Sequence(lambda n: f"method-{n}")
    names = factory.LazyAttribute(lambda method: {"en": method.code})


class SessionFactory(DjangoModelFactory):
    """An hour at the start of its workshop."""

    class Meta:
        model = Session

    workshop = factory.SubFactory(WorkshopFactory)
    title = factory.Sequence(lambda n: f"Session {n}")
    starts_at = factory.LazyAttribute(lambda session: session.workshop.starts_at)
    ends_at = factory.LazyAttribute(lambda session: session.starts_at + timedelta(hours=1))


class ApplicationFactory(DjangoModelFactory):
    """Received: its address is confirmed and it has a person. Give `state` and `decided_*` for others."""

    class Meta:
        model = Application

    workshop = factory.SubFactory(WorkshopFactory)
    person = factory.SubFactory(PersonFactory)
    state = ApplicationState.RECEIVED
    given_name = factory.SelfAttribute("person.given_name")
    family_name = factory.SelfAttribute("person.family_name")
    email = factory.Sequence(lambda n: f"applicant{n}@example.org")
    language = "en"
    organisation_name = "City government"
    job_title = "Planner"
    motivation = "To align our plan."
    consented_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.LazyFunction(timezone.now)


class ParticipationFactory(DjangoModelFactory):
    """A walk-in, the kind that needs no application."""

    class Meta:
        model = Participation

    workshop = factory.SubFactory(WorkshopFactory)
    person = factory.SubFactory(PersonFactory)
    is_walk_in = factory.LazyAttribute(lambda participation: participation.application is None)
    application = None


class ExerciseFactory(DjangoModelFactory):
    """Prepared, on goals 11 and 13 for two elements; open it with the action, so that drafts begin."""

    class Meta:
        model = Exercise
        skip_postgeneration_save = True

    session = factory.SubFactory(SessionFactory)
    title = "Align the plan"
    strategy = factory.SubFactory(StrategyFactory)
    framework = factory.SubFactory(FrameworkVersionFactory)

    @factory.post_generation
    def groups(self, create: bool, extracted: object, **kwargs: object) -> None:
        """`groups=["A", "B"]`; one group when nothing is said."""
        for number, name in enumerate(extracted or ["Group 1"], start=1):  # type: ignore[arg-type]
            ExerciseGroupFactory(exercise=self, number=number, name=name)

    @factory.post_generation
    def board(self, create: bool, extracted: object, **kwargs: object) -> None:
        """`board=False`: goals and elements are the test's own."""
        if extracted is False:
            return
        for number in (11, 13):
            GoalFactory(number=number)
        for code in ("P1", "P2"):
            StrategyElementFactory(strategy=self.strategy, code=code)


class ExerciseGroupFactory(DjangoModelFactory):
    class Meta:
        model = ExerciseGroup

    number = 1
    name = factory.LazyAttribute(lambda group: f"Group {group.number}")


class ExerciseMemberFactory(DjangoModelFactory):
    class Meta:
        model = ExerciseMember

    exercise = factory.SelfAttribute("group.exercise")
    number = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda member: f"Person {member.number}")
