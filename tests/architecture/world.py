"""One of everything in the home network of the personas, so that guards can ask who may do what with it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from alignment.models import Actor, AlignmentMatrix, LocalIndicator, MatrixImport, Strategy
from modules.models import Module, PartEdition
from modules.models.parts import Part
from participants.models import City, Invitation, Membership, Network, Organisation, Person, RoleAssignment
from sdgplatform.jobs.models import Job
from sdgplatform.outbox.models import QueuedMail
from sdgplatform.uploads.models import Upload
from tests.factories.alignment import (
    ActorFactory,
    AlignmentCellFactory,
    AlignmentMatrixFactory,
    EvidenceFactory,
    GoalFactory,
    LocalIndicatorFactory,
    StrategyElementFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory
from tests.factories.participants import OrganisationFactory, RoleAssignmentFactory
from tests.factories.workshops import (
    ApplicationFactory,
    ExerciseFactory,
    ParticipationFactory,
    SessionFactory,
    WorkshopFactory,
    WorkshopMatrixFactory,
    WorkshopTrainerFactory,
)
from tests.personas import Personas
from workshops.models import Application, Participation, Session, Workshop, WorkshopReport
from workshops.queries.report_facts import workshop_facts


@dataclass(frozen=True)
class World:
    personas: Personas
    things: dict[type[Model], Model]
    extra: dict[str, Any]


def _upload(name: str) -> Upload:
    upload = Upload(original_name=name, content_type="application/pdf", size=4, sha256="0" * 64)
    upload.file.save(name, ContentFile(b"%PDF"))
    return upload


def _workshop_things(personas: Personas) -> list[Model]:
    """A draft, since that is where who sees what differs most."""
    workshop = WorkshopFactory(slug="guarded", lead=personas.network, state="DRAFT")
    applicant = personas["member"].person
    application = ApplicationFactory(workshop=workshop, person=applicant)
    report = WorkshopReport.objects.create(
        workshop=workshop,
        version=1,
        language="en",
        facts=workshop_facts(workshop),
        checksum="0" * 64,
        pdf=_upload("report.pdf"),
    )
    participation = ParticipationFactory(workshop=workshop, network=personas.network)
    WorkshopTrainerFactory(workshop=workshop)
    session = SessionFactory(workshop=workshop)
    exercise = ExerciseFactory(session=session)
    return [workshop, session, exercise, application, participation, report]


def _alignment_things(personas: Personas, workshop: Workshop) -> list[Model]:
    strategy = StrategyFactory(city=personas.city, network=personas.network, created_by=personas["planner"])
    matrix = AlignmentMatrixFactory(strategy=strategy, created_by=personas["planner"])
    element = StrategyElementFactory(strategy=strategy, code="A1")
    cell = AlignmentCellFactory(matrix=matrix, element=element)
    EvidenceFactory(matrix=matrix, ref="EV", upload=_upload("evidence.pdf")).cells.add(cell)
    GoalFactory(number=1)
    WorkshopMatrixFactory(workshop=workshop, matrix=matrix)
    file = MatrixImport.objects.create(
        upload=_upload("matrix.json"), strategy=strategy, state="REFUSED", uploaded_by=personas["planner"]
    )
    TargetFactory(code="11.2-LOC", city=personas.city, parent=TargetFactory())
    GoalFactory(number=18, city=personas.city)
    indicator, actor = LocalIndicatorFactory(city=personas.city), ActorFactory(city=personas.city)
    return [strategy, matrix, file, TargetFactory(), indicator, actor]


def _people_things(personas: Personas) -> list[Model]:
    network = personas.network
    invitation = Invitation.objects.create(
        email="new@example.org",
        network=network,
        role="TRAINER",
        expires_at=timezone.now() + timezone.timedelta(days=1),
    )
    return [
        network,
        personas.city,
        OrganisationFactory(),
        personas.membership,
        RoleAssignmentFactory(network=network, role="VIEWER"),
        invitation,
        personas["member"].person,
    ]


def _module_things(personas: Personas) -> list[Model]:
    module = ModuleFactory(slug="guarded", networks=[personas.network], visibility="TRAINERS")
    part = PartFactory(module=module)
    return [module, part, EditionFactory(part=part)]


@pytest.fixture
def world(personas: Personas) -> World:
    people, modules = _people_things(personas), _module_things(personas)
    workshop_things = _workshop_things(personas)
    workshop = workshop_things[0]
    assert isinstance(workshop, Workshop)
    scope = f"workshops.workshop:{workshop.pk}"
    mail = QueuedMail.objects.create(
        kind="test",
        scope=scope,
        reason="test",
        to_email="a@example.org",
        language="en",
        subject="S",
        text="T",
    )
    job = Job.objects.create(
        kind="workshop_report", subject="s", title="t", requested_by=personas["coordinator"]
    )
    made = [*people, *modules, *workshop_things, *_alignment_things(personas, workshop), mail, job]
    return World(personas, {type(thing): thing for thing in made}, _extra(made))


def _extra(made: list[Model]) -> dict[str, Any]:
    """Parts of addresses that are not of the loaded object."""
    found = {type(thing): thing for thing in made}
    return {
        "session": found[Session].code,
        "key": found[Application].key,
        "to": "open",
        "element": "A1",
        "element_code": "A1",
        "place": "11.2",
        "ref": "EV",
        "step": "submit",
        "number": 11,
        "section": "goals",
        "kind": "csv",
        "local_goal": 18,
        "target_code": "11.2-LOC",
        "indicator_code": found[LocalIndicator].code,
        "actor": found[Actor].pk,
        "mail": found[QueuedMail].code,
        "participation": found[Participation].code,
        "report": found[WorkshopReport].code,
        "edition": found[PartEdition].code,
        "part": found[Part].code,
        "matrix": found[AlignmentMatrix].code,
        "strategy": found[Strategy].code,
        "network": found[Network].slug,
        "city": found[City].slug,
        "module": found[Module].slug,
        "person": found[Person].code,
        "organisation": found[Organisation].code,
        "role": found[RoleAssignment].pk,
        "membership": found[Membership].pk,
        "format": "json",
    }
