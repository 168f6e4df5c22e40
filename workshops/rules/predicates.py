"""Questions about a person and a workshop. For rows of a workshop ask them of `row.workshop`."""

from typing import Any

import rules

from workshops.models import Workshop, WorkshopState
from workshops.models.workshops import STAFF_ROLES


@rules.predicate
def is_shown_to_everyone(user: Any, workshop: Workshop) -> bool:
    return workshop.state != WorkshopState.DRAFT


@rules.predicate
def coordinates_some_network(user: Any) -> bool:
    return user.is_authenticated and bool(user.coordinated_network_ids)


@rules.predicate
def is_coordinator_of(user: Any, workshop: Workshop) -> bool:
    """Of one of the organising networks."""
    return has_role_in(user, workshop, "COORDINATOR")


@rules.predicate
def is_staff_of(user: Any, workshop: Workshop) -> bool:
    """Anybody with a working role in an organising network."""
    return has_role_in(user, workshop, *STAFF_ROLES)


@rules.predicate
def is_trainer_of(user: Any, workshop: Workshop) -> bool:
    """Named as a trainer of this workshop."""
    return user.is_authenticated and user.pk in workshop.trainer_account_ids


def has_role_in(user: Any, workshop: Workshop, *roles: str) -> bool:
    if not user.is_authenticated:
        return False
    return bool(user.networks_with_role(*roles) & workshop.organising_network_ids)
