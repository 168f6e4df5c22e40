from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from sdgplatform.outbox.models import MailState, QueuedMail
from tests.factories.participants import AccountFactory
from tests.factories.workshops import (
    ApplicationFactory,
    ParticipationFactory,
    SessionFactory,
    VenueFactory,
    WorkshopFactory,
    WorkshopTrainerFactory,
)
from workshops.actions.life_cycle import MoveNotAllowed, ReasonMissing, WorkshopNotReady, move_workshop
from workshops.models import WorkshopState as State
from workshops.queries.life_cycle import MOVES, moves_from, next_state

pytestmark = pytest.mark.django_db

ALLOWED = {
    (State.DRAFT, State.OPEN),
    (State.DRAFT, State.CANCELLED),
    (State.OPEN, State.SELECTION),
    (State.OPEN, State.CANCELLED),
    (State.SELECTION, State.CONFIRMED),
    (State.SELECTION, State.OPEN),
    (State.SELECTION, State.CANCELLED),
    (State.CONFIRMED, State.RUNNING),
    (State.CONFIRMED, State.SELECTION),
    (State.CONFIRMED, State.CANCELLED),
    (State.RUNNING, State.CLOSED),
    (State.RUNNING, State.CANCELLED),
    (State.CLOSED, State.REPORTED),
    (State.REPORTED, State.CLOSED),
}


def ready_workshop(**fields):
    """Nothing is missing for any step that does not wait for a day or a report."""
    now = timezone.now()
    fields = {
        "venue": VenueFactory(),
        "summaries": {"en": "About it."},
        "starts_at": now + timedelta(days=30),
        "applications_close_at": now + timedelta(days=10),
        **fields,
    }
    workshop = WorkshopFactory(**fields)
    WorkshopTrainerFactory(workshop=workshop)
    SessionFactory(workshop=workshop)
    ParticipationFactory(workshop=workshop)
    return workshop


def test_moves_are_those_of_the_table():
    assert {(one, other) for one, others in MOVES.items() for other in others} == ALLOWED


@pytest.mark.parametrize(
    ("from_state", "to_state"), [pair for pair in product(State, State) if pair not in ALLOWED]
)
def test_move_workshop_refuses_what_is_not_in_the_table(from_state, to_state):
    workshop = ready_workshop(state=from_state)
    with pytest.raises(MoveNotAllowed) as refusal:
        move_workshop(workshop, to_state, by=AccountFactory(), reason="because")
    assert refusal.value.details == {"from_state": from_state, "to_state": to_state}
    workshop.refresh_from_db()
    assert workshop.state == from_state


def test_move_workshop_walks_the_whole_path_and_logs_each_step():
    by = AccountFactory()
    now = timezone.now()
    workshop = ready_workshop()
    start, end = workshop.starts_at, workshop.ends_at
    workshop = move_workshop(workshop, State.OPEN, by=by)
    workshop = move_workshop(workshop, State.SELECTION, by=by)
    workshop = move_workshop(workshop, State.CONFIRMED, by=by)
    workshop = move_workshop(workshop, State.RUNNING, by=by, at=start)
    workshop = move_workshop(workshop, State.CLOSED, by=by, at=end)
    assert [(step.from_state, step.to_state) for step in workshop.transitions.order_by("pk")] == [
        (State.DRAFT, State.OPEN),
        (State.OPEN, State.SELECTION),
        (State.SELECTION, State.CONFIRMED),
        (State.CONFIRMED, State.RUNNING),
        (State.RUNNING, State.CLOSED),
    ]
    assert workshop.transitions.get(to_state=State.CLOSED).at == end
    assert workshop.applications_open_at >= now
    entries = AuditEntry.objects.under(scope_key(workshop))
    assert [entry.details["to_state"] for entry in entries][::-1] == [
        "OPEN",
        "SELECTION",
        "CONFIRMED",
        "RUNNING",
        "CLOSED",
    ]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"venue": None}, ["venue"]),
        ({"summaries": {}}, ["summary"]),
        ({"languages": []}, ["languages"]),
        ({"applications_close_at": None}, ["close"]),
        ({"applications_close_at": timezone.now() - timedelta(days=1)}, ["close"]),
    ],
)
def test_opening_refuses_what_is_not_ready(fields, missing):
    workshop = ready_workshop(**fields)
    with pytest.raises(WorkshopNotReady) as refusal:
        move_workshop(workshop, State.OPEN, by=None)
    assert refusal.value.details["missing"] == missing


