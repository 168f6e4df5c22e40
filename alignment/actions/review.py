"""The life of a matrix after its draft: each step locks it, checks, moves the state, logs and mails."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.reasons import write_reasons
from alignment.actions.summaries import refresh_summary
from alignment.emails import peer_messages, step_messages
from alignment.exchange.json_format import canonical_json
from alignment.models import AlignmentMatrix, MatrixBasis, MatrixSnapshot, MatrixTransition, SubmittedContent
from alignment.models.matrices import PEER_STATES, MatrixState, Visibility
from alignment.queries.frozen import basis_now
from alignment.queries.people import authors_of, concerned_by, coordinators_of, reviewers_of
from alignment.queries.reasons import reasons_of, unexplained
from alignment.queries.rows import matrix_findings
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from sdgplatform.outbox.actions import Message, queue_mail

S = MatrixState
# What each step starts from and leads to.
STEPS: dict[str, tuple[tuple[MatrixState, ...], MatrixState]] = {
    "submitted": ((S.DRAFT, S.CHANGES_REQUESTED), S.SUBMITTED),
    "review_started": ((S.SUBMITTED,), S.IN_REVIEW),
    "changes_requested": ((S.IN_REVIEW,), S.CHANGES_REQUESTED),
    "validated": ((S.IN_REVIEW,), S.VALIDATED),
    "published": ((S.VALIDATED,), S.PUBLISHED),
    "withdrawn": ((S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.VALIDATED), S.WITHDRAWN),
    "reopened": ((S.SUBMITTED, S.IN_REVIEW, S.VALIDATED, S.WITHDRAWN), S.DRAFT),
    "visibility_changed": ((S.PUBLISHED,), S.PUBLISHED),
    "superseded": ((S.VALIDATED, S.PUBLISHED), S.SUPERSEDED),
}


class StepNotPossible(ActionRefused):
    code = "step_not_possible"
    message = gettext_lazy("This step is not possible in the present state of the matrix.")


class MatrixHasErrors(ActionRefused):
    code = "matrix_has_errors"
    message = gettext_lazy("The matrix has errors. Correct them first.")


class ReasonsAreMissing(ActionRefused):
    """`missing`: rule -> how many of its warnings have no reason yet."""

    code = "reasons_are_missing"
    message = gettext_lazy("Some warnings have no reason yet. Give one for each, or one for all of a rule.")


class ReasonIsMissing(ActionRefused):
    code = "reason_is_missing"
    message = gettext_lazy("Give a reason.")


class AuthorCannotReview(ActionRefused):
    code = "author_cannot_review"
    message = gettext_lazy("Who wrote or submitted a matrix does not review it.")


class CommentsAreOpen(ActionRefused):
    code = "comments_are_open"
    message = gettext_lazy("Some comments are still open. Resolve them before you validate.")


class LaterVersionExists(ActionRefused):
    code = "later_version_exists"
    message = gettext_lazy("A later version was begun from this matrix; go on with that one.")


class Consent(TypedDict):
    """Who sees the matrix, who in the city agreed, and on which day: today when none is given."""

    visibility: str
    consented_by: str
    consented_on: NotRequired[date | None]


def possible_steps(state: str) -> set[str]:
    return {name for name, (sources, _target) in STEPS.items() if state in sources}


@transaction.atomic
def submit_matrix(
    matrix: AlignmentMatrix, *, by: Any, note: str = "", reasons: Mapping[str, str] | None = None
) -> AlignmentMatrix:
    """`reasons`: rule -> why all its warnings without a reason of their own are right as they are.

    Raises StepNotPossible, MatrixHasErrors, ReasonsAreMissing, ValidationError.
    """
    locked = _lock(matrix, "submitted")
    issues = matrix_findings(locked)
    _refuse_errors(issues)
    missing = unexplained(issues, reasons_of(locked))
    given = {(rule, "", ""): text for rule, text in (reasons or {}).items() if rule in missing}
    write_reasons(locked, by=by, reasons=given)
    still = {rule: count for rule, count in missing.items() if not (reasons or {}).get(rule, "").strip()}
    if still:
        raise ReasonsAreMissing(missing=still)
    locked.author_note, locked.submitted_by = note.strip(), by
    step = _move(locked, "submitted", by=by)
    SubmittedContent.objects.create(transition=step, content=canonical_json(locked).decode())
    _mail("submitted", locked, step, reviewers_of(locked) or coordinators_of(locked), by=by)
    queue_all(peer_messages(locked, step.pk), by=by)
    return locked


@transaction.atomic
def start_review(matrix: AlignmentMatrix, *, by: Any) -> AlignmentMatrix:
    """Raises StepNotPossible, AuthorCannotReview."""
    locked = _lock(matrix, "review_started")
    _refuse_author(locked, by)
    _move(locked, "review_started", by=by)
    return locked


@transaction.atomic
def request_changes(matrix: AlignmentMatrix, *, by: Any, reason: str) -> AlignmentMatrix:
    """Raises StepNotPossible, AuthorCannotReview, ReasonIsMissing."""
    locked = _lock(matrix, "changes_requested")
    _refuse_author(locked, by)
    step = _move(locked, "changes_requested", by=by, reason=_given(reason))
    _mail("changes_requested", locked, step, authors_of(locked), by=by)
    return locked


@transaction.atomic
def validate_matrix(matrix: AlignmentMatrix, *, by: Any) -> AlignmentMatrix:
    """Freeze what is there with its checksum. An earlier version that nobody published is superseded.

    Raises StepNotPossible, AuthorCannotReview, CommentsAreOpen, MatrixHasErrors.
    """
    locked = _lock(matrix, "validated")
    _refuse_author(locked, by)
    if locked.comments.filter(resolved_at__isnull=True).exists():
        raise CommentsAreOpen
    _refuse_errors(matrix_findings(locked))
    content = canonical_json(locked)
    locked.checksum = hashlib.sha256(content).hexdigest()
    _keep(locked, content.decode())
    step = _move(locked, "validated", by=by)
    _supersede(locked, by=by, states=(S.VALIDATED,))
    _mail("validated", locked, step, authors_of(locked), by=by)
    return locked


@transaction.atomic
def publish_matrix(matrix: AlignmentMatrix, *, by: Any, **consent: Unpack[Consent]) -> AlignmentMatrix:
    """As the city chose. All whom the matrix concerns hear of it.

    Raises StepNotPossible, ValidationError.
    """
    locked = _lock(matrix, "published")
    step = _show(locked, "published", by=by, **consent)
    _supersede(locked, by=by, states=(S.VALIDATED, S.PUBLISHED))
    _mail("published", locked, step, concerned_by(locked), by=by)
    return locked


@transaction.atomic
def change_visibility(matrix: AlignmentMatrix, *, by: Any, **consent: Unpack[Consent]) -> AlignmentMatrix:
    """The city changes its mind about who sees a published matrix; the log keeps both decisions.

    Raises StepNotPossible, ValidationError.
    """
    locked = _lock(matrix, "visibility_changed")
    _show(locked, "visibility_changed", by=by, **consent)
    return locked


def _show(matrix: AlignmentMatrix, step: str, *, by: Any, **consent: Unpack[Consent]) -> MatrixTransition:
    visibility, name, day = consent["visibility"], consent["consented_by"], consent.get("consented_on")
    if visibility not in Visibility.values:
        raise ValidationError({"visibility": _("Choose who sees the matrix.")})
    if not name.strip():
        raise ValidationError({"consented_by": _("Say who in the city agreed.")})
    today = timezone.localdate()
    if day is not None and day > today:
        raise ValidationError({"consented_on": _("This day is still to come.")})
    matrix.visibility, matrix.consented_by = visibility, name.strip()[:200]
    matrix.consented_on = day or today
    return _move(matrix, step, by=by, reason=str(Visibility(visibility).label))


@transaction.atomic
def withdraw_matrix(matrix: AlignmentMatrix, *, by: Any, reason: str = "") -> AlignmentMatrix:
    """From any state before publication. Those who were to review it hear of it. Raises StepNotPossible."""
    locked = _lock(matrix, "withdrawn")
    was_read = locked.state in PEER_STATES
    locked.checksum = ""
    step = _move(locked, "withdrawn", by=by, reason=reason.strip())
    _thaw(locked)
    if was_read:
        _mail("withdrawn", locked, step, reviewers_of(locked), by=by)
    return locked


@transaction.atomic
def reopen_matrix(matrix: AlignmentMatrix, *, by: Any, reason: str) -> AlignmentMatrix:
    """A draft again. Raises StepNotPossible, ReasonIsMissing, LaterVersionExists."""
    locked = _lock(matrix, "reopened")
    if AlignmentMatrix.objects.filter(supersedes=locked).exists():
        raise LaterVersionExists
    locked.checksum = ""
    step = _move(locked, "reopened", by=by, reason=_given(reason))
    _thaw(locked)
    _mail("reopened", locked, step, authors_of(locked), by=by)
    return locked


def _keep(matrix: AlignmentMatrix, content: str) -> None:
    """What the matrix says from now on, whatever becomes of its strategy and city."""
    _thaw(matrix)
    MatrixSnapshot.objects.create(matrix=matrix, content=content)
    basis_now(matrix).save(force_insert=True)


def _thaw(matrix: AlignmentMatrix) -> None:
    MatrixSnapshot.objects.filter(matrix=matrix).delete()
    MatrixBasis.objects.filter(matrix=matrix).delete()


def _lock(matrix: AlignmentMatrix, step: str) -> AlignmentMatrix:
    rows = AlignmentMatrix.objects.select_for_update(of=("self",))
    locked = rows.select_related("strategy__city", "strategy__network").get(pk=matrix.pk)
    if locked.state not in STEPS[step][0]:
        raise StepNotPossible(state=locked.state)
    return locked


def _move(matrix: AlignmentMatrix, step: str, *, by: Any, reason: str = "") -> MatrixTransition:
    before, matrix.state = matrix.state, STEPS[step][1]
    matrix.save()
    refresh_summary(matrix)
    record(f"alignment.matrix.{step}", by=by, target=matrix, reason=reason, checksum=matrix.checksum)
    return MatrixTransition.objects.create(
        matrix=matrix, from_state=before, to_state=matrix.state, reason=reason, by=by
    )


def _supersede(matrix: AlignmentMatrix, *, by: Any, states: tuple[MatrixState, ...]) -> None:
    earlier = matrix.supersedes
    if earlier is not None and earlier.state in states:
        _move(_lock(earlier, "superseded"), "superseded", by=by)


def _mail(name: str, matrix: AlignmentMatrix, step: MatrixTransition, to: list[Any], *, by: Any) -> None:
    """Those who wait hear of it; who did it knows."""
    queue_all(step_messages(name, matrix, step, [account for account in to if account != by]), by=by)


def queue_all(messages: Iterable[Message], *, by: Any) -> None:
    for message in messages:
        queue_mail(message, by=by)


def _refuse_errors(issues: list[Any]) -> None:
    errors = [issue for issue in issues if issue.is_error]
    if errors:
        raise MatrixHasErrors(
            errors=[{"rule": error.rule, "message": error.message} for error in errors[:100]]
        )


def _refuse_author(matrix: AlignmentMatrix, by: Any) -> None:
    """Who began or submitted it, plans for its city or has scored one of its cells."""
    wrote = by.pk in (matrix.created_by_id, matrix.submitted_by_id)
    if wrote or matrix.strategy.city_id in by.planned_city_ids or matrix.cells.filter(updated_by=by).exists():
        raise AuthorCannotReview


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonIsMissing
    return reason.strip()
