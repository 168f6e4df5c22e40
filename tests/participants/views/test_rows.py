"""Rows written by hand: nothing of the database may become markup, every link must lead somewhere."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sdgplatform.ui.texts import number_text
from tests.factories.participants import (
    CityFactory,
    CountryFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    ProfileFactory,
    SubdivisionFactory,
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


def test_texts_of_a_city_are_escaped(client: Client):
    country = CountryFactory(iso2="Q1", names={"en": HOSTILE})
    subdivision = SubdivisionFactory(country=country, name=HOSTILE)
    city = CityFactory(name=HOSTILE, slug="hostile", country=country, subdivision=subdivision)
    MembershipFactory(city=city, network=NetworkFactory(name=HOSTILE))
    rows = rows_of(client, "city_list")
    assert (rows.count("<b>"), rows.count(SHOWN)) == (0, 4)


def test_a_city_names_the_networks_of_today_and_links_to_them(client: Client):
    city = CityFactory(name="Quito", slug="quito-ec", population=1_978_376)
    today = timezone.localdate()
    first = MembershipFactory(city=city, network=NetworkFactory(slug="first", name="First"))
    second = MembershipFactory(city=city, network=NetworkFactory(slug="second", name="Second"))
    MembershipFactory(city=city, network=NetworkFactory(), ends_on=today - timedelta(days=1))
    MembershipFactory(city=city, network=NetworkFactory(), starts_on=today + timedelta(days=1))
    CityFactory(name="Alone", slug="alone", population=None)
    page = client.get(reverse("participants:city_list"))
    lines = {line.slug: line for line in page.context["page"]}
    assert [name for _slug, name in lines["quito-ec"].networks] == ["First", "Second"]
    rows = rows_of(client, "city_list")
    for membership in (first, second):
        address = reverse("participants:network_detail", args=[membership.network.slug])
        assert f'<a href="{address}">{membership.network.name}</a>' in rows
    assert f'<a href="{reverse("participants:city_detail", args=["quito-ec"])}">Quito</a>' in rows
    assert f'data-label="Inhabitants">{number_text(1_978_376)}</td>' in rows
    assert rows.count(">–</td>") == 2


def test_countries_on_offer_have_a_city(client: Client):
    CityFactory(country=CountryFactory(iso2="Q1", names={"en": "With"}))
    CountryFactory(iso2="Q2", names={"en": "Without"})
    form = client.get(reverse("participants:city_list")).context["filter_form"]
    assert [code for code, _name in form.fields["country"].choices] == ["", "Q1"]