def test_confirming_refuses_undecided_applications_and_an_empty_workshop():
    workshop = WorkshopFactory(state=State.SELECTION)
    ApplicationFactory(workshop=workshop)
    with pytest.raises(WorkshopNotReady) as refusal:
        move_workshop(workshop, State.CONFIRMED, by=None)
    assert sorted(refusal.value.details["missing"]) == ["accepted", "decided", "programme", "trainers"]


@pytest.mark.parametrize("minutes_before_midnight", [1, -1])
def test_starting_waits_for_the_first_day_there(minutes_before_midnight):
    workshop = ready_workshop(state=State.CONFIRMED)
    midnight = workshop.starts_local.replace(hour=0, minute=0, second=0, microsecond=0)
    at = midnight - timedelta(minutes=minutes_before_midnight)
    if minutes_before_midnight < 0:
        assert move_workshop(workshop, State.RUNNING, by=None, at=at).state == State.RUNNING
    else:
        with pytest.raises(WorkshopNotReady) as refusal:
            move_workshop(workshop, State.RUNNING, by=None, at=at)
        assert refusal.value.details["missing"] == ["day"]


def test_closing_waits_for_the_last_day():
    workshop = ready_workshop(state=State.RUNNING)
    with pytest.raises(WorkshopNotReady) as refusal:
        move_workshop(workshop, State.CLOSED, by=None)
    assert refusal.value.details["missing"] == ["over"]


def test_reporting_needs_a_report():
    workshop = ready_workshop(state=State.CLOSED)
    with pytest.raises(WorkshopNotReady) as refusal:
        move_workshop(workshop, State.REPORTED, by=None)
    assert refusal.value.details["missing"] == ["report"]


def test_reopening_the_call_needs_its_closing_date_again():
    past = timezone.now() - timedelta(days=1)
    workshop = ready_workshop(state=State.SELECTION, applications_close_at=past)
    with pytest.raises(WorkshopNotReady):
        move_workshop(workshop, State.OPEN, by=None)


def test_a_step_back_to_the_selection_asks_for_nothing():
    workshop = WorkshopFactory(state=State.CONFIRMED)
    assert move_workshop(workshop, State.SELECTION, by=None).state == State.SELECTION


def test_cancelling_needs_a_reason():
    workshop = ready_workshop(state=State.OPEN)
    with pytest.raises(ReasonMissing):
        move_workshop(workshop, State.CANCELLED, by=None, reason="  ")


def test_cancelling_withdraws_the_mails_that_have_not_left():
    workshop = ready_workshop(state=State.OPEN)
    other = WorkshopFactory()

    def mail(code, scope, state, **fields):
        return QueuedMail.objects.create(
            code=code,
            kind="x",
            scope=scope_key(scope),
            reason=code,
            to_email="a@example.org",
            language="en",
            subject="s",
            text="t",
            state=state,
            **fields,
        )

    mail("held", workshop, MailState.HELD)
    mail("sent", workshop, MailState.SENT, sent_at=timezone.now())
    mail("elsewhere", other, MailState.HELD)
    moved = move_workshop(workshop, State.CANCELLED, by=None, reason="No money")
    states = dict(QueuedMail.objects.values_list("code", "state"))
    assert states == {"held": "CANCELLED", "sent": "SENT", "elsewhere": "HELD"}
    entry = AuditEntry.objects.under(scope_key(workshop)).first()
    assert (entry.action, entry.details["mails_withdrawn"]) == ("workshops.workshop.cancelled", 1)
    assert moved.transitions.get().reason == "No money"


def test_next_state_is_the_usual_step():
    assert next_state(WorkshopFactory(state=State.CONFIRMED)) == State.RUNNING
    assert next_state(WorkshopFactory(state=State.CANCELLED)) is None
    assert list(moves_from(State.CANCELLED)) == []
