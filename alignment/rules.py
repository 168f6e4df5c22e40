"""Who may do what with strategies and matrices. Authors are the city's planners and who made the record."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from alignment.models import AlignmentMatrix, MatrixImport, Strategy
from alignment.models.matrices import PEER_STATES
from participants.models import City, Membership, Network
from participants.models.roles import STAFF_ROLES
from participants.rules import is_coordinator
from sdgplatform.audit.registry import register


def _cities(user: Any) -> set[int]:
    return user.planned_city_ids if user.is_authenticated else set()


def _networks(user: Any, *roles: str) -> set[int]:
    """Networks where the person has one of the roles today; any role when none is named."""
    if not user.is_authenticated:
        return set()
    return user.networks_with_role(*roles) if roles else user.network_ids


@rules.predicate
def is_city_planner(user: Any) -> bool:
    return bool(_cities(user))


@rules.predicate
def is_author_of_strategy(user: Any, strategy: Strategy) -> bool:
    return strategy.city_id in _cities(user) or _made_by(strategy, user)


@rules.predicate
def is_coordinator_of_strategy(user: Any, strategy: Strategy) -> bool:
    return strategy.network_id in _networks(user, "COORDINATOR")


@rules.predicate
def is_staff_of_strategy(user: Any, strategy: Strategy) -> bool:
    """The same people as in `StrategyQuerySet.visible_to`, but for those who see it through publication."""
    return strategy.network_id in _networks(user, *STAFF_ROLES)


@rules.predicate
def plans_its_city(user: Any, strategy: Strategy) -> bool:
    return strategy.city_id in _cities(user)


def may_change_city(user: Any, city: City) -> bool:
    """What a city plans is for its planners and for the networks it is a member of today."""
    if user.is_superuser or city.pk in _cities(user):
        return True
    return Membership.objects.is_member(city.pk, _networks(user, "COORDINATOR"))


@rules.predicate
def coordinates_its_city(user: Any, strategy: Strategy) -> bool:
    return Membership.objects.is_member(strategy.city_id, _networks(user, "COORDINATOR"))


@rules.predicate
def is_staff_of_its_city(user: Any, strategy: Strategy) -> bool:
    """The same people as in `CityOwnedQuerySet.visible_to`, but for the city's planners."""
    return Membership.objects.is_member(strategy.city_id, _networks(user, *STAFF_ROLES))


@rules.predicate
def is_public_strategy(user: Any, strategy: Strategy) -> bool:
    return strategy.matrices.filter(state="PUBLISHED", visibility="PUBLIC").exists()


@rules.predicate
def is_peer_of_strategy(user: Any, strategy: Strategy) -> bool:
    return strategy.matrices.filter(state__in=PEER_STATES, peer_city__in=_cities(user)).exists()


@rules.predicate
def is_author(user: Any, matrix: AlignmentMatrix) -> bool:
    return _is_ordinary(matrix) and (_made_by(matrix, user) or matrix.strategy.city_id in _cities(user))


@rules.predicate
def is_coordinator_of_matrix(user: Any, matrix: AlignmentMatrix) -> bool:
    return _is_ordinary(matrix) and matrix.strategy.network_id in _networks(user, "COORDINATOR")


@rules.predicate
def is_reviewer(user: Any, matrix: AlignmentMatrix) -> bool:
    return _is_ordinary(matrix) and matrix.strategy.network_id in _networks(user, "REVIEWER")


@rules.predicate
def is_staff_of_matrix(user: Any, matrix: AlignmentMatrix) -> bool:
    networks = _networks(user, *STAFF_ROLES)
    return _is_ordinary(matrix) and matrix.strategy.network_id in networks


@rules.predicate
def is_peer(user: Any, matrix: AlignmentMatrix) -> bool:
    """Plans for the city that was asked to read along; only while the matrix is with its reviewers."""
    return matrix.state in PEER_STATES and matrix.peer_city_id in _cities(user)


@rules.predicate
def is_reader(user: Any, matrix: AlignmentMatrix) -> bool:
    """Sees a published matrix as its city chose."""
    if matrix.state != "PUBLISHED":
        return False
    in_network = matrix.visibility == "NETWORK" and matrix.strategy.network_id in _networks(user)
    return in_network or matrix.visibility == "PUBLIC"


@rules.predicate
def is_uploader(user: Any, row: MatrixImport) -> bool:
    return row.uploaded_by_id == user.pk


@rules.predicate
def may_write_its_place(user: Any, row: MatrixImport) -> bool:
    """A role may have ended since the file was checked."""
    if row.matrix:
        return is_author(user, row.matrix) or is_coordinator_of_matrix(user, row.matrix)
    if row.strategy:
        return is_author_of_strategy(user, row.strategy) or is_coordinator_of_strategy(user, row.strategy)
    return is_city_planner(user) or is_coordinator(user)


def _is_ordinary(matrix: AlignmentMatrix) -> bool:
    """The draft of a group is edited through its exercise only."""
    return not matrix.is_group_draft


@rules.predicate
def is_of_network(user: Any, network: Network) -> bool:
    return network.pk in _networks(user)


def may_begin_strategy(user: Any, city: City, network: Network | None) -> bool:
    """Planners for their cities; coordinators for the members of a network that they coordinate."""
    if user.is_superuser or city.pk in _cities(user):
        return True
    mine = _networks(user, "COORDINATOR")
    return network is not None and network.pk in mine and Membership.objects.is_member(city.pk, {network.pk})


def _made_by(record: Any, user: Any) -> bool:
    return record.created_by_id is not None and record.created_by_id == user.pk


