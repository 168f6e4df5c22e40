"""What an exercise is about, who takes part, how far each group is, and what changed since a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, prefetch_related_objects
from django.utils import timezone

from alignment.models import AlignmentCell, AlignmentMatrix, StrategyElement
from alignment.models.matrices import Granularity
from alignment.queries.scope import goals_of, scored_among, targets_of
from workshops.models import Exercise, ExerciseEdit, ExerciseGroup, ExerciseMember, Session

PRESENT_FOR = timedelta(seconds=60)


def draft_of(exercise: Exercise) -> AlignmentMatrix:
    """The matrix of a group as it will begin; not saved."""
    return AlignmentMatrix(
        strategy=exercise.strategy,
        framework=exercise.framework,
        granularity=exercise.granularity,
        scored_level=exercise.scored_level,
        is_group_draft=True,
        drafted_in=exercise.code,
        method_note=exercise.title,
    )


@dataclass(frozen=True)
class PlaceInPlay:
    """A goal or target as files and addresses write it, with what its tile shows."""

    code: str
    key: int
    title: str
    goal: int
    goal_title: str
    colour: str
    text_colour: str


@dataclass(frozen=True)
class ElementInPlay:
    key: int
    code: str
    title: str
    path: str
    description: str


@dataclass(frozen=True)
class Board:
    """Elements × goals or targets in play: all that an exercise asks."""

    elements: Sequence[ElementInPlay]
    places: Sequence[PlaceInPlay]
    is_goal: bool

    @property
    def size(self) -> int:
        return len(self.elements) * len(self.places)

    @cached_property
    def element_codes(self) -> Mapping[int, str]:
        return {element.key: element.code for element in self.elements}

    @cached_property
    def place_codes(self) -> Mapping[int, str]:
        return {place.key: place.code for place in self.places}

    @property
    def goals(self) -> list[tuple[int, str, list[PlaceInPlay]]]:
        """Places by goal, in order."""
        found: dict[int, tuple[int, str, list[PlaceInPlay]]] = {}
        for place in self.places:
            found.setdefault(place.goal, (place.goal, place.goal_title, []))[2].append(place)
        return list(found.values())


def board_of(exercise: Exercise) -> Board:
    """Three queries: the elements, the goals in play, the goals or targets."""
    draft = draft_of(exercise)
    chosen = set(exercise.goals.values_list("pk", flat=True))
    return Board(_elements(draft), _places(draft, chosen), draft.granularity == Granularity.GOAL)


def _elements(draft: AlignmentMatrix) -> list[ElementInPlay]:
    rows = list(draft.strategy.elements.order_by("position", "pk"))
    by_key = {row.pk: row for row in rows}
    scored = scored_among(draft, rows)
    return [
        ElementInPlay(row.pk, row.code, row.title, _path(row, by_key), row.description)
        for row in rows
        if row.pk in scored
    ]


def _path(row: StrategyElement, by_key: Mapping[int, StrategyElement]) -> str:
    """The titles above an element, from the axis down."""
    above: list[str] = []
    parent = by_key.get(row.parent_id or 0)
    while parent is not None:
        above.append(parent.title)
        parent = by_key.get(parent.parent_id or 0)
    return " › ".join(reversed(above))


def _places(draft: AlignmentMatrix, chosen: set[int]) -> list[PlaceInPlay]:
    goals = {goal.pk: goal for goal in goals_of(draft) if not chosen or goal.pk in chosen}
    if draft.granularity == Granularity.GOAL:
        return [_place(str(goal.number), goal.pk, goal.title, goal) for goal in goals.values()]
    targets = targets_of(draft).filter(goal__in=goals)
    return [_place(target.code, target.pk, target.title, goals[target.goal_id]) for target in targets]


def _place(code: str, key: int, title: str, goal: Any) -> PlaceInPlay:
    return PlaceInPlay(code, key, title, goal.number, goal.title, goal.colour, goal.text_colour)


# Cells -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupCell:
    """What a group says of one cell; `score` None: it took its score back."""

    group: int
    element: int
    place: str
    score: int | None
    kind: str = ""
    rationale: str = ""
    revision: int = 0
    member: str = ""


def cells_of(board: Board, groups: Iterable[ExerciseGroup]) -> list[GroupCell]:
    """What the drafts hold of the board; one query."""
    numbers = {group.matrix_id: group.number for group in groups if group.matrix_id}
    rows = AlignmentCell.objects.filter(matrix__in=numbers, element__in=list(board.element_codes))
    found = rows.values_list("matrix", "element", "goal", "target", "score", "kind", "rationale", "revision")
    return [
        GroupCell(numbers[matrix], element, place, score, kind, rationale, revision)
        for matrix, element, goal, target, score, kind, rationale, revision in found
        if (place := board.place_codes.get(goal or target))
    ]


def edits_since(known: Mapping[int, int]) -> list[GroupCell]:
    """The last edit of each cell that is newer than the revision known of its group; one query.

    `known`: key of the group -> revision. Group drafts are only written by `save_group_edits`, which
    logs each edit, so that the log tells all that changed and who did it.
    """
    newer = Q(pk__in=[])
    for group, revision in known.items():
        newer |= Q(group=group, revision__gt=revision)
    rows = ExerciseEdit.objects.filter(newer).order_by("revision", "pk")
    found = rows.values_list(
        "group__number", "element", "place", "score", "kind", "rationale", "revision", "member__name"
    )
    return list({row[:3]: GroupCell(*row) for row in found}.values())


# People and progress ---------------------------------------------------------------------------


def bring_exercises(sessions: Sequence[Session]) -> None:
    """Puts `own_exercises` on each block, with the matrix that came out of them; one query for all."""
    rows = Exercise.objects.select_related("merged_into__strategy").order_by("pk")
    prefetch_related_objects(sessions, Prefetch("exercises", queryset=rows, to_attr="own_exercises"))


def exercise_to_join(code: str) -> Exercise | None:
    """By the code as people type it: in capitals, with a space or a hyphen."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())[:12]
    rows = Exercise.objects.joinable().select_related("session__workshop", "strategy__city", "framework")
    return rows.filter(join_code=plain).first() if plain else None


