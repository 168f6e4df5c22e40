"""The table of `permission_table.py` holds: asked of the rules, and of every page by real requests."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern
from rules.permissions import permissions

from sdgplatform.access.decorators import Access
from tests.architecture.permission_table import ROWS, Row
from tests.architecture.test_view_access import ALL_VIEWS
from tests.architecture.world import World
from tests.personas import PERSONA_NAMES

pytestmark = pytest.mark.django_db
PLACE = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
APPS = ("alignment", "jobs", "modules", "participants", "workshops")
# Pages that ask for more than the permission they declare, because it depends on the address.
ASKED_INSIDE = {"alignment:matrix_step": "alignment.submit_matrix"}
# What a page needs to be told to answer at all.
POSTED = {"alignment:element_move": {"up": "A1"}}
# Addresses whose code is not of the loaded object.
CODES = {"workshops:mail_edit": "mail", "workshops:mail_step": "mail"}
GUARDED = [
    pytest.param(address, pattern, id=address)
    for address, pattern in ALL_VIEWS
    if (access := getattr(pattern.callback, "access", None)) and access.level == "permission"
]


def _thing(world: World, model: str) -> list[Model]:
    return [thing for kind, thing in world.things.items() if kind.__name__ == model]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.permission)
def test_permission_is_of_those_in_the_table(world: World, row: Row) -> None:
    things = _thing(world, row.model)
    assert len(things) == (1 if row.model else 0)
    having = {name for name in PERSONA_NAMES if world.personas[name].has_perm(row.permission, *things)}
    assert having == {"admin", *row.personas.split()}


def test_every_permission_is_in_the_table() -> None:
    own = {name for name in permissions if name.split(".")[0] in APPS}
    assert own == {row.permission for row in ROWS}


def _arguments(world: World, pattern: URLPattern, access: Access) -> dict[str, Any]:
    wanted = list(pattern.pattern.converters)
    given = {name: world.extra[name] for name in wanted if name in world.extra}
    if name := CODES.get(_name(access, pattern)):
        given["code"] = world.extra[name]
    if access.model is not None:
        thing = world.things[access.model]
        for name, lookup in (access.by or {}).items():
            given[name] = _follow(thing, lookup)
    return given


def _name(access: Access, pattern: URLPattern) -> str:
    """`workshops:mail_edit`: the app is told by the permission."""
    return f"{access.permission.split('.')[0]}:{pattern.name}"


def _follow(thing: Any, lookup: str) -> Any:
    for step in lookup.split("__"):
        thing = getattr(thing, step)
    return thing


def _outcome(client: Client, address: str, posted: dict[str, str]) -> str:
    response = client.get(address)
    if response.status_code == 405:
        response = client.post(address, posted)
    if response.streaming:
        b"".join(response.streaming_content)  # to its end, so that the file is closed
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "sign in"
    return {403: "forbidden", 404: "absent"}.get(response.status_code, "open")


def _expected(world: World, persona: str, access: Access, permission: str) -> str:
    if persona == "visitor":
        return "sign in"
    user = world.personas[persona]
    things = [world.things[access.model]] if access.model else []
    if things and not access.model._default_manager.all().visible_to(user).filter(pk=things[0].pk).exists():
        return "absent"
    row = next(row for row in ROWS if row.permission == permission)
    return "open" if persona in {"admin", *row.personas.split()} else "forbidden"


@pytest.mark.parametrize(("address", "pattern"), GUARDED)
def test_page_opens_for_those_in_the_table(world: World, address: str, pattern: URLPattern) -> None:
    """Each persona asks once; what the request changed is rolled back before the next one asks."""
    access = pattern.callback.access  # type: ignore[attr-defined]
    address = _filled(address, _arguments(world, pattern, access))
    outcomes = {}
    for persona in PERSONA_NAMES:
        with transaction.atomic():
            outcomes[persona] = _outcome(
                _client(world, persona), f"/{address}", POSTED.get(_name(access, pattern), {})
            )
            transaction.set_rollback(True)
    asked = ASKED_INSIDE.get(_name(access, pattern), access.permission)
    assert outcomes == {persona: _expected(world, persona, access, asked) for persona in PERSONA_NAMES}


def _client(world: World, persona: str) -> Client:
    client = Client()
    if persona != "visitor":
        client.force_login(world.personas[persona])
    return client


def _filled(address: str, values: dict[str, Any]) -> str:
    return PLACE.sub(lambda place: str(values[place["name"]]), address)
