"""Rows written by hand: nothing of the database may become markup, every link must lead somewhere."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.participants import (
    CityFactory,
    CountryFactory,
    OrganisationFactory,
    PersonFactory,
    ProfileFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.django_db

HOSTILE = "<b>\"x\"&'y'</b>"
SHOWN = "&lt;b&gt;&quot;x&quot;&amp;&#x27;y&#x27;&lt;/b&gt;"


def rows_of(client: Client, name: str, **query: str) -> str:
    page = client.get(reverse(f"participants:{name}"), query).content.decode()
    return page.partition("<tbody")[2].partition("</tbody>")[0]


def test_texts_of_a_person_are_escaped(client: Client, personas: Personas):
    country = CountryFactory(iso2="Q1", names={"en": HOSTILE})
    PersonFactory(
        given_name=HOSTILE,
        family_name="Zuñiga",
        email=f"{HOSTILE}@example.org",
        job_title=HOSTILE,
        city=CityFactory(name=HOSTILE, country=country),
        organisation=OrganisationFactory(name=HOSTILE),
        profile=ProfileFactory(names={"en": HOSTILE}),
    )
    client.force_login(personas["coordinator"])
    rows = rows_of(client, "person_list", q="zuniga")
    assert (rows.count("<b>"), rows.count(SHOWN)) == (0, 7)


def test_a_person_with_nothing_but_a_name_has_dashes(client: Client, personas: Personas):
    person = PersonFactory(given_name="Solo", family_name="", email="", is_sample=True)
    client.force_login(personas["coordinator"])
    rows = rows_of(client, "person_list", q="solo")
    assert re.findall(r'data-label="(\w+)">([^<]*)', rows) == [
        ("City", "–"),
        ("Organisation", "–"),
        ("Profile", "–"),
        ("Account", "no"),
    ]
    assert f'<a href="{reverse("participants:person_detail", args=[person.code])}">Solo</a>' in rows
    assert 'class="sub"' not in rows
    assert "sample data" in rows
