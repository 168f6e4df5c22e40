import pytest
from django.urls import reverse

from tests.factories.participants import CityFactory

SUGGEST = reverse("participants:city_suggest")


@pytest.fixture
def saopaulo(db):
    return CityFactory(name="São Paulo", slug="sao-paulo-br", population=12_000_000)


def test_suggestions_forgive_accents_and_need_no_account(client, saopaulo):
    page = client.get(SUGGEST, {"field": "place", "place": "SAO pau"}).content.decode()
    assert page.count('name="place_choice"') == 1
    assert 'value="sao-paulo-br"' in page


@pytest.mark.parametrize("words", ["", "s", " "])
def test_suggestions_wait_for_two_letters(client, saopaulo, words):
    assert "radio" not in client.get(SUGGEST, {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["zz" * 400, "\x00\x00\x00", "%%", "<script>", ",,,"])
def test_suggestions_survive_bad_input(client, saopaulo, words):
    response = client.get(SUGGEST, {"q": words, "field": "<b>"})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
    assert "<b>" not in response.content.decode()
