"""Forms: what is saved, what comes back with a message, and that nothing typed is lost."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import (
    Invitation,
    Membership,
    Network,
    Organisation,
    Person,
    RoleAssignment,
)
from tests.factories.participants import (
    CityFactory,
    CountryFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    RoleAssignmentFactory,
)
from tests.personas import Personas

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client: Client, personas: Personas) -> Client:
    client.force_login(personas["coordinator"])
    return client


def address(name: str, *args: str) -> str:
    return reverse(f"participants:{name}", args=args)


def test_person_is_added_with_city_and_organisation_by_typing(coordinator: Client, personas: Personas):
    OrganisationFactory(name="Intendencia")
    data = {"given_name": "Ana", "language": "es", "city": "home city", "organisation": "intendencia"}
    response = coordinator.post(address("person_add"), data)
    person = Person.objects.get(given_name="Ana")
    assert response.headers["Location"] == address("person_detail", person.code)
    assert (person.city, person.organisation.name) == (personas.city, "Intendencia")


def test_person_form_comes_back_with_what_was_typed(coordinator: Client):
    data = {"given_name": "Ana", "language": "es", "city": "Atlantis", "organisation": "None", "email": "x"}
    response = coordinator.post(address("person_add"), data)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"city", "organisation", "email"}
    assert b'value="Atlantis"' in response.content
    assert Person.objects.filter(given_name="Ana").count() == 0


def test_person_edit_refusal_is_shown_on_the_form(coordinator: Client, personas: Personas):
    person = PersonFactory(email="ana@example.org")
    RoleAssignmentFactory(person=person, network=personas.other_network)
    data = {"given_name": "Ana", "language": "es", "email": "mine@example.org"}
    response = coordinator.post(address("person_edit", person.code), data)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "This person has roles in other networks, which a new address could claim."
        " Ask a coordinator of those networks to change it."
    ]
    person.refresh_from_db()
    assert person.email == "ana@example.org"


def test_organisation_takes_the_country_of_its_city(coordinator: Client, personas: Personas):
    data = {"name": "Municipio", "kind": "CITY_GOVERNMENT", "city": "home city"}
    coordinator.post(address("organisation_add"), data)
    organisation = Organisation.objects.get()
    assert organisation.country == personas.city.country
    data = {"name": "Municipio nuevo", "kind": "ACADEMIA", "country": CountryFactory(iso2="BR").pk}
    coordinator.post(address("organisation_edit", organisation.code), data)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.city, organisation.country_id) == ("Municipio nuevo", None, "BR")


def test_network_is_added_by_an_administrator(client: Client, personas: Personas):
    client.force_login(personas["admin"])
    taken = client.post(address("network_add"), {"name": "New", "slug": "new"})
    assert set(taken.context["form"].errors) == {"slug"}
    client.post(address("network_add"), {"name": "UCCI", "slug": "ucci", "descriptions_es": "Unión"})
    assert Network.objects.get(slug="ucci").descriptions == {"es": "Unión"}


def test_network_can_require_a_second_factor(coordinator: Client, personas: Personas):
    data = {"name": "Home", "requires_second_factor": "on", "website": "https://example.org"}
    coordinator.post(address("network_edit", personas.network.slug), data)
    personas.network.refresh_from_db()
    assert personas.network.requires_second_factor is True


def test_member_is_added_and_ended(coordinator: Client, personas: Personas):
    slug = personas.network.slug
    data = {"city": CityFactory(name="New").name, "starts_on": "2015-01-01", "another": "1"}
    response = coordinator.post(address("membership_add", slug), data)
    assert response.headers["Location"] == address("membership_add", slug)
    membership = Membership.objects.exclude(pk=personas.membership.pk).get()
    assert membership.city.name == "New"
    coordinator.post(address("membership_end", slug, membership.code), {"ends_on": "2016-01-01"})
    membership.refresh_from_db()
    assert membership.ends_on == date(2016, 1, 1)
    again = coordinator.post(address("membership_end", slug, membership.code), {"ends_on": "2017-01-01"})
    assert again.context["form"].non_field_errors() == ["This membership has already ended."]


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({}, "__all__", "Choose a city or an organisation, not both."),
        (
            {"city": "home city", "organisation": "Org"},
            "__all__",
            "Choose a city or an organisation, not both.",
        ),
        (
            {"city": "home city", "starts_on": "2015-01-02", "ends_on": "2015-01-01"},
            "ends_on",
            "The last day is before the first.",
        ),
        ({"city": "home city"}, "__all__", "It is already a member of this network in these days."),
        ({"city": "home city", "starts_on": "soon"}, "starts_on", "Enter a valid date."),
    ],
)
def test_member_is_refused_in_words(coordinator: Client, personas: Personas, data, field, message):
    OrganisationFactory(name="Org")
    response = coordinator.post(address("membership_add", personas.network.slug), data)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [message]}
    assert Membership.objects.count() == 1


def test_membership_of_another_network_is_not_found_under_this_one(coordinator: Client, personas: Personas):
    membership = MembershipFactory(network=personas.other_network, city=personas.city)
    wrong = address("membership_end", personas.network.slug, membership.code)
    right = address("membership_end", personas.other_network.slug, membership.code)
    assert coordinator.post(wrong, {"ends_on": "2020-01-01"}).status_code == 404
    assert coordinator.post(right, {"ends_on": "2020-01-01"}).status_code == 403


def test_role_is_given_from_the_page_of_a_person_and_ended(coordinator: Client, personas: Personas):
    slug, person = personas.network.slug, PersonFactory(given_name="Ana", family_name="Paz")
    page = coordinator.get(address("role_assign", slug), {"person": person.code})
    assert 'value="Ana Paz"' in page.content.decode()
    data = {"person": "ana paz", "role": "CITY_PLANNER", "city": "home city", "starts_on": ""}
    assert coordinator.post(address("role_assign", slug), data).status_code == 302
    assignment = RoleAssignment.objects.get(person=person)
    assert (assignment.role, assignment.city, assignment.starts_on) == ("CITY_PLANNER", personas.city, None)
    data = {"ends_on": "2999-01-01"}
    coordinator.post(address("role_end", slug, assignment.code), data)
    assignment.refresh_from_db()
    assert assignment.ends_on == date(2999, 1, 1)


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        (
            {"person": "trainer", "role": "CITY_PLANNER"},
            "__all__",
            "A city planner has a city; the other roles have none.",
        ),
        (
            {"person": "trainer", "role": "TRAINER"},
            "__all__",
            "This person already has this role in these days.",
        ),
        (
            {"person": "nobody", "role": "TRAINER"},
            "person",
            "Nobody is called so. Check the spelling, or add the person first.",
        ),
        (
            {"person": "trainer", "role": "KING"},
            "role",
            "Select a valid choice. KING is not one of the available choices.",
        ),
    ],
)
def test_role_is_refused_in_words(coordinator: Client, personas: Personas, data, field, message):
    response = coordinator.post(address("role_assign", personas.network.slug), data)
    assert response.context["form"].errors == {field: [message]}


@pytest.mark.parametrize("verb", ["role_assign", "invitation_send"])
def test_planners_are_named_for_member_cities_only(coordinator: Client, personas: Personas, verb: str):
    city = CityFactory(name="Elsewhere")
    data = {"person": "trainer", "email": "n@example.org", "language": "es"}
    data |= {"role": "CITY_PLANNER", "city": "elsewhere"}
    page = address(verb, personas.network.slug)
    assert coordinator.post(page, data).context["form"].errors["city"] == [
        f"{city.full_name} is not a member of {personas.network} today. Add it to the members first."
    ]
    MembershipFactory(network=personas.network, city=city)
    assert coordinator.post(page, data).status_code == 302


def test_invitation_is_sent_again_and_revoked(coordinator: Client, personas: Personas):
    slug = personas.network.slug
    data = {"email": "n@example.org", "role": "TRAINER", "language": "es"}
    coordinator.post(address("invitation_send", slug), data)
    invitation = Invitation.objects.get()
    assert invitation.invited_by == personas["coordinator"]
    twice = coordinator.post(address("invitation_send", slug), data)
    assert twice.context["form"].non_field_errors() == [
        "This address already has an open invitation for this role. Send that one again."
    ]
    page = coordinator.get(address("invitation_list", slug)).content.decode()
    assert invitation.code not in page
    for verb in ("resend", "revoke"):
        link = address(f"invitation_{verb}", slug, invitation.reference)
        assert coordinator.get(link).status_code == 405
        assert coordinator.post(link).status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == "REVOKED"
    answer = coordinator.post(address("invitation_resend", slug, invitation.reference), follow=True)
    assert b"was revoked" in answer.content


@pytest.mark.parametrize("verb", ["resend", "revoke"])
def test_invitation_of_another_network_is_out_of_reach(client: Client, personas: Personas, verb: str):
    from participants.actions.invitations import send_invitation

    row = Invitation(network=personas.network, email="n@example.org", role="TRAINER")
    invitation = send_invitation(row, by=None)
    client.force_login(personas["other_coordinator"])
    link = address(f"invitation_{verb}", personas.network.slug, invitation.reference)
    assert client.post(link).status_code == 404


def test_suggestions_of_people_are_for_coordinators(coordinator: Client, personas: Personas):
    link = address("person_suggest")
    assert b"Trainer" in coordinator.get(link, {"q": "train"}).content
    coordinator.force_login(personas["trainer"])
    assert coordinator.get(link, {"q": "train"}).status_code == 403


def test_person_is_changed_by_a_coordinator(coordinator: Client):
    person = PersonFactory(email="ana@example.org")
    data = {"given_name": "Anna", "language": "fr", "email": "anna@example.org"}
    response = coordinator.post(address("person_edit", person.code), data)
    assert response.headers["Location"] == address("person_detail", person.code)
    person.refresh_from_db()
    assert (person.given_name, person.email, person.language) == ("Anna", "anna@example.org", "fr")


def test_accepted_invitation_is_no_longer_revoked(coordinator: Client, personas: Personas):
    from participants.actions.invitations import accept_invitation, send_invitation

    row = Invitation(network=personas.network, email="n@example.org", role="TRAINER")
    invitation = send_invitation(row, by=None)
    accept_invitation(invitation, by=personas["member"])
    link = address("invitation_revoke", personas.network.slug, invitation.reference)
    assert b"already been accepted" in coordinator.post(link, follow=True).content


def test_role_form_finds_the_person_by_e_mail(coordinator: Client, personas: Personas):
    PersonFactory(given_name="Ana", email="ana@example.org")
    PersonFactory(given_name="Ana", email="ana@example.org.ar")
    data = {"person": "ANA@example.org", "role": "TRAINER"}
    assert coordinator.post(address("role_assign", personas.network.slug), data).status_code == 302
    assert RoleAssignment.objects.filter(person__email="ana@example.org").count() == 1


def test_suggestions_of_organisations_tell_the_place(client: Client, personas: Personas):
    OrganisationFactory(name="Universidad Nacional", city=personas.city)
    page = client.get(address("organisation_suggest"), {"q": "universidad"}).content.decode()
    assert (page.count("radio"), page.count("Home city")) == (1, 1)
