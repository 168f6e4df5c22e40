"""What waits for whom, and that nothing of others does."""

from typing import Any

import pytest
from django.utils import timezone

from alignment.actions.comments import add_comment
from alignment.actions.framework import load_framework
from alignment.actions.peers import invite_peer
from alignment.actions.review import validate_matrix
from sdgplatform.audit.recording import scope_key
from sdgplatform.dashboard.queries.waiting import waiting_items
from sdgplatform.dashboard.queries.waiting_matrices import matrices_waiting
from sdgplatform.db import short_code
from sdgplatform.outbox.models import QueuedMail
from tests.alignment.review_matrix import personas_matrix
from tests.factories.alignment import AlignmentMatrixFactory, StrategyFactory
from tests.factories.participants import AccountFactory, CityFactory
from tests.factories.workshops import ApplicationFactory, ParticipationFactory, WorkshopFactory
from tests.personas import PERSONA_NAMES, Personas, make_account

pytestmark = pytest.mark.django_db


def told(personas: Personas) -> dict[str, list[str]]:
    names = [name for name in PERSONA_NAMES if name != "visitor"]
    items = {name: [str(item.text) for item in waiting_items(personas[name])] for name in names}
    return {name: texts for name, texts in items.items() if texts}


def test_applications_wait_for_the_coordinators_of_the_network(personas: Personas) -> None:
    workshop = WorkshopFactory(lead=personas.network, state="SELECTION")
    ApplicationFactory(workshop=workshop)
    ApplicationFactory(workshop=workshop)
    ApplicationFactory(workshop=workshop, state="WITHDRAWN")
    ApplicationFactory(workshop=WorkshopFactory(lead=personas.network, state="CLOSED"))
    assert told(personas) == {"coordinator": ["2 applications to decide"]}


def test_held_mails_wait_for_the_coordinators_of_the_network(personas: Personas) -> None:
    scope = scope_key(WorkshopFactory(lead=personas.network))
    elsewhere = scope_key(WorkshopFactory(lead=personas.other_network))
    for place, state in ((scope, "HELD"), (scope, "HELD"), (scope, "CANCELLED"), (elsewhere, "CANCELLED")):
        QueuedMail.objects.create(
            kind="k", reason=short_code(), to_email="a@example.org", language="en", scope=place, state=state
        )
    assert told(personas) == {"coordinator": ["2 mails wait to be released"]}


def test_a_matrix_in_review_waits_for_reviewers_who_did_not_write_it(personas: Personas) -> None:
    strategy = StrategyFactory(network=personas.network)
    AlignmentMatrixFactory(strategy=strategy, state="SUBMITTED", created_by=None)
    assert told(personas) == {"reviewer": [f"Matrix to review: {strategy.city.name}"]}


def test_reviewers_do_not_review_what_they_wrote(personas: Personas) -> None:
    strategy = StrategyFactory(network=personas.network)
    AlignmentMatrixFactory(strategy=strategy, state="IN_REVIEW", created_by=personas["reviewer"])
    assert "reviewer" not in told(personas)


def test_a_draft_waits_for_its_author_and_the_planners_of_its_city(personas: Personas) -> None:
    strategy = StrategyFactory(city=personas.city)
    AlignmentMatrixFactory(strategy=strategy, state="CHANGES_REQUESTED", created_by=personas["trainer"])
    AlignmentMatrixFactory(strategy=StrategyFactory(), state="DRAFT", created_by=AccountFactory())
    words = [f"Go on with the matrix of {personas.city.name}"]
    assert told(personas) == {"trainer": words, "planner": words}
    (item,) = waiting_items(personas["planner"])
    assert (item.state, item.note) == ("missing", f"{strategy.title} · Changes requested")


def test_a_workshop_waits_for_those_who_take_part(personas: Personas) -> None:
    person = personas["viewer"].person
    ParticipationFactory(workshop=WorkshopFactory(state="CONFIRMED"), person=person)
    ParticipationFactory(workshop=WorkshopFactory(state="REPORTED"), person=person)
    ParticipationFactory(
        workshop=WorkshopFactory(state="RUNNING"),
        person=person,
        cancelled_at=timezone.now(),
        cancelled_by=AccountFactory(),
    )
    assert [text.partition(":")[0] for text in told(personas)["viewer"]] == ["You take part"]


def test_matrices_wait_for_author_peer_and_coordinator(personas: Personas) -> None:
    load_framework()
    matrix = personas_matrix(personas, "IN_REVIEW")
    peer = make_account("peer", "CITY_PLANNER", personas.network, CityFactory(slug="peer-city"))
    invite_peer(matrix, by=personas["planner"], city=CityFactory._meta.model.objects.get(slug="peer-city"))
    comment = add_comment(matrix, by=personas["reviewer"], text="Why?")
    add_comment(matrix, by=personas["planner"], text="Because.")

    def texts(user: Any) -> list[str]:
        return [str(item.text) for item in matrices_waiting(user)]

    assert texts(personas["planner"]) == ["1 comment waits on the matrix of Home city"]
    assert texts(peer) == ["Read and comment on the matrix of Home city"]
    assert texts(personas["coordinator"]) == texts(personas["trainer"]) == []
    matrix.comments.update(resolved_at=comment.at, resolved_by=personas["reviewer"])
    assert texts(personas["planner"]) == []
    validate_matrix(matrix, by=personas["reviewer"])
    for name in ("planner", "coordinator"):
        assert texts(personas[name]) == ["Validated: who sees the matrix of Home city?"]
    assert texts(peer) == texts(personas["other_coordinator"]) == []
