import pytest

from participants.demo import TRAINERS, seed_people
from participants.models import Account, City, Membership, Network, Organisation, Person, RoleAssignment
from participants.queries.cities import city_lines
from sdgplatform.audit.models import AuditEntry

pytestmark = pytest.mark.django_db

COUNTED = (Account, Person, Network, Organisation, Membership, RoleAssignment, AuditEntry)


def test_seed_people_makes_the_cast_once():
    cast = seed_people()
    before = [model.objects.count() for model in COUNTED]
    assert seed_people() == cast
    assert [model.objects.count() for model in COUNTED] == before
    assert list(cast) == ["coordinator", "trainer", "planner", "reviewer", "admin"]
    names = [str(account) for account in cast.values()]
    assert names[:4] == ["Lucía Ferreyra", "Beatriz Nogueira", "Marcos Peralta", "Elena Duarte"]
    assert all(account.person.is_sample for account in cast.values())
    assert cast["admin"].is_superuser is True
    assert cast["planner"].planned_city_ids == {City.objects.get(slug="cordoba-ar").pk}


def test_real_trainers_are_not_sample_data_and_have_no_account():
    seed_people()
    real = Person.objects.filter(is_sample=False)
    assert {str(person) for person in real} == {
        f"{row['given_name']} {row['family_name']}" for row in TRAINERS
    }
    assert real.filter(account__isnull=False).count() == 0


def test_no_date_of_a_membership_is_invented():
    seed_people()
    assert Membership.objects.exclude(starts_on=None, ends_on=None).count() == 0
    montevideo = City.objects.get(slug="montevideo-uy")
    assert {name for _slug, name in city_lines(City.objects.filter(pk=montevideo.pk))[0].networks} == {
        "Mercociudades",
        "UCCI",
    }


def test_password_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "another-long-password")
    assert seed_people()["trainer"].check_password("another-long-password") is True
