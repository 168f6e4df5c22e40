import json

import pytest

from alignment.actions.edits import Edit
from tests.factories.participants import AccountFactory
from tests.factories.reports import reported_workshop
from tests.factories.workshops import ExerciseFactory
from workshops.actions.exercise_edits import PhoneEdit, save_group_edits
from workshops.actions.exercise_groups import join_exercise
from workshops.actions.exercises import open_exercise
from workshops.models import Attendance
from workshops.queries.report_facts import FiguresDisagree, check_facts, workshop_facts

pytestmark = pytest.mark.django_db


def test_facts_count_participants_by_network_country_profile_and_gender() -> None:
    people = workshop_facts(reported_workshop())["participants"]
    counts = {
        name: [group["count"] for group in people[name]]
        for name in ("by_network", "by_country", "by_profile", "by_gender")
    }
    assert people["total"] == 5
    assert counts == {
        "by_network": [3, 1, 1],
        "by_country": [4, 1],
        "by_profile": [4, 1],
        "by_gender": [3, 2],
    }


def test_facts_put_those_without_an_answer_last() -> None:
    groups = workshop_facts(reported_workshop())["participants"]["by_network"]
    assert groups[-1]["code"] == ""


def test_facts_count_who_takes_part_not_who_cancelled() -> None:
    workshop = reported_workshop()
    gone = workshop.participations.first()
    gone.cancelled_at, gone.cancelled_by = gone.joined_at, AccountFactory()
    gone.save()
    assert workshop_facts(workshop)["participants"]["total"] == 4


def test_facts_tell_a_session_without_marks_from_an_empty_one() -> None:
    first, second = workshop_facts(reported_workshop())["sessions"]
    assert (first["present"], first["absent"], first["recorded"]) == (4, 1, 5)
    assert second["recorded"] == 0


def test_facts_are_plain_data() -> None:
    facts = workshop_facts(reported_workshop())
    assert json.loads(json.dumps(facts)) == facts


def test_check_facts_passes_what_belongs_together() -> None:
    check_facts(workshop_facts(reported_workshop()))


def test_check_facts_refuses_groups_that_do_not_add_up() -> None:
    facts = workshop_facts(reported_workshop())
    facts["participants"]["by_gender"][0]["count"] += 1
    with pytest.raises(FiguresDisagree):
        check_facts(facts)


def test_check_facts_refuses_more_marks_than_people() -> None:
    facts = workshop_facts(reported_workshop())
    facts["slots"][0]["recorded"] = 6
    with pytest.raises(FiguresDisagree):
        check_facts(facts)


def test_facts_count_people_once_where_blocks_stand_side_by_side() -> None:
    workshop = reported_workshop()
    first, second = workshop.sessions.order_by("pk")
    Attendance.objects.create(session=second, participation=workshop.participations.first(), status="PRESENT")
    slots = workshop_facts(workshop)["slots"]
    assert slots == [{"titles": [first.title, second.title], "present": 4, "recorded": 5}]


def test_facts_tell_how_far_the_groups_of_an_exercise_agreed() -> None:
    workshop = reported_workshop()
    assert workshop_facts(workshop)["exercises"] == []
    exercise = ExerciseFactory(session=workshop.sessions.first(), groups=["One", "Two"])
    exercise = open_exercise(exercise, by=None)
    for group, scores in zip(exercise.groups.all(), ((3, 1), (1, 1)), strict=True):
        member = join_exercise(exercise, name="Ana", group=group)
        edits = [
            PhoneEdit(place, Edit("P1", place, score, "DIRECT"))
            for place, score in zip(("11", "13"), scores, strict=True)
        ]
        save_group_edits(member, edits)
    (facts,) = workshop_facts(workshop)["exercises"]
    wanted = {
        "groups": 2,
        "people": 2,
        "cells": 2,
        "of_cells": 4,
        "compared": 2,
        "within_one": 1,
        "discussed": 1,
    }
    assert {name: facts[name] for name in wanted} == wanted
    assert "Ana" not in json.dumps(facts)
