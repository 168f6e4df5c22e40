from functools import lru_cache

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from participants.models import (
    Account,
    City,
    Country,
    Membership,
    Network,
    Organisation,
    Person,
    Profile,
    RoleAssignment,
    Subdivision,
)

PASSWORD = "correct-horse-battery"


@lru_cache
def hashed_password() -> str:
    """Hashing is slow on purpose; one hash does for every account of a run."""
    return make_password(PASSWORD)


class CountryFactory(DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("iso2",)

    iso2 = "AR"
    iso3 = factory.LazyAttribute(lambda country: f"{country.iso2}X")
    names = factory.LazyAttribute(lambda country: {"en": f"Country {country.iso2}"})
    continent = "SA"


class SubdivisionFactory(DjangoModelFactory):
    class Meta:
        model = Subdivision
        django_get_or_create = ("country", "code")

    country = factory.SubFactory(CountryFactory)
    code = "05"
    name = "Córdoba"


class CityFactory(DjangoModelFactory):
    class Meta:
        model = City

    name = factory.Sequence(lambda n: f"Ciudad {n}")
    slug = factory.Sequence(lambda n: f"ciudad-{n}")
    country = factory.SubFactory(CountryFactory)
    time_zone = "America/Argentina/Cordoba"


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = Network

    slug = factory.Sequence(lambda n: f"network-{n}")
    name = factory.Sequence(lambda n: f"Network {n}")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = Profile

    code = factory.Sequence(lambda n: f"profile-{n}")
    names = factory.LazyAttribute(lambda profile: {"en": profile.code})


class AccountFactory(DjangoModelFactory):
    class Meta:
        model = Account

    email = factory.Sequence(lambda n: f"account{n}@example.org")
    language = "en"

    password = factory.LazyFunction(hashed_password)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    given_name = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")
    language = "en"


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    person = factory.SubFactory(PersonFactory)
    network = factory.SubFactory(NetworkFactory)
    role = "COORDINATOR"
