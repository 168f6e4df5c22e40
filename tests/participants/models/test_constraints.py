"""Each constraint of the app, broken behind the back of the actions."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from participants.models import (
    Account,
    City,
    Country,
    Invitation,
    Membership,
    Organisation,
    Person,
    RoleAssignment,
    Subdivision,
)
from tests.factories.participants import (
    AccountFactory,
    CityFactory,
    CountryFactory,
    MembershipFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    RoleAssignmentFactory,
    SubdivisionFactory,
)

pytestmark = pytest.mark.django_db


def refused(name: str, make) -> None:
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        make()
    assert name in str(error.value)


def test_account_email_is_unique_in_any_case():
    AccountFactory(email="one@example.org")
    refused("account_email_once_in_any_case", lambda: AccountFactory(email="ONE@example.org"))


def test_country_code_is_unique():
    CountryFactory(iso2="AR", iso3="ARG")
    refused("iso3", lambda: Country.objects.create(iso2="XX", iso3="ARG", names={}, continent="SA"))


def test_subdivision_code_once_per_country():
    row = SubdivisionFactory()
    refused(
        "subdivision_code_once_per_country",
        lambda: Subdivision.objects.create(country=row.country, code=row.code, name="Again"),
    )


def test_city_is_unique_by_geonameid_and_slug():
    CityFactory(geonameid=5, slug="one")
    refused("geonameid", lambda: CityFactory(geonameid=5, slug="two"))
    refused("slug", lambda: CityFactory(geonameid=6, slug="one"))


def test_person_gender_is_known():
    person = PersonFactory()
    refused("person_gender_is_known", lambda: Person.objects.filter(pk=person.pk).update(gender="X"))


def test_organisation_kind_is_known():
    row = OrganisationFactory()
    refused("organisation_kind_is_known", lambda: Organisation.objects.filter(pk=row.pk).update(kind="CLUB"))


def test_account_has_one_person():
    account = AccountFactory()
    PersonFactory(account=account)
    refused("account_id", lambda: PersonFactory(account=account))


def test_membership_is_of_a_city_or_an_organisation():
    refused("membership_of_a_city_or_an_organisation", MembershipFactory)
    refused(
        "membership_of_a_city_or_an_organisation",
        lambda: MembershipFactory(city=CityFactory(), organisation=OrganisationFactory()),
    )


def test_membership_ends_after_it_starts():
    refused(
        "membership_ends_on_not_before_starts_on",
        lambda: MembershipFactory(city=CityFactory(), starts_on=date(2017, 2, 1), ends_on=date(2017, 1, 31)),
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((None, None), (date(2017, 1, 1), None)),
        ((date(2017, 1, 1), None), (date(2020, 1, 1), date(2021, 1, 1))),
        ((None, date(2017, 1, 1)), (date(2017, 1, 1), None)),
    ],
)
@pytest.mark.parametrize("member", ["city", "organisation"])
def test_membership_not_twice_at_once(first, second, member):
    network = NetworkFactory()
    who = {member: CityFactory() if member == "city" else OrganisationFactory()}
    MembershipFactory(network=network, starts_on=first[0], ends_on=first[1], **who)
    refused(
        f"membership_{member}_not_twice_at_once",
        lambda: MembershipFactory(network=network, starts_on=second[0], ends_on=second[1], **who),
    )


def test_membership_again_after_it_ended_and_in_another_network():
    network, city = NetworkFactory(), CityFactory()
    MembershipFactory(network=network, city=city, ends_on=date(2017, 1, 1))
    MembershipFactory(network=network, city=city, starts_on=date(2017, 1, 2))
    MembershipFactory(network=NetworkFactory(), city=city)
    assert Membership.objects.filter(city=city).count() == 3


def test_role_is_known():
    row = RoleAssignmentFactory()
    refused(
        "role_assignment_role_is_known", lambda: RoleAssignment.objects.filter(pk=row.pk).update(role="KING")
    )


def test_role_ends_after_it_starts():
    refused(
        "role_assignment_ends_on_not_before_starts_on",
        lambda: RoleAssignmentFactory(starts_on=date(2017, 2, 1), ends_on=date(2017, 1, 1)),
    )


@pytest.mark.parametrize(("role", "with_city"), [("CITY_PLANNER", False), ("TRAINER", True)])
def test_role_has_a_city_for_city_planners_only(role, with_city):
    city = CityFactory() if with_city else None
    refused("role_assignment_city_for_city_planners", lambda: RoleAssignmentFactory(role=role, city=city))


@pytest.mark.parametrize("role", ["TRAINER", "CITY_PLANNER"])
def test_role_not_twice_at_once(role):
    city = CityFactory() if role == "CITY_PLANNER" else None
    row = RoleAssignmentFactory(role=role, city=city)
    refused(
        "role_assignment_not_twice_at_once",
        lambda: RoleAssignmentFactory(person=row.person, network=row.network, role=role, city=city),
    )


def test_role_of_another_city_or_after_the_end_is_another_role():
    row = RoleAssignmentFactory(role="CITY_PLANNER", city=CityFactory(), ends_on=date(2099, 1, 1))
    again = {"person": row.person, "network": row.network, "role": row.role}
    RoleAssignmentFactory(**again, city=CityFactory())
    RoleAssignmentFactory(**again, city=row.city, starts_on=date(2099, 1, 2))
    assert RoleAssignment.objects.count() == 3


def invite(**fields) -> Invitation:
    given = {
        "email": "a@example.org",
        "role": "TRAINER",
        "expires_at": timezone.now() + timedelta(days=1),
        "network": NetworkFactory(),
    }
    return Invitation.objects.create(**{**given, **fields})


def test_invitation_role_is_known():
    refused("invitation_role_is_known", lambda: invite(role="KING"))


def test_invitation_city_is_for_city_planners():
    refused("invitation_city_for_city_planners", lambda: invite(role="CITY_PLANNER"))


def test_invitation_is_accepted_by_somebody():
    refused("invitation_accepted_at_and_accepted_by_together", lambda: invite(accepted_at=timezone.now()))


def test_invitation_is_not_accepted_and_revoked():
    now = timezone.now()
    refused(
        "invitation_not_accepted_and_revoked",
        lambda: invite(accepted_at=now, accepted_by=AccountFactory(), revoked_at=now),
    )


def test_person_outlives_its_account():
    person = PersonFactory(account=AccountFactory())
    Account.objects.all().delete()
    person.refresh_from_db()
    assert person.account is None


def test_city_with_members_stays():
    city = CityFactory()
    MembershipFactory(city=city)
    with pytest.raises(DatabaseError):
        City.objects.filter(pk=city.pk).delete()
