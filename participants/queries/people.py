from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from participants.models import Membership, Organisation, Person, Profile, RoleAssignment
from participants.models.networks import OrganisationQuerySet
from participants.models.people import PersonQuerySet
from sdgplatform.audit.models import AuditEntry, AuditEntryQuerySet
from sdgplatform.statements import GivenIds, Statement

MAX_CHOICES = 12


class PersonLine(NamedTuple):
    """What the list shows of a person; fifty people of five tables as models would be dear."""

    code: str
    given_name: str
    family_name: str
    email: str
    job_title: str
    is_sample: bool
    has_account: int | None
    city: str
    country: dict[str, str]
    organisation: str
    profile: dict[str, str]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


LINES = Statement(
    lambda: Person.objects.filter(pk__in=GivenIds("people")).values_list(
        "pk",
        "code",
        "given_name",
        "family_name",
        "email",
        "job_title",
        "is_sample",
        "account",
        "city__name",
        "city__country__names",
        "organisation__name",
        "profile__names",
    )
)


def person_lines(people: Sequence[int]) -> list[PersonLine]:
    """Of primary keys, in their order; texts of what somebody does not have are empty."""
    found = {
        row[0]: PersonLine(*row[1:8], *(text or "" for text in row[8:])) for row in LINES.rows(people=people)
    }
    return [found[pk] for pk in people if pk in found]


def few_in_order(people: PersonQuerySet, fields: Sequence[str]) -> PersonQuerySet:
    """The order of `fields` without the index of names.

    Of few matches among many people the index finds the first fifty late: it walks through all names before
    them. The database expects matches to lie evenly and would choose it.
    """
    unindexed = {"folded_name": "sorted_name", "-folded_name": "-sorted_name"}
    named = people.annotate(sorted_name=Concat("folded_name", Value("")))
    return named.order_by(*(unindexed.get(field, field) for field in fields))


def people_listed(
    people: PersonQuerySet, *, q: str = "", profile: Profile | None = None, account: str = ""
) -> PersonQuerySet:
    """`account`: "yes" those with an account, "no" those without."""
    rows = people.matching(q)
    rows = rows.filter(profile=profile) if profile else rows
    return rows.filter(account__isnull=account == "no") if account else rows


def organisations_listed(*, q: str = "", kind: str = "") -> OrganisationQuerySet:
    rows = Organisation.objects.matching(q)
    return rows.filter(kind=kind) if kind else rows


def people_meant(people: PersonQuerySet, words: str) -> list[Person]:
    """The choices for what somebody typed: a name in any order, or an e-mail address."""
    by_address = list(people.filter(email__iexact=words.strip())[:2]) if "@" in words else []
    if len(by_address) == 1:
        return by_address
    return list(people.matching(words).order_by("folded_name", "pk")[:MAX_CHOICES])


def organisations_meant(words: str) -> list[Organisation]:
    rows = Organisation.objects.select_related("country", "city")
    exactly = list(rows.filter(name__iexact=words.strip())[:2])
    return exactly or list(rows.matching(words).order_by("name", "pk")[:MAX_CHOICES])


def person_history(person: Person) -> AuditEntryQuerySet:
    """What happened to the person and to its roles, newest first."""
    roles = [str(pk) for pk in RoleAssignment.objects.filter(person=person).values_list("pk", flat=True)]
    label = RoleAssignment._meta.label_lower
    own = Q(target_type=Person._meta.label_lower, target_id=str(person.pk))
    return AuditEntry.objects.filter(own | Q(target_type=label, target_id__in=roles)).order_by("-id")


def memberships_of(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.select_related("network").order_by("-starts_on", "pk")
