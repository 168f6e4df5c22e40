from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.workshops import ApplicationFactory, WorkshopFactory
from tests.personas import PERSONA_NAMES, Personas
from workshops.models import Application

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "LOST"},
        {"decided_at": timezone.now()},
        {"person": None},
        {"confirmed_at": None},
        {"waiting_position": 1},
    ],
)
def test_application_constraints_hold_in_the_database(broken: dict[str, Any]):
    application = ApplicationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(**broken)


def test_application_once_per_address_in_any_case_but_again_after_withdrawal():
    first = ApplicationFactory(email="dani@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationFactory(workshop=first.workshop, email="DANI@example.org")
    Application.objects.update(state="WITHDRAWN")
    ApplicationFactory(workshop=first.workshop, email="dani@example.org")


@pytest.mark.parametrize("name", PERSONA_NAMES)
def test_applications_are_visible_to_the_applicant_and_those_who_select(personas: Personas, name: str):
    workshop = WorkshopFactory(lead=personas.network)
    own = ApplicationFactory(workshop=workshop, person=personas["member"].person)
    other = ApplicationFactory(workshop=workshop)
    user = personas[name]
    selects = name in ("admin", "coordinator", "selection_reviewer")
    assert set(Application.objects.visible_to(user)) == (
        {own, other} if selects else {own} if name == "member" else set()
    )
    assert set(Application.objects.selected_by(user)) == ({own, other} if selects else set())
    for application in (own, other):
        seen = Application.objects.visible_to(user).filter(pk=application.pk).exists()
        assert user.has_perm("workshops.view_application", application) is seen


def test_application_decision_key_changes_with_the_decision():
    application = Application()
    open_key = application.decision_key
    application.decided_at = timezone.now()
    assert (open_key, application.decision_key != open_key) == (f"application:{application.code}", True)
