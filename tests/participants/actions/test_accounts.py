from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress

from participants.actions.accounts import claim_person, ensure_person, save_own_person, set_preferences
from participants.models import Account, Person
from sdgplatform.audit.models import AuditEntry
from tests.factories.participants import AccountFactory, PersonFactory

pytestmark = pytest.mark.django_db


def account_with(email: str, *, verified: bool = True, language: str = "en") -> Account:
    account = AccountFactory(email=email, language=language)
    EmailAddress.objects.create(user=account, email=email, verified=verified, primary=True)
    return account


def test_claim_person_joins_by_the_verified_address_in_any_case():
    person = PersonFactory(email="Ana@Example.org", language="pt-br")
    account = account_with("ana@example.org", language="")
    assert claim_person(account) == person
    person.refresh_from_db()
    assert person.account == account
    assert account.person_or_none == person
    assert Account.objects.get(pk=account.pk).language == "pt-br"
    assert AuditEntry.objects.of(person).get().action == "participants.person.claimed"


def test_claim_person_needs_a_verified_address():
    PersonFactory(email="ana@example.org")
    assert claim_person(account_with("ana@example.org", verified=False)) is None


def test_claim_person_takes_the_oldest_and_leaves_the_rest():
    younger, older = PersonFactory(email="a@example.org"), PersonFactory(email="a@example.org")
    Person.objects.filter(pk=older.pk).update(created_at=datetime(2001, 1, 1, tzinfo=UTC))
    assert claim_person(account_with("a@example.org")) == older
    younger.refresh_from_db()
    assert younger.account is None


def test_claim_person_leaves_others_people_and_people_without_address():
    PersonFactory(email="a@example.org", account=AccountFactory())
    PersonFactory(email="")
    assert claim_person(account_with("a@example.org")) is None


def test_claim_person_twice_is_once():
    person, account = PersonFactory(email="a@example.org"), account_with("a@example.org")
    PersonFactory(email="a@example.org")
    assert claim_person(account) == claim_person(account) == person
    assert AuditEntry.objects.count() == 1


def test_ensure_person_makes_one_with_the_name_or_from_the_address():
    named = ensure_person(account_with("n@example.org"), name="Núria Vidal i Font")
    unnamed = ensure_person(account_with("jose.paz@example.org"))
    assert (named.given_name, named.family_name, named.email) == ("Núria", "Vidal i Font", "n@example.org")
    assert (unnamed.given_name, unnamed.family_name) == ("jose.paz", "")


def test_save_own_person_fills_in_the_person_that_waits():
    waiting = PersonFactory(email="ana@example.org", given_name="A.", is_sample=True)
    account = account_with("ana@example.org")
    save_own_person(Person(given_name="Ana", family_name="Paz"), by=account)
    waiting.refresh_from_db()
    assert (waiting.account, waiting.given_name, waiting.email) == (account, "Ana", "ana@example.org")
    assert waiting.is_sample is True
    assert Person.objects.count() == 1


def test_save_own_person_makes_the_first_one_with_the_accounts_address():
    account = account_with("ana@example.org")
    person = save_own_person(Person(given_name="Ana"), by=account)
    assert (person.account, person.email) == (account, "ana@example.org")


def test_set_preferences_keeps_what_is_not_given():
    account = AccountFactory(language="es", theme="dark")
    set_preferences(account, language="fr")
    account.refresh_from_db()
    assert (account.language, account.theme) == ("fr", "dark")
