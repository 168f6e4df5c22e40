from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.participants import PersonFactory
from tests.factories.workshops import SessionFactory, WorkshopFactory
from workshops.models import WorkshopState
from workshops.queries.clashes import clashes_among, clashes_elsewhere, is_outside, overlapping_pairs

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
spans = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(
    lambda span: (START + timedelta(minutes=span[0]), START + timedelta(minutes=span[0] + span[1]))
)


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


@given(st.lists(spans, max_size=12))
def test_overlapping_pairs_are_those_found_by_comparing_all(rows):
    numbered = dict(enumerate(rows))
    expected = {
        frozenset((first, second))
        for first, second in combinations(numbered, 2)
        if rows[first][0] < rows[second][1] and rows[second][0] < rows[first][1]
    }
    found = [frozenset(pair) for pair in overlapping_pairs(numbered)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))


def test_overlapping_pairs_do_not_count_a_shared_instant():
    assert list(overlapping_pairs({1: (at(0), at(1)), 2: (at(1), at(2))})) == []


@pytest.mark.django_db
def test_clashes_among_finds_a_room_taken_twice_whatever_its_accents():
    workshop = WorkshopFactory(starts_at=at(0), ends_at=at(9))
    first = SessionFactory(workshop=workshop, starts_at=at(0), ends_at=at(2), room="Salón Magno")
    second = SessionFactory(workshop=workshop, starts_at=at(1), ends_at=at(3), room="salon magno")
    SessionFactory(workshop=workshop, starts_at=at(1), ends_at=at(3), room="Biblioteca")
    found = clashes_among(list(workshop.sessions.in_order()))
    assert [(clash.kind, clash.first, clash.second) for clash in found] == [("room", first, second)]


@pytest.mark.django_db
def test_clashes_among_finds_a_trainer_in_two_blocks_but_not_in_a_break():
    workshop = WorkshopFactory(starts_at=at(0), ends_at=at(9))
    person = PersonFactory()
    for hour, is_break in ((0, False), (0.5, False), (0.5, True)):
        session = SessionFactory(
            workshop=workshop,
            starts_at=at(hour),
            ends_at=at(hour + 1),
            is_break=is_break,
            takes_attendance=not is_break,
        )
        session.trainers.add(person)
    found = clashes_among(list(workshop.sessions.prefetch_related("trainers").in_order()))
    assert [(clash.kind, clash.what) for clash in found] == [("trainer", person.full_name)]


@pytest.mark.django_db
def test_clashes_elsewhere_names_the_other_workshop_unless_it_is_cancelled():
    person = PersonFactory()
    here, there, cancelled = (WorkshopFactory(starts_at=at(0), ends_at=at(9)) for _n in range(3))
    cancelled.state = WorkshopState.CANCELLED
    cancelled.save()
    blocks = []
    for workshop in (here, there, cancelled):
        session = SessionFactory(workshop=workshop, starts_at=at(1), ends_at=at(2), room="Sala 1")
        session.trainers.add(person)
        blocks.append(session)
    later = SessionFactory(workshop=there, starts_at=at(2), ends_at=at(3))
    later.trainers.add(person)
    found = clashes_elsewhere(here, list(here.sessions.prefetch_related("trainers")))
    assert [(clash.kind, clash.first, clash.second) for clash in found] == [("trainer", blocks[0], blocks[1])]
    assert found[0].is_elsewhere


@pytest.mark.django_db
@pytest.mark.parametrize(("start", "end", "outside"), [(0, 9, False), (-1, 1, True), (8, 10, True)])
def test_is_outside_the_hours_of_the_workshop(start, end, outside):
    workshop = WorkshopFactory(starts_at=at(0), ends_at=at(9))
    session = SessionFactory(workshop=workshop, starts_at=at(start), ends_at=at(end))
    assert is_outside(workshop, session) is outside
