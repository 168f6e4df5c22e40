"""A matrix as the page shows it: tree of elements × goals, one goal open to its targets.

Parents show the highest help and the highest harm below them, both kept and never netted (formula 1).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Min, QuerySet, Value
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alignment.checks.cells import is_score
from alignment.checks.codes import goal_of
from alignment.checks.rows import Issue
from alignment.models import AlignmentCell, AlignmentMatrix, CellComment, Goal, Target
from alignment.models.matrices import Granularity
from alignment.models.matrices import Scope as ScopeChoice
from alignment.queries.scope import Scope, matrix_scope, targets_of
from alignment.queries.tree import TreeRow, goals_shown, scored_rows, tree_of
from sdgplatform.search import fold
from sdgplatform.statements import Given, Statement
from sdgplatform.ui.matrix import Cell, Column, OpenGoal, Row
from sdgplatform.ui.templatetags.ui import icon

Sum = tuple[int, int]  # highest help, highest harm
Sums = dict[int, dict[str, Sum]]
# Above this many rows the page begins with its branches closed.
MANY_ROWS = 60
FILTERS = ("incomplete", "negative", "no-evidence", "comments", "issues")


@dataclass(frozen=True)
class View:
    """What the address asks for: the open goal, the rows to show, the cell in the panel.

    Branches are folded away by name; in a large strategy they are opened by name.
    """

    goal: int = 0
    words: str = ""
    rows: str = ""
    folded: frozenset[str] = frozenset()
    unfolded: frozenset[str] = frozenset()
    element: str = ""
    place: str = ""

    def address(self, **replaced: str | int) -> str:
        """The page's query with some parts replaced; the cell is left out unless it is given."""
        parts = {
            "goal": self.goal or "",
            "q": self.words,
            "rows": self.rows,
            "fold": ",".join(sorted(self.folded)),
            "open": ",".join(sorted(self.unfolded)),
            **replaced,
        }
        return "?" + urlencode({name: value for name, value in parts.items() if value}, safe=":,")

    def cell_address(self, element: str, place: str) -> str:
        return f"{self.address(goal='', cell=f'{element}:{place}')}#cell"

    @property
    def current(self) -> tuple[str, str]:
        return self.element, self.place


@dataclass(frozen=True)
class Grid:
    columns: Sequence[Column]
    rows: Sequence[Row]
    opened: OpenGoal | None
    foot: Sequence[str]
    total: int


@dataclass
class _Matrix:
    """What was read from the database, by element and place."""

    matrix: AlignmentMatrix
    view: View
    elements: list[TreeRow]
    goals: list[Goal]
    targets: list[Target]
    own: Sums
    noted: set[tuple[int, str]]
    weak_evidence: set[int]
    columns: Sequence[Column] = ()

    @cached_property
    def scope(self) -> Scope:
        return matrix_scope(self.matrix)

    @cached_property
    def scored(self) -> set[int]:
        return scored_rows(self.matrix, self.elements)

    @cached_property
    def above_current(self) -> set[int]:
        parents = {row.pk: row.parent_id for row in self.elements}
        current = next((row.pk for row in self.elements if row.code == self.view.element), None)
        return set(_upwards(current, parents))

    @cached_property
    def in_scope(self) -> set[str]:
        """Codes of the columns that count; the others are hatched, unless they were scored all the same."""
        outside = self.scope.outside if self.matrix.scope == ScopeChoice.RELEVANT else frozenset()
        if not outside:
            return {column.code for column in self.columns}
        reached = {goal_of(code) for code in self.scope.inside}
        return {
            column.code
            for column in self.columns
            if column.code not in outside and (column.is_target or column.goal in reached)
        }


def matrix_grid(matrix: AlignmentMatrix, view: View, issues: Sequence[Issue] = ()) -> Grid:
    """A few queries, however many cells."""
    data = _read(matrix, view)
    data.columns = _columns(data, view)
    sums = _sums(data)
    shown = _shown(data, view, issues)
    flags = _flags(issues)
    rows = [
        _row(element, data, sums, flags.get(element.code)) for element in data.elements if element.pk in shown
    ]
    opened = next((goal for goal in data.goals if goal.number == view.goal), None)
    band = OpenGoal(opened.number, opened.title, view.address(goal="")) if opened and data.targets else None
    return Grid(data.columns, rows, band, _foot(data, sums), len(data.elements))


