import pytest
from django import forms
from django.http import QueryDict

from participants.forms import CityField
from participants.models import City
from tests.factories.participants import CityFactory, CountryFactory, SubdivisionFactory


class PlaceForm(forms.Form):
    city = CityField(required=False)


class RequiredForm(forms.Form):
    city = CityField()


@pytest.fixture
def cordobas(db: None) -> dict[str, City]:
    made = {}
    for iso2, country, province, people in [
        ("AR", "Argentina", "Córdoba", 2_000_000),
        ("ES", "Spain", "Andalucía", 325_000),
        ("MX", "Mexico", "Veracruz", 204_000),
    ]:
        land = CountryFactory(iso2=iso2, names={"en": country, "es": f"{country} (es)"})
        subdivision = SubdivisionFactory(country=land, code="01", name=province)
        made[iso2] = CityFactory(
            name="Córdoba",
            slug=f"cordoba-{iso2.lower()}",
            country=land,
            subdivision=subdivision,
            population=people,
        )
        CityFactory(name=f"Villa {iso2}", country=land, subdivision=subdivision)
    return made


def test_nothing_typed_is_no_city(db):
    form = PlaceForm({"city": "  "})
    assert form.is_valid()
    assert form.cleaned_data["city"] is None


def test_required_city_is_asked_for(db):
    assert RequiredForm({"city": ""}).errors == {"city": ["This field is required."]}


def test_words_that_mean_one_city_are_taken(cordobas):
    form = PlaceForm({"city": "cordoba argentina"})
    assert form.is_valid()
    assert form.cleaned_data["city"] == cordobas["AR"]


def test_full_name_in_another_language_is_taken(cordobas):
    form = PlaceForm({"city": "CÓRDOBA, Andalucía, Spain (es)"})
    assert form.is_valid()
    assert form.cleaned_data["city"] == cordobas["ES"]


def test_words_that_mean_several_cities_come_back_with_choices(cordobas):
    form = PlaceForm({"city": "cordoba"})
    assert form.errors == {"city": ["Several cities are called so: choose one."]}
    assert [option.key for option in form.fields["city"].widget.options] == [
        "cordoba-ar",
        "cordoba-es",
        "cordoba-mx",
    ]
    html = str(form["city"])
    assert html.count('type="radio"') == 3
    assert "Córdoba, Veracruz, Mexico" in html


def test_a_choice_for_these_words_is_taken(cordobas):
    form = PlaceForm({"city": "cordoba", "city_asked": "cordoba", "city_choice": "cordoba-mx"})
    assert form.is_valid()
    assert form.cleaned_data["city"] == cordobas["MX"]
    assert 'value="Córdoba, Veracruz, Mexico"' in str(form["city"])


def test_a_choice_for_other_words_is_dropped(cordobas):
    form = PlaceForm({"city": "villa mexico", "city_asked": "cordoba", "city_choice": "cordoba-mx"})
    assert form.is_valid()
    assert form.cleaned_data["city"].name == "Villa MX"


@pytest.mark.parametrize(
    "data",
    [
        {"city": "Atlantis"},
        {"city": "x", "city_asked": "x", "city_choice": "no-such"},
        {"city": "'; drop table"},
        {"city": "%"},
    ],
)
def test_unknown_words_are_refused_with_what_to_do(cordobas, data):
    assert PlaceForm(data).errors == {
        "city": ["No city is called so. Check the spelling, or type the country as well."]
    }


def test_initial_shows_the_full_name_and_is_unchanged_by_it(cordobas):
    city = cordobas["AR"]
    for initial in (city, city.pk):
        form = PlaceForm({"city": "Córdoba, Córdoba, Argentina"}, initial={"city": initial})
        assert form.has_changed() is False
    assert 'value="Córdoba, Córdoba, Argentina"' in str(PlaceForm(initial={"city": city.pk})["city"])


def test_a_multi_valued_query_uses_the_last_word(cordobas):
    assert PlaceForm(QueryDict("city=a&city=cordoba+mexico")).is_valid()
