"""What a list shows and what a permission allows to see are the same, for every persona."""

import pytest
from django.db.models import Model

from alignment.models import AlignmentMatrix, Strategy
from modules.models import Module
from participants.models import Person
from sdgplatform.jobs.models import Job
from tests.architecture.world import World
from tests.personas import PERSONA_NAMES
from workshops.models import Application, Workshop, WorkshopReport

pytestmark = pytest.mark.django_db

PAIRS = [
    (Workshop, "workshops.view_workshop"),
    (Application, "workshops.view_application"),
    (WorkshopReport, "workshops.view_report"),
    (Module, "modules.view_module"),
    (Strategy, "alignment.view_strategy"),
    (AlignmentMatrix, "alignment.view_matrix"),
    (Person, "participants.view_person"),
    (Job, "jobs.view_job"),
]


@pytest.mark.parametrize("persona", PERSONA_NAMES)
@pytest.mark.parametrize(("model", "permission"), PAIRS, ids=lambda value: getattr(value, "__name__", value))
def test_visible_rows_are_those_that_may_be_viewed(
    world: World,
    persona: str,
    model: type[Model],
    permission: str,
) -> None:
    user = world.personas[persona]
    rows = list(model._default_manager.all())
    visible = set(model._default_manager.all().visible_to(user))
    assert rows
    assert visible == {row for row in rows if user.has_perm(permission, row)}


@pytest.mark.parametrize(("model", "permission"), PAIRS, ids=lambda value: getattr(value, "__name__", value))
def test_each_model_is_hidden_from_somebody(world: World, model: type[Model], permission: str) -> None:
    """Else the parity would hold of anything."""
    thing = world.things[model]
    seen = [
        name
        for name in PERSONA_NAMES
        if model._default_manager.all().visible_to(world.personas[name]).filter(pk=thing.pk).exists()
    ]
    assert "admin" in seen
    assert "visitor" not in seen
