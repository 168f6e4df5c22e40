import pytest
from django.test import Client
from rest_framework.authtoken.models import Token

from tests.factories.alignment import GoalFactory
from tests.personas import Personas

pytestmark = pytest.mark.django_db


def _get(personas: Personas, address: str) -> int:
    token = Token.objects.create(user=personas["coordinator"])
    return Client().get(address, headers={"Authorization": f"Token {token.key}"}).status_code


def test_token_opens_what_needs_an_account(personas: Personas) -> None:
    assert _get(personas, "/api/v1/reports/") == 200


def test_token_is_refused_without_the_required_second_factor(personas: Personas) -> None:
    personas.network.requires_second_factor = True
    personas.network.save()
    assert _get(personas, "/api/v1/reports/") == 403


def test_public_lists_stay_open_without_it(personas: Personas) -> None:
    GoalFactory()
    personas.network.requires_second_factor = True
    personas.network.save()
    assert _get(personas, "/api/v1/goals/") == 200


@pytest.mark.parametrize("address", ["/workshops/a%00b/", "/alignment/targets/%00/", "/modules/%00/"])
def test_address_with_a_nul_is_a_bad_request(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_unknown_api_address_is_not_found(client: Client) -> None:
    assert client.get("/api/v1/nothing/").status_code == 404


def test_json_that_is_nested_too_deep_is_bad_input(personas: Personas) -> None:
    token = Token.objects.create(user=personas["coordinator"])
    answer = Client().post(
        "/api/v1/matrices/",
        '{"a":' + "[" * 100_000,
        content_type="application/json",
        headers={"Authorization": f"Token {token.key}"},
    )
    assert answer.status_code == 400