rules.add_perm("alignment.list_strategies", rules.is_authenticated)
rules.add_perm("alignment.add_strategy", is_city_planner | is_coordinator)
rules.add_perm(
    "alignment.view_strategy",
    is_author_of_strategy | is_staff_of_strategy | is_public_strategy | is_peer_of_strategy,
)
rules.add_perm("alignment.change_strategy", is_author_of_strategy | is_coordinator_of_strategy)
rules.add_perm("alignment.view_city_plan", plans_its_city | is_staff_of_its_city)
rules.add_perm("alignment.change_city_plan", plans_its_city | coordinates_its_city)
rules.add_perm("alignment.change_network_framework", is_coordinator_of_strategy)
rules.add_perm("alignment.add_matrix_to_strategy", is_author_of_strategy | is_coordinator_of_strategy)

rules.add_perm("alignment.list_matrices", rules.is_authenticated)
rules.add_perm("alignment.add_matrix", is_city_planner | is_coordinator)
rules.add_perm("alignment.view_matrix", is_author | is_staff_of_matrix | is_reader | is_peer)
rules.add_perm("alignment.change_matrix", is_author | is_coordinator_of_matrix)
rules.add_perm("alignment.view_network_figures", is_of_network)
rules.add_perm("alignment.import_matrix", is_author | is_coordinator_of_matrix)
rules.add_perm("alignment.view_import", is_uploader)
rules.add_perm("alignment.apply_import", is_uploader & may_write_its_place)
rules.add_perm("alignment.comment_matrix", is_author | is_reviewer | is_coordinator_of_matrix | is_peer)
rules.add_perm("alignment.resolve_comment", is_author | is_reviewer | is_coordinator_of_matrix)
rules.add_perm("alignment.compare_matrix", is_author | is_staff_of_matrix | is_peer)
rules.add_perm("alignment.invite_peer", is_author | is_coordinator_of_matrix)
rules.add_perm("alignment.submit_matrix", is_author)
rules.add_perm("alignment.withdraw_matrix", is_author | is_coordinator_of_matrix)
rules.add_perm("alignment.review_matrix", is_reviewer)
rules.add_perm("alignment.publish_matrix", is_author | is_coordinator_of_matrix)
rules.add_perm("alignment.reopen_matrix", is_coordinator_of_matrix)
rules.add_perm("alignment.add_matrix_version", is_author | is_coordinator_of_matrix)

register(
    "alignment",
    {
        "strategy.added": _("added the strategy"),
        "strategy.imported": _("imported a file into the strategy"),
        "strategy.changed": _("changed the strategy"),
        "scope.changed": _("changed which targets the city leaves out"),
        "local_goal.added": _("added the local goal"),
        "local_goal.changed": _("changed the local goal"),
        "local_goal.deleted": _("deleted the local goal"),
        "local_target.added": _("added the local target"),
        "local_target.changed": _("changed the local target"),
        "local_target.deleted": _("deleted the local target"),
        "indicator.added": _("added the indicator"),
        "indicator.changed": _("changed the indicator"),
        "indicator.deleted": _("deleted the indicator with its values"),
        "observation.added": _("added a value of the indicator"),
        "observation.deleted": _("deleted a value of the indicator"),
        "actor.added": _("added the actor"),
        "actor.changed": _("changed the actor"),
        "actor.deleted": _("deleted the actor with its roles"),
        "actor.role_added": _("gave the actor a role"),
        "actor.role_removed": _("took a role from the actor"),
        "competences.changed": _("changed what the city may decide"),
        "element.added": _("added the element"),
        "element.changed": _("changed the element"),
        "element.moved": _("moved the element"),
        "element.deleted": _("deleted the element with its cells"),
        "element.merged": _("merged another element into this one"),
        "matrix.added": _("began the matrix"),
        "matrix.changed": _("changed the settings of the matrix"),
        "matrix.imported": _("imported a file into the matrix"),
        "matrix.submitted": _("submitted the matrix"),
        "matrix.review_started": _("began the review"),
        "matrix.changes_requested": _("asked for changes"),
        "matrix.validated": _("validated the matrix"),
        "matrix.published": _("published the matrix"),
        "matrix.superseded": _("replaced the matrix by a later version"),
        "matrix.withdrawn": _("withdrew the matrix"),
        "matrix.reopened": _("reopened the matrix"),
        "matrix.derived": _("began a matrix of the other depth"),
        "matrix.version_added": _("began a new version of the matrix"),
        "matrix.visibility_changed": _("changed who sees the published matrix"),
        "matrix.explained": _("gave reasons for warnings of the matrix"),
        "peer.invited": _("invited a peer city to read the matrix"),
        "peer.removed": _("ended the reading by the peer city"),
        "cell.scored": _("scored a cell"),
        "cell.cleared": _("set a cell to not assessed"),
        "cells.scored": _("scored several cells"),
        "suggestion.accepted": _("accepted a suggested target"),
        "suggestions.accepted": _("accepted suggested targets"),
        "suggestion.dismissed": _("set a suggested target aside"),
        "suggestions.restored": _("had suggestions shown again"),
        "cell.indicator_linked": _("linked an indicator to a cell"),
        "cell.indicator_unlinked": _("took an indicator off a cell"),
        "evidence.added": _("added evidence"),
        "evidence.removed": _("removed evidence"),
        "comment.added": _("commented"),
        "comment.resolved": _("resolved a comment"),
        "comment.reopened": _("reopened a comment"),
    },
)
