"""Who sees which module: each visibility for each persona, participants and trainers of its workshops too."""

import pytest
from django.utils import timezone

from modules.models import Module, Part, PartEdition
from modules.queries import latest_changes
from tests.factories.modules import EditionFactory, ModuleFactory, PartFactory
from tests.factories.participants import AccountFactory
from tests.factories.workshops import (
    ParticipationFactory,
    WorkshopFactory,
    WorkshopModuleFactory,
    WorkshopTrainerFactory,
)
from tests.personas import PERSONA_NAMES, make_account

pytestmark = pytest.mark.django_db

STAFF = {"admin", "coordinator", "trainer", "translator"}
MEMBERS = STAFF | {"selection_reviewer", "check_in", "planner", "reviewer", "viewer"}
TAUGHT = {"participant", "workshop_trainer"}
EXPECTED = {
    "PUBLIC": {*PERSONA_NAMES, *TAUGHT, "cancelled"},
    "NETWORK": MEMBERS | {"workshop_trainer"},
    "PARTICIPANTS": STAFF | TAUGHT,
    "TRAINERS": STAFF | {"workshop_trainer"},
}


@pytest.fixture
def everyone(personas):
    """The personas and those who meet the module only in a workshop of another network."""
    return {
        **personas.accounts,
        **{name: make_account(name, None, personas.network) for name in (*TAUGHT, "cancelled")},
    }


@pytest.fixture
def taught(personas, everyone):
    """A module of the home network that a workshop elsewhere teaches."""

    def make(visibility):
        module = ModuleFactory(networks=[personas.network], visibility=visibility)
        workshop = WorkshopFactory(lead=personas.other_network)
        WorkshopModuleFactory(workshop=workshop, module=module)
        WorkshopTrainerFactory(workshop=workshop, person=everyone["workshop_trainer"].person)
        ParticipationFactory(workshop=workshop, person=everyone["participant"].person)
        ParticipationFactory(
            workshop=workshop,
            person=everyone["cancelled"].person,
            cancelled_at=timezone.now(),
            cancelled_by=AccountFactory(),
        )
        return module

    return make


@pytest.mark.parametrize("visibility", EXPECTED)
def test_module_visible_to(visibility, everyone, taught):
    module = taught(visibility)
    seen = {name for name, user in everyone.items() if module in Module.objects.visible_to(user)}
    assert seen == EXPECTED[visibility] - ({"other_coordinator"} if visibility != "PUBLIC" else set())


@pytest.mark.parametrize("visibility", EXPECTED)
def test_view_module_agrees_with_visible_to(visibility, everyone, taught):
    module = taught(visibility)
    for user in everyone.values():
        seen = Module.objects.visible_to(user).filter(pk=module.pk).exists()
        assert user.has_perm("modules.view_module", module) is seen


@pytest.mark.parametrize("visibility", EXPECTED)
def test_page_and_latest_changes_agree_with_visible_to(visibility, everyone, taught):
    module = taught(visibility)
    part = PartFactory(module=module)
    EditionFactory(part=part, is_current=False)
    EditionFactory(part=part, version=2, note="Corrected")
    for user in everyone.values():
        found = Module.objects.find_for_page(user, module.slug)
        assert (found is not None) is Module.objects.visible_to(user).filter(pk=module.pk).exists()
        if found:
            is_staff = user.has_perm("modules.add_edition", found)
            shown = [change.version for change in latest_changes(found, is_staff=is_staff)]
            visible = PartEdition.objects.visible_to(user).order_by("-version")
            assert shown == list(visible.values_list("version", flat=True))


def test_participant_of_another_workshop_sees_nothing(everyone, personas):
    module = ModuleFactory(networks=[personas.network], visibility="PARTICIPANTS")
    ParticipationFactory(person=everyone["participant"].person)
    assert list(Module.objects.visible_to(everyone["participant"])) == []
    assert list(Module.objects.visible_to(everyone["trainer"])) == [module]


def test_author_sees_an_own_module_without_networks(personas):
    module = ModuleFactory(created_by=personas["trainer"])
    assert list(Module.objects.visible_to(personas["trainer"])) == [module]
    assert list(Module.objects.visible_to(personas["coordinator"])) == []


def test_former_author_sees_an_own_module_no_more(personas):
    ModuleFactory(created_by=personas["member"])
    assert list(Module.objects.visible_to(personas["member"])) == []


def test_module_of_two_networks_is_seen_once(personas):
    ModuleFactory(networks=[personas.network, personas.other_network], visibility="NETWORK")
    assert Module.objects.visible_to(personas["coordinator"]).count() == 1


def test_part_visible_to_as_its_module(everyone, taught):
    part = PartFactory(module=taught("PARTICIPANTS"))
    seen = {name for name, user in everyone.items() if part in Part.objects.visible_to(user)}
    assert seen == EXPECTED["PARTICIPANTS"]


def test_old_versions_are_visible_to_staff_only(everyone, taught):
    part = PartFactory(module=taught("PUBLIC"))
    old = EditionFactory(part=part, is_current=False)
    current = EditionFactory(part=part, version=2)
    for name, user in everyone.items():
        expected = {old, current} if name in STAFF else {current}
        assert set(PartEdition.objects.visible_to(user)) == expected, name
