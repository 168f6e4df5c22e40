"""What the start page shows, against the QuerySets that say it in words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from modules.models import Module
from sdgplatform.dashboard.queries.home import (
    latest_workshops,
    module_cards,
    upcoming_workshops,
)
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory
from tests.factories.workshops import (
    ParticipationFactory,
    VenueFactory,
    WorkshopFactory,
    WorkshopNetworkFactory,
)
from tests.personas import PERSONA_NAMES, Personas
from workshops.models import Workshop, WorkshopState

pytestmark = pytest.mark.django_db


def test_upcoming_are_announced_and_not_over(personas: Personas) -> None:
    now = timezone.now()
    for state in WorkshopState.values:
        for days in (-3, 3):
            WorkshopFactory(
                state=state, starts_at=now + timedelta(days=days), ends_at=now + timedelta(days=days + 1)
            )
    formula = Workshop.objects.visible_to(personas["coordinator"]).upcoming().exclude(state="DRAFT")
    expected = list(formula.order_by("starts_at").values_list("slug", flat=True))
    assert expected
    assert sorted(line.workshop.slug for line in upcoming_workshops()) == sorted(expected)[:6]
    latest = [line.workshop for line in latest_workshops()]
    assert {one.state for one in latest}.isdisjoint({"DRAFT", "CANCELLED"})
    assert [one.starts_at for one in latest] == sorted((one.starts_at for one in latest), reverse=True)


def test_a_line_names_networks_with_the_lead_first_and_the_place(personas: Personas) -> None:
    workshop = WorkshopFactory(state="OPEN", lead=personas.network, venue=VenueFactory())
    WorkshopNetworkFactory(workshop=workshop, network=personas.other_network)
    (line,) = upcoming_workshops()
    assert line.networks == f"{personas.network.name}, {personas.other_network.name}"
    assert (line.venue, line.city) == (workshop.venue.name, workshop.venue.city.name)
    assert line.country == workshop.venue.city.country.name
    assert line.workshop.takes_applications is workshop.takes_applications
    assert line.workshop.titles == workshop.titles


def test_time_passes_for_the_upcoming(personas: Personas) -> None:
    soon = timezone.now() + timedelta(days=2)
    WorkshopFactory(state="OPEN", starts_at=soon, ends_at=soon + timedelta(hours=5))
    assert len(upcoming_workshops()) == 1
    Workshop.objects.update(starts_at=soon - timedelta(days=9), ends_at=soon - timedelta(days=8))
    assert upcoming_workshops() == []


@pytest.mark.parametrize("persona", PERSONA_NAMES)
def test_cards_are_of_the_modules_that_one_sees(personas: Personas, persona: str) -> None:
    for visibility in ("PUBLIC", "NETWORK", "PARTICIPANTS", "TRAINERS"):
        ModuleFactory(visibility=visibility, networks=[personas.network])
    user = personas[persona]
    formula = Module.objects.visible_to(user).in_order().values_list("slug", flat=True)
    assert [card.slug for card in module_cards(user)] == list(formula)


def test_a_card_counts_parts_by_kind_and_names_the_languages_in_force(personas: Personas) -> None:
    module = ModuleFactory(visibility="PUBLIC")
    guide, _second = PartFactory(module=module, kind="GUIDE"), PartFactory(module=module, kind="GUIDE")
    PartFactory(module=module, kind="VIDEO")
    EditionFactory(part=guide, language="pt-br")
    EditionFactory(part=guide, language="es")
    EditionFactory(part=guide, language="fr", is_current=False)
    (card,) = module_cards(personas["visitor"])
    assert card.part_counts == [("Guide", 2), ("Video", 1)]
    assert card.languages == ["es", "pt-br"]


def test_more_rows_mean_no_more_queries(
    personas: Personas, client: Client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client.force_login(personas["coordinator"])

    def add() -> None:
        ParticipationFactory(workshop=WorkshopFactory(state="OPEN", lead=personas.network))
        EditionFactory(part=PartFactory(module=ModuleFactory(visibility="PUBLIC")))

    add()
    client.get("/")
    with django_assert_max_num_queries(15) as first:
        client.get("/")
    add()
    add()
    with django_assert_num_queries(len(first)):
        client.get("/")
