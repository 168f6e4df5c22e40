import pytest
from django.core.management import call_command

from participants.actions.catalogue import give_slugs
from participants.models import City, Country, Profile, Subdivision
from participants.queries.cities import cities_found, cities_meant

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(db):
    call_command("load_cities", verbosity=0)


def test_load_cities_brings_the_whole_catalogue_and_can_be_repeated(catalogue, capsys):
    slugs = dict(City.objects.values_list("geonameid", "slug"))
    City.objects.filter(geonameid=3860259).update(name="Old name", population=1)
    call_command("load_cities")
    assert capsys.readouterr().out == "5740 cities, 433 provinces, 250 countries, 13 profiles.\n"
    assert dict(City.objects.values_list("geonameid", "slug")) == slugs
    assert (City.objects.count(), Subdivision.objects.count(), Country.objects.count()) == (5740, 433, 250)
    cordoba = City.objects.get(slug="cordoba-ar")
    assert (cordoba.name, cordoba.population) == ("Córdoba", 2106734)


def test_codes_that_look_like_nothing_survive(catalogue):
    assert Country.objects.get(pk="NA").names["en"] == "Namibia"
    assert Country.objects.get(pk="XK").m49 is None
    assert Country.objects.get(pk="AF").m49 == 4


def test_cordoba_means_three_cities_told_apart_by_province_and_country(catalogue):
    names = [city.full_name for city in cities_found("cordoba").with_place()]
    assert names == [
        "Córdoba, Córdoba, Argentina",
        "Córdoba, Andalucía, Spain",
        "Córdoba, Veracruz, Mexico",
    ]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Lisbon", "lisboa-pt"),
        ("lisboa", "lisboa-pt"),
        ("havana", "la-habana-cu"),
        ("Mexico City", "ciudad-de-mexico-mx"),
        ("panama city", "ciudad-de-panama-pa"),
        ("ciudad de guatemala", "ciudad-de-guatemala-gt"),
        ("girardot", "girardot-co"),
        ("vitoria gasteiz", "vitoria-gasteiz-es"),
        ("SAO PAULO", "sao-paulo-br"),
        ("cordoba, argentine", "cordoba-ar"),
        ("penalolen", "penalolen-cl"),
    ],
)
def test_city_is_found_by_local_english_and_accentless_names(catalogue, words, slug):
    assert cities_found(words)[0].slug == slug


def test_words_of_the_place_find_its_cities_when_no_city_is_so_called(catalogue):
    assert cities_found("gibraltar").count() == City.objects.matching("gibraltar").count()
    assert {city.country_id for city in cities_found("peru lima").with_place()[:5]} == {"PE"}


def test_full_name_in_any_language_leaves_no_doubt(catalogue):
    for words in ("Córdoba, Córdoba, Argentine", "cordoba, andalucia, espana", "Córdoba, Veracruz, México"):
        assert len(cities_meant(words)) == 1


def test_slugs_are_unique_and_name_the_province_of_the_smaller_city(catalogue):
    assert City.objects.values("slug").distinct().count() == 5740
    assert City.objects.get(slug="san-pedro-ar").population == 47452
    assert City.objects.get(slug="san-pedro-misiones-ar").population == 23736


def test_slug_of_a_third_namesake_in_one_province_ends_in_its_number():
    country = Country(iso2="AR")
    province = Subdivision(country=country, name="Jujuy")
    cities = [
        City(name="San Pedro", country=country, subdivision=province, geonameid=number, population=9 - number)
        for number in (1, 2, 3)
    ]
    give_slugs(cities, known={})
    assert [city.slug for city in cities] == ["san-pedro-ar", "san-pedro-jujuy-ar", "san-pedro-ar-3"]


def test_profiles_have_a_name_in_each_language_and_keep_what_an_organiser_changed(catalogue):
    assert all(set(profile.names) == {"es", "pt-br", "en", "fr"} for profile in Profile.objects.all())
    first_four = list(Profile.objects.order_by("position").values_list("code", flat=True)[:4])
    assert first_four == ["planning", "environment", "international-relations", "economy"]
    Profile.objects.filter(code="planning").update(names={"es": "Planeamiento"}, is_active=False)
    call_command("load_cities", verbosity=0)
    assert Profile.objects.get(code="planning").names == {"es": "Planeamiento"}