def member_with_key(join_code: str, key: str) -> ExerciseMember | None:
    """With group, draft and exercise in one query; also when the exercise has ended meanwhile."""
    rows = ExerciseMember.objects.select_related("group__matrix", "exercise")
    return rows.filter(key=key, exercise__join_code=join_code).first() if key else None


@dataclass(frozen=True)
class GroupProgress:
    group: ExerciseGroup
    members: Sequence[ExerciseMember]
    present: int
    assessed: int
    total: int
    last_edit: datetime | None

    @property
    def share(self) -> float:
        return 100 * self.assessed / self.total if self.total else 0


def progress_of(exercise: Exercise, board: Board) -> list[GroupProgress]:
    """Four queries, however many groups."""
    groups = list(exercise.groups.order_by("number"))
    members: dict[int, list[ExerciseMember]] = {group.pk: [] for group in groups}
    for member in exercise.members.filter(removed_at__isnull=True).order_by("number"):
        members[member.group_id].append(member)
    assessed = _assessed(board, groups)
    last = dict(
        ExerciseEdit.objects.filter(group__in=groups).values_list("group").annotate(Max("at")).order_by()
    )
    since = timezone.now() - PRESENT_FOR
    return [
        GroupProgress(
            group,
            members[group.pk],
            sum(member.last_seen_at >= since for member in members[group.pk]),
            assessed.get(group.matrix_id or 0, 0),
            board.size,
            last.get(group.pk),
        )
        for group in groups
    ]


def _assessed(board: Board, groups: Sequence[ExerciseGroup]) -> dict[int, int]:
    place = "goal__in" if board.is_goal else "target__in"
    inside: dict[str, Any] = {place: list(board.place_codes), "element__in": list(board.element_codes)}
    cells = AlignmentCell.objects.filter(matrix__in=[group.matrix_id for group in groups], **inside)
    return dict(cells.values_list("matrix").annotate(Count("pk")).order_by())


def revisions_of(exercise: Exercise) -> dict[int, int]:
    """Key of each group -> revision of its draft."""
    rows = exercise.groups.filter(matrix__isnull=False).order_by("number")
    return dict(rows.values_list("pk", "matrix__revision"))