def _read(matrix: AlignmentMatrix, view: View) -> _Matrix:
    bare: set[int] = set()
    noted = {
        (element, target or str(goal or "")) for element, target, goal in OPEN_COMMENTS.rows(matrix=matrix.pk)
    }
    if view.rows == "no-evidence":
        strong = matrix.cells.exclude(score__range=(-1, 1)).filter(evidence__isnull=True)
        bare = set(strong.values_list("element_id", flat=True))
    goals = goals_shown(matrix)
    opens = matrix.granularity == Granularity.TARGET and view.goal
    return _Matrix(
        matrix=matrix,
        view=view,
        elements=tree_of(matrix),
        goals=goals,
        targets=list(targets_of(matrix).filter(goal__number=view.goal)) if opens else [],
        own=_own_sums(matrix, view, goals),
        noted=noted,
        weak_evidence=bare,
    )


def _own_sums(matrix: AlignmentMatrix, view: View, goals: Sequence[Goal]) -> Sums:
    """Element -> column; the database sums up the goals that are closed."""
    found: Sums = defaultdict(dict)
    with_targets = matrix.granularity == Granularity.TARGET
    opened = next((goal.pk for goal in goals if goal.number == view.goal), 0) if with_targets else 0
    numbers = {goal.pk: str(goal.number) for goal in goals if goal.pk != opened}
    for element, goal, helps, hinders in (OF_TARGETS if with_targets else OF_GOALS).rows(matrix=matrix.pk):
        if goal in numbers:
            found[element][numbers[goal]] = helps, hinders
    if opened:
        cells = matrix.cells.filter(target__goal=opened)
        for element, code, score in cells.values_list("element_id", "target__code", "score"):
            found[element][code] = max(score, 0), max(-score, 0)
    return found


def _summed_up(goal: str) -> QuerySet[Any]:
    cells = AlignmentCell.objects.filter(matrix=Given("matrix")).order_by()
    highest = Greatest(Max("score"), Value(0)), Greatest(-Min("score"), Value(0))
    return cells.values_list("element_id", goal).annotate(helps=highest[0], hinders=highest[1])


OF_GOALS = Statement(lambda: _summed_up("goal_id"), plain=True)
OF_TARGETS = Statement(lambda: _summed_up("target__goal_id"), plain=True)
OPEN_COMMENTS = Statement(
    lambda: CellComment.objects.filter(
        matrix=Given("matrix"), resolved_at__isnull=True, element__isnull=False
    ).values_list("element_id", "target__code", "goal__number")
)


def _columns(data: _Matrix, view: View) -> list[Column]:
    columns = []
    for goal in data.goals:
        if goal.number == view.goal and data.targets:
            last = len(data.targets) - 1
            columns += [
                Column(
                    code=target.code,
                    label=target.title,
                    goal=goal.number,
                    is_target=True,
                    first=index == 0,
                    last=index == last,
                    current=target.code == view.place,
                )
                for index, target in enumerate(data.targets)
            ]
        else:
            code = str(goal.number)
            url = view.address(goal=goal.number)
            columns.append(Column(code, goal.label, goal.number, url, current=code == view.place))
    return columns


def _sums(data: _Matrix) -> Sums:
    """Those of each element and of all below it; a column without assessed cell is not there."""
    sums = {element: dict(columns) for element, columns in data.own.items()}
    for row in reversed(data.elements):
        if row.parent_id is None or row.pk not in sums:
            continue
        above = sums.setdefault(row.parent_id, {})
        for column, pair in sums[row.pk].items():
            other = above.get(column)
            if other is None:
                above[column] = pair
            elif other != pair:
                above[column] = max(other[0], pair[0]), max(other[1], pair[1])
    return sums


def _shown(data: _Matrix, view: View, issues: Sequence[Issue]) -> set[int]:
    """Rows that fit the filter, with those above them, without what is folded away."""
    parents = {row.pk: row.parent_id for row in data.elements}
    fits = _fitting(data, view, issues)
    found = set(parents) if fits is None else fits
    shown = {key for row in found for key in _upwards(row, parents)}
    hidden = {row.pk for row in data.elements if _is_folded(row, data)} if fits is None else set()
    return {key for key in shown if not any(above in hidden for above in _upwards(parents[key], parents))}


def _is_folded(row: TreeRow, data: _Matrix) -> bool:
    """The branch of the cell in the panel is always open."""
    if len(data.elements) <= MANY_ROWS:
        return row.code in data.view.folded
    return row.code not in data.view.unfolded and row.pk not in data.above_current


def _upwards(key: int | None, parents: Mapping[int, int | None]) -> Iterable[int]:
    while key is not None:
        yield key
        key = parents.get(key)


