"""The drafts of the groups become one matrix, cell by cell."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.edits import Edit, save_edits
from alignment.actions.matrices import create_matrix, lock_editable
from alignment.models import AlignmentCell, AlignmentMatrix
from alignment.models.matrices import Provenance
from sdgplatform.audit.recording import record
from sdgplatform.errors import ActionRefused
from workshops.actions.exercises import NotNow, await_edits, lock_exercise, log_step
from workshops.models import Exercise, ExerciseDecision, ExerciseState, WorkshopMatrix
from workshops.queries.exercise_merge import Key, MergePlan, comparison_of, plan_merge

MERGEABLE_STATES = (ExerciseState.LOCKED, ExerciseState.ENDED)


class StillOpen(ActionRefused):
    code = "exercise_still_open"
    message = gettext_lazy("Lock the exercise first, so that nobody edits while you merge.")


class NothingToMerge(ActionRefused):
    code = "exercise_nothing_to_merge"
    message = gettext_lazy("There is no cell to merge yet.")


class DoesNotFit(ActionRefused):
    code = "exercise_does_not_fit"
    message = gettext_lazy("That matrix has another strategy, another depth or is not a draft.")


class MatrixHasMoved(ActionRefused):
    code = "exercise_matrix_has_moved"
    message = gettext_lazy("The matrix has changed since you looked at the preview. Look at it again.")


@transaction.atomic
def decide_cells(exercise: Exercise, choices: Mapping[Key, int | None], *, by: Any) -> int:
    """The scores that the room agreed on; None takes a choice back.

    Returns how many differ from before. Raises NotNow.
    """
    locked = lock_exercise(exercise)
    if locked.state in (ExerciseState.PREPARED, ExerciseState.MERGED):
        raise NotNow
    comparison = comparison_of(locked)
    log = []
    for cell in comparison.cells:
        wanted = choices.get(cell.key, cell.decision)
        if wanted == cell.proposal and not cell.is_flagged:
            wanted = None
        if wanted != cell.decision:
            _decide(locked, cell.key, wanted, by=by)
            log.append([cell.element.code, cell.place.code, wanted])
    if log:
        record("workshops.exercise.decided", by=by, target=locked, scope=locked.workshop, cells=log)
    return len(log)


def _decide(exercise: Exercise, key: Key, score: int | None, *, by: Any) -> None:
    at: dict[str, Any] = {"element_id": key[0], "place": key[1]}
    if score is None:
        exercise.decisions.filter(**at).delete()
        return
    ExerciseDecision.objects.update_or_create(exercise=exercise, **at, defaults={"score": score, "by": by})


@transaction.atomic
def take_medians(exercise: Exercise, *, by: Any) -> int:
    """Chooses the median for each flagged cell where it is a whole number and nobody has chosen yet."""
    cells = comparison_of(exercise).undecided
    return decide_cells(exercise, {cell.key: cell.proposal for cell in cells if not cell.is_tie}, by=by)


@transaction.atomic
def merge_exercise(
    exercise: Exercise, *, into: AlignmentMatrix | None, seen: int = 0, by: Any
) -> AlignmentMatrix:
    """Writes the plan into a new matrix, or into one whose revision was `seen` in the preview.

    A second time returns the same matrix and changes nothing. Undecided cells stay as they are.
    Raises StillOpen, NothingToMerge, DoesNotFit, MatrixHasMoved, MatrixIsNotEditable.
    """
    locked = lock_exercise(exercise)
    if locked.merged_into is not None:
        return locked.merged_into
    if locked.state not in MERGEABLE_STATES:
        raise StillOpen
    await_edits(locked)
    comparison = comparison_of(locked)
    if not comparison.decided:
        raise NothingToMerge
    matrix = _checked(locked, into, seen) if into is not None else _new_matrix(locked, by)
    plan = plan_merge(comparison, matrix)
    _write(matrix, plan, by=by)
    locked.merged_into = matrix
    log_step(locked, MERGEABLE_STATES, ExerciseState.MERGED, by=by)
    _link(locked, matrix)
    record(
        "workshops.exercise.merged",
        by=by,
        target=locked,
        scope=locked.workshop,
        matrix=matrix,
        new=plan.new,
        changed=len(plan.changed),
        undecided=plan.undecided,
    )
    return matrix


def _checked(exercise: Exercise, into: AlignmentMatrix, seen: int) -> AlignmentMatrix:
    matrix = lock_editable(into)
    fits = matrix.strategy_id == exercise.strategy_id and matrix.granularity == exercise.granularity
    if not fits or matrix.is_group_draft:
        raise DoesNotFit
    if matrix.revision != seen:
        raise MatrixHasMoved
    return matrix


def _new_matrix(exercise: Exercise, by: Any) -> AlignmentMatrix:
    note = _("Merged from the groups of the exercise “%(exercise)s” of the workshop “%(workshop)s”.")
    return create_matrix(
        exercise.strategy,
        by=by,
        framework=exercise.framework,
        granularity=exercise.granularity,
        scored_level=exercise.scored_level,
        method_note=note % {"exercise": exercise.title, "workshop": exercise.workshop.title},
    )


def _write(matrix: AlignmentMatrix, plan: MergePlan, *, by: Any) -> None:
    edits = [
        Edit(
            one.cell.element.code,
            one.cell.place.code,
            one.score,
            one.kind,
            seen=matrix.revision if one.before is not None else 0,
            more={"rationale": one.rationale},
        )
        for one in plan.cells
    ]
    saved = save_edits(matrix, edits, by=by)
    if saved.conflicts or saved.faults:  # cannot be: the matrix is locked and its cells were just read
        raise MatrixHasMoved
    origin = {(one.cell.element.code, one.cell.place.code): one.cell.original for one in plan.cells}
    written = matrix.cells.filter(revision=saved.revision).select_related("element", "goal", "target")
    cells = list(written)
    for cell in cells:
        cell.original_value = origin.get((cell.element.code, cell.place), "")
        cell.provenance = Provenance.MERGED
    AlignmentCell.objects.bulk_update(cells, ["original_value", "provenance"], batch_size=500)


def _link(exercise: Exercise, matrix: AlignmentMatrix) -> None:
    """The matrix came out of this workshop, unless it belongs to one already."""
    WorkshopMatrix.objects.get_or_create(matrix=matrix, defaults={"workshop": exercise.workshop})
