from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from participants.models import Account, City, Membership, Network, Role, RoleAssignment
from participants.models.networks import NetworkQuerySet
from sdgplatform.audit.models import AuditEntry, AuditEntryQuerySet
from sdgplatform.audit.recording import scope_key
from sdgplatform.search import MAX_WORDS, fold


def _in_force(prefix: str) -> Q:
    today = timezone.localdate()
    starts = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": today})
    ends = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": today})
    return starts & ends


def networks_with_sizes() -> NetworkQuerySet:
    """With the numbers of member cities, of their countries and of member organisations today."""
    now = _in_force("memberships__")
    return Network.objects.annotate(
        city_count=Count("memberships__city", filter=now, distinct=True),
        country_count=Count("memberships__city__country", filter=now, distinct=True),
        organisation_count=Count("memberships__organisation", filter=now, distinct=True),
    )


def planners_of(city_id: int) -> QuerySet[Account]:
    """Active accounts that plan for the city today, in whichever network."""
    roles = RoleAssignment.objects.in_force().filter(role=Role.CITY_PLANNER, city=city_id)
    rows = Account.objects.filter(person__roles__in=roles, is_active=True)
    return rows.select_related("person").distinct().order_by("pk")


@dataclass(frozen=True)
class Sizes:
    """Members today, and those that were or will be."""

    cities: int
    organisations: int
    past: int


def members_of(network: Network, *, show: str = "cities", q: str = "") -> QuerySet[Membership]:
    """By name: the member cities of today, the `organisations`, or the `past` and future members."""
    rows = network.memberships.with_member()
    rows = rows.exclude(_in_force("")) if show == "past" else rows.filter(_in_force(""))
    if show != "past":
        rows = rows.filter(city__isnull=show == "organisations")
    for word in fold(q).split()[:MAX_WORDS]:
        found = Q(city__search_text__contains=word) | Q(organisation__search_text__contains=word)
        rows = rows.filter(found)
    return rows.order_by("city__folded_name", "organisation__name", "pk")


def sizes_of(network: Network) -> Sizes:
    now = _in_force("")
    return Sizes(
        **network.memberships.aggregate(
            cities=Count("pk", filter=now & Q(city__isnull=False)),
            organisations=Count("pk", filter=now & Q(organisation__isnull=False)),
            past=Count("pk", filter=~now),
        )
    )


def roles_of(network: Network, role: str = "") -> QuerySet[RoleAssignment]:
    """All roles of the network, or all of one kind; those in force first."""
    rows = network.roles.with_place().annotate(is_now=_in_force(""))
    rows = rows.filter(role=role) if role else rows
    return rows.order_by("-is_now", "role", "person__folded_name", "pk")


def network_history(network: Network) -> AuditEntryQuerySet:
    """Its own changes, its members, roles and invitations; newest first."""
    own = Q(target_type=Network._meta.label_lower, target_id=str(network.pk))
    return AuditEntry.objects.filter(own | Q(scope=scope_key(network))).order_by("-id")


def memberships_of_city(city: City) -> QuerySet[Membership]:
    newest = F("starts_on").desc(nulls_last=True)
    return city.memberships.select_related("network").order_by("network__name", newest, "pk")


def coordinators_of(network: Network) -> QuerySet[RoleAssignment]:
    return network.roles.filter(role=Role.COORDINATOR).in_force().select_related("person")