def _fitting(data: _Matrix, view: View, issues: Sequence[Issue]) -> set[int] | None:
    """None when nothing is filtered."""
    tests = []
    if view.words:
        words = fold(view.words).split()
        tests.append({row.pk for row in data.elements if _has_words(row, words)})
    if view.rows in FILTERS:
        tests.append(_of_filter(data, view.rows, issues))
    return set.intersection(*tests) if tests else None


def _has_words(element: TreeRow, words: Sequence[str]) -> bool:
    text = fold(f"{element.code} {element.title}")
    return all(word in text for word in words)


def _of_filter(data: _Matrix, name: str, issues: Sequence[Issue]) -> set[int]:
    if name == "comments":
        return {element for element, _place in data.noted}
    if name == "no-evidence":
        return data.weak_evidence
    if name == "negative":
        return {element for element, sums in data.own.items() if any(hinders for _, hinders in sums.values())}
    if name == "issues":
        codes = {issue.element for issue in issues} | {code for issue in issues for code in issue.rows}
        return {row.pk for row in data.elements if row.code in codes}
    return _incomplete(data)


def _incomplete(data: _Matrix) -> set[int]:
    with_targets = data.matrix.granularity == Granularity.TARGET
    inside = set(data.scope.inside)
    assessed: Counter[int] = Counter()
    for element, code in data.matrix.cells.values_list(
        "element_id", "target__code" if with_targets else "goal__number"
    ):
        assessed[element] += str(code) in inside
    return {key for key in data.scored if assessed[key] < len(inside)}


def _flags(issues: Sequence[Issue]) -> dict[str, Issue]:
    """The gravest issue of each element."""
    flags: dict[str, Issue] = {}
    for issue in issues:
        if issue.element and (issue.element not in flags or issue.is_error):
            flags[issue.element] = issue
    return flags


def _row(element: TreeRow, data: _Matrix, sums: Sums, flag: Issue | None) -> Row:
    own, view = sums.get(element.pk, {}), data.view
    is_scored = element.pk in data.scored
    cells = [_cell(element, column, own.get(column.code), data, is_scored) for column in data.columns]
    score_url = reverse("alignment:matrix_row", args=[data.matrix.code, element.code]) if is_scored else ""
    return Row(
        code=element.code,
        title=element.title if is_scored else _folding_title(element, data),
        level=element.level.lower(),
        cells=cells,
        url="" if is_scored else _fold_address(element, data),
        score_url=score_url,
        flag=("error" if flag.is_error else "warning") if flag else "",
        flag_text=flag.message if flag else "",
        selected=element.code == view.element,
        lang=data.matrix.strategy.language,
    )


def _folding_title(element: TreeRow, data: _Matrix) -> SafeString:
    """Above the scored rows the title is the link that folds its branch away."""
    folded = _is_folded(element, data)
    sign = icon("chevron-right", label=_("Unfold")) if folded else icon("chevron-down", label=_("Fold"))
    return format_html("{} {}", sign, element.title)


def _fold_address(element: TreeRow, data: _Matrix) -> str:
    view = data.view
    if len(data.elements) <= MANY_ROWS:
        return view.address(fold=",".join(sorted(view.folded ^ {element.code})))
    return view.address(open=",".join(sorted(view.unfolded ^ {element.code})))


def _cell(element: TreeRow, column: Column, pair: Sum | None, data: _Matrix, is_scored: bool) -> Cell:
    view = data.view
    helps, hinders = pair or (0, 0)
    is_place = column.is_target or data.matrix.granularity == Granularity.GOAL
    url = view.cell_address(element.code, column.code) if is_scored and is_place else ""
    return Cell(
        score=None if pair is None else (helps or -hinders),
        helps=helps,
        hinders=-hinders,
        url=url,
        own=is_scored,
        applicable=pair is not None or column.code in data.in_scope,
        noted=(element.pk, column.code) in data.noted,
        current=(element.code, column.code) == view.current,
    )


def _foot(data: _Matrix, sums: Sums) -> list[str]:
    """How many scored rows help each column."""
    helped = Counter(
        column
        for element in data.scored
        for column, (helps, _hinders) in sums.get(element, {}).items()
        if helps
    )
    return [str(helped[column.code]) if column.code in data.in_scope else "–" for column in data.columns]


def corner_text(grid: Grid) -> str:
    return _("%(shown)d of %(total)d rows shown") % {"shown": len(grid.rows), "total": grid.total}


def score_or_none(value: str) -> int | None:
    """−3 to 3 of an address or a form, else None."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if is_score(number) else None
