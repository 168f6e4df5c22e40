"""Accounts that a matrix concerns."""

from django.db.models import QuerySet

from alignment.models import AlignmentMatrix
from participants.models import Account, City, RoleAssignment


def authors_of(matrix: AlignmentMatrix) -> list[Account]:
    """Who began or submitted the matrix and the planners of its city."""
    planners = RoleAssignment.objects.in_force().filter(
        role="CITY_PLANNER", city=matrix.strategy.city, network=matrix.strategy.network
    )
    ids = {account for account in planners.values_list("person__account", flat=True) if account}
    ids |= {key for key in (matrix.created_by_id, matrix.submitted_by_id) if key}
    return _accounts(ids)


def reviewers_of(matrix: AlignmentMatrix) -> list[Account]:
    """Reviewers of the network who are not authors: those who may take the matrix."""
    roles = RoleAssignment.objects.in_force().filter(role="REVIEWER", network=matrix.strategy.network)
    ids = {account for account in roles.values_list("person__account", flat=True) if account}
    return _accounts(ids - {account.pk for account in authors_of(matrix)})


def coordinators_of(matrix: AlignmentMatrix) -> list[Account]:
    """Who sees to it that somebody reviews, where the network has no reviewer."""
    roles = RoleAssignment.objects.in_force().filter(role="COORDINATOR", network=matrix.strategy.network)
    return _accounts({account for account in roles.values_list("person__account", flat=True) if account})


def concerned_by(matrix: AlignmentMatrix) -> list[Account]:
    """Authors, reviewers and coordinators, each once: who follows a matrix to its end."""
    found = [*authors_of(matrix), *reviewers_of(matrix), *coordinators_of(matrix)]
    return list({account.pk: account for account in found}.values())


def peers_of(matrix: AlignmentMatrix) -> list[Account]:
    """The planners of the city that was asked to read along."""
    if matrix.peer_city_id is None:
        return []
    roles = RoleAssignment.objects.in_force().filter(role="CITY_PLANNER", city=matrix.peer_city_id)
    return _accounts({account for account in roles.values_list("person__account", flat=True) if account})


def cities_with_planners(matrix: AlignmentMatrix) -> QuerySet[City]:
    """Cities of the network that could read along; not the matrix's own."""
    roles = RoleAssignment.objects.in_force().filter(
        role="CITY_PLANNER", network=matrix.strategy.network_id, city__isnull=False
    )
    rows = City.objects.filter(pk__in=roles.values("city")).exclude(pk=matrix.strategy.city_id)
    return rows.order_by("name")


def _accounts(ids: set[int]) -> list[Account]:
    rows = Account.objects.filter(pk__in=ids, is_active=True)
    return list(rows.select_related("person").order_by("pk"))
