"""Edits that phones send. Each counts once, however often a weak line sends it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from alignment.actions.edits import Conflict, Edit, Now, save_edits
from alignment.actions.matrices import lock_editable
from alignment.models import AlignmentMatrix, StrategyElement
from sdgplatform.errors import ActionRefused
from workshops.actions.exercise_groups import WasRemoved
from workshops.models import ExerciseEdit, ExerciseGroup, ExerciseMember, ExerciseState
from workshops.models.exercises import JOINABLE_STATES

MOST_EDITS = 200

Place = tuple[str, str]


class GroupIsLocked(ActionRefused):
    code = "exercise_locked"
    message = gettext_lazy("The facilitator has locked this. What is not sent yet stays on this phone.")


class ExerciseHasEnded(ActionRefused):
    code = "exercise_ended"
    message = gettext_lazy("The exercise has ended.")


class GroupHasChanged(ActionRefused):
    code = "exercise_group_changed"
    message = gettext_lazy("You are in another group now.")


class TooManyEdits(ActionRefused):
    code = "exercise_too_many_edits"
    message = gettext_lazy("Send at most 200 edits at once.")


@dataclass(frozen=True)
class PhoneEdit:
    """`key` is the phone's own name of the edit, the same whenever it sends it again."""

    key: str
    edit: Edit


@dataclass(frozen=True)
class Refusal:
    """Another member set the cell after this one had seen it; both values are asked about."""

    key: str
    conflict: Conflict
    member: str


@dataclass(frozen=True)
class Outcome:
    """`done`: keys that need not be sent again, with the revision of their cell where it is known."""

    revision: int
    done: Mapping[str, int]
    conflicts: Sequence[Refusal]
    faults: Sequence[tuple[str, str]]


@transaction.atomic
def save_group_edits(
    member: ExerciseMember, edits: Sequence[PhoneEdit], *, made_in: int | None = None
) -> Outcome:
    """`made_in`: the number of the group in which the member made them. It gets them also when the member has
    left it since; without a number they are refused then.

    Raises GroupIsLocked, ExerciseHasEnded, WasRemoved, GroupHasChanged, TooManyEdits.
    The row of the draft is locked before the state is read: see `await_edits`.
    """
    if len(edits) > MOST_EDITS:
        raise TooManyEdits
    group = _group_of(member, made_in)
    if group.matrix is None:
        raise GroupIsLocked
    matrix = lock_editable(group.matrix)
    member = _may_edit(member, group)
    if made_in is None and group.pk != member.group_id:
        raise GroupHasChanged
    known = dict(member.edits.filter(key__in=[one.key for one in edits]).values_list("key", "revision"))
    batch = _Batch(member, group, matrix)
    batch.save([one for one in edits if one.key not in known])
    return Outcome(batch.revision, {**known, **batch.done}, batch.conflicts, batch.faults)


def _group_of(member: ExerciseMember, made_in: int | None) -> ExerciseGroup:
    if made_in is None or made_in == member.group.number:
        return member.group
    groups = ExerciseGroup.objects.filter(exercise=member.exercise_id, number=made_in)
    group = groups.select_related("matrix").first()
    if group is None:
        raise GroupHasChanged
    return group


def _may_edit(member: ExerciseMember, group: ExerciseGroup) -> ExerciseMember:
    """The member as they are now. Anybody may choose any group, so a former one is no secret to them."""
    now = ExerciseMember.objects.select_related("group", "exercise").get(pk=member.pk)
    if now.removed_at:
        raise WasRemoved
    if now.exercise.state not in JOINABLE_STATES:
        raise ExerciseHasEnded
    is_locked = now.group.is_locked if now.group_id == group.pk else _is_locked(group)
    if now.exercise.state != ExerciseState.OPEN or is_locked:
        raise GroupIsLocked
    return now


def _is_locked(group: ExerciseGroup) -> bool:
    return ExerciseGroup.objects.filter(pk=group.pk, is_locked=True).exists()


class _Batch:
    def __init__(self, member: ExerciseMember, group: ExerciseGroup, matrix: AlignmentMatrix) -> None:
        self.member, self.group, self.matrix = member, group, matrix
        self.before = self.revision = matrix.revision
        self.done: dict[str, int] = {}
        self.conflicts: list[Refusal] = []
        self.faults: list[tuple[str, str]] = []

    def save(self, edits: Sequence[PhoneEdit]) -> None:
        if not edits:
            return
        latest = {(one.edit.element, one.edit.place): one for one in edits}
        log = self._save({at: one.edit for at, one in latest.items()}, latest)
        for one in edits:  # of several edits of one cell the last one counts, all are done
            key = latest[one.edit.element, one.edit.place].key
            if key in self.done:
                self.done[one.key] = self.done[key]
        ExerciseEdit.objects.bulk_create(log, ignore_conflicts=True)
        ExerciseMember.objects.filter(pk=self.member.pk).update(last_seen_at=timezone.now())

    def _save(self, edits: Mapping[Place, Edit], sent: Mapping[Place, PhoneEdit]) -> list[ExerciseEdit]:
        account = self.member.account
        saved = save_edits(self.matrix, list(edits.values()), by=account)
        cells, faults = list(saved.cells), list(saved.faults)
        conflicts = [(conflict, self._last_by(conflict)) for conflict in saved.conflicts]
        own = [conflict for conflict, by in conflicts if by is not None and by.pk == self.member.pk]
        if own:  # the answer to an earlier edit of their own was lost on the way: no conflict with anybody
            again = save_edits(self.matrix, [_seen_now(conflict) for conflict in own], by=account)
            cells, faults = [*cells, *again.cells], [*faults, *again.faults]
        self.revision = max([saved.revision, *(cell.revision for cell in cells)])
        self.done = {sent[cell.element, cell.place].key: cell.revision for cell in cells}
        self.conflicts = [
            Refusal(sent[conflict.edit.element, conflict.edit.place].key, conflict, by.name if by else "")
            for conflict, by in conflicts
            if conflict not in own
        ]
        self.faults = [(sent[fault.edit.element, fault.edit.place].key, fault.message) for fault in faults]
        return self._log([cell for cell in cells if cell.revision > self.before], sent)

    def _last_by(self, conflict: Conflict) -> ExerciseMember | None:
        edit = conflict.edit
        rows = ExerciseEdit.objects.filter(group=self.group, element__code=edit.element, place=edit.place)
        last = rows.select_related("member").order_by("-revision", "-pk").first()
        return last.member if last else None

    def _log(self, cells: Sequence[Now], sent: Mapping[Place, PhoneEdit]) -> list[ExerciseEdit]:
        codes = {cell.element for cell in cells}
        rows = StrategyElement.objects.filter(strategy=self.matrix.strategy_id, code__in=codes)
        keys = dict(rows.values_list("code", "pk")) if codes else {}
        return [
            ExerciseEdit(
                group=self.group,
                member=self.member,
                key=sent[cell.element, cell.place].key,
                element_id=keys[cell.element],
                place=cell.place,
                score=cell.score,
                kind=cell.kind,
                rationale=sent[cell.element, cell.place].edit.more.get("rationale", ""),
                revision=cell.revision,
            )
            for cell in cells
        ]


def _seen_now(conflict: Conflict) -> Edit:
    return replace(conflict.edit, seen=conflict.cell.revision if conflict.cell else 0)
