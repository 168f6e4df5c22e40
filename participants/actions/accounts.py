"""The person behind an account: claimed by a verified address, or made when first needed."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.functions import Lower

from participants.actions.records import add_record, change_record
from participants.models import Account, Person
from sdgplatform.audit.recording import record


@transaction.atomic
def claim_person(account: Account) -> Person | None:
    """Join the account with the person who has one of its verified addresses and no account yet.

    Of several such persons the oldest; the others stay for whoever merges duplicates. Returns the
    account's person, None when there is none.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    if own := Person.objects.filter(account=account).first():
        return own
    verified = EmailAddress.objects.filter(user=account, verified=True)
    addresses = [email.lower() for email in verified.values_list("email", flat=True)]
    waiting = Person.objects.alias(address=Lower("email")).exclude(email="").filter(account=None)
    person = (
        waiting.filter(address__in=addresses)
        .order_by("created_at", "pk")
        .select_for_update(of=("self",))
        .first()
    )
    if person is None:
        return None
    _join(person, account)
    record("participants.person.claimed", by=account, target=person)
    return person


@transaction.atomic
def ensure_person(account: Account, *, name: str = "") -> Person:
    """The account's person: its own, else the one it can claim, else a new one.

    Without a name the new one is called by the address until its owner says more.
    """
    if person := claim_person(account):
        return person
    given_name, _space, family_name = (name.strip() or account.email.partition("@")[0]).partition(" ")
    person = Person(
        given_name=given_name[:100],
        family_name=family_name[:100],
        email=account.email,
        language=account.language or "es",
    )
    person.full_clean()
    _join(person, account)
    record("participants.person.added", by=account, target=person)
    return person


def _join(person: Person, account: Account) -> None:
    person.account = account
    person.save()
    if not account.language:
        account.language = person.language
        account.save(update_fields=["language"])
    forget_person(account)


def forget_person(account: Account) -> None:
    """Drop what the account object remembers of its person and roles."""
    for name in ("person_or_none", "_role_rows", "roles_in_force", "lacks_required_factor"):
        account.__dict__.pop(name, None)
    account._state.fields_cache.pop("person", None)


def set_preferences(account: Account, *, language: str = "", theme: str = "") -> Account:
    """Keep language or appearance with the account, for its next device and its mails. Blank: unchanged."""
    account.language = language or account.language
    account.theme = theme or account.theme
    account.full_clean(exclude=["password"])
    account.save(update_fields=["language", "theme"])
    return account


@transaction.atomic
def save_own_person(person: Person, *, by: Account) -> Person:
    """What one says of oneself. The first time it makes the person, or fills in the one it can claim."""
    if person.pk is None and (claimed := claim_person(by)):
        person.pk, person.code, person.created_at = claimed.pk, claimed.code, claimed.created_at
        person.email, person.is_sample = claimed.email, claimed.is_sample
        person._state.adding = False
    person.account = by
    if person.pk is None:
        person.email = by.email
        add_record(person, by=by, action="participants.person.added")
    else:
        change_record(person, by=by, action="participants.person.changed")
    forget_person(by)
    return person
