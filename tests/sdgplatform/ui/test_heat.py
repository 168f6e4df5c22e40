import pytest

from sdgplatform.ui import heat, matrix


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (3, '<span class="heat p3">+3</span>'),
        (0, '<span class="heat z">0</span>'),
        (-2, '<span class="heat n2">\u22122</span>'),
        (None, '<span class="visually-hidden">not assessed</span>'),
    ],
)
def test_mark_prints_the_number_and_blank_is_not_zero(score: int | None, expected: str) -> None:
    assert heat.mark(score) == expected


def test_computed_mark_is_the_number_alone() -> None:
    assert heat.mark(-1, computed=True) == '<span class="heat n1 heat--sum">\u22121</span>'


def test_duo_shows_both_signs() -> None:
    assert heat.duo(2, -1) == (
        '<span class="duo"><span class="heat p2">+2</span> <span class="heat n1">\u22121</span></span>'
    )


TARGET = matrix.Column("13.2", "Policies", 13, is_target=True, first=True, current=True)
GOAL = matrix.Column("15", "Land", 15, "?goal=15")


def drawn(cell: matrix.Cell, column: matrix.Column = GOAL) -> str:
    return matrix.cells(matrix.Row("A", "Title", "project", [cell]), [column])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            matrix.Cell(-1, url="?c=1", noted=True, current=True),
            '<td role="cell" class="is-cell sdg-15" data-t="15">'
            '<a class="cell cell--note" href="?c=1" aria-current="true">'
            '<span class="heat n1">\u22121</span></a></td>',
        ),
        (
            matrix.Cell(0, url="?c=1"),
            '<td role="cell"><a class="cell" href="?c=1"><span class="heat z">0</span></a></td>',
        ),
        (
            matrix.Cell(url="?c=1"),
            '<td role="cell"><a class="cell" href="?c=1">'
            '<span class="visually-hidden">not assessed</span></a></td>',
        ),
        (matrix.Cell(), '<td role="cell"></td>'),
        (
            matrix.Cell(applicable=False, url="?c=1"),
            '<td role="cell" class="is-na"><span class="visually-hidden">not applicable</span></td>',
        ),
        (matrix.Cell(1), '<td role="cell"><span class="heat p1 heat--sum">+1</span></td>'),
        (
            matrix.Cell(1, own=True),
            '<td role="cell" class="sdg-15" data-t="15"><span class="heat p1">+1</span></td>',
        ),
        (matrix.Cell(0, own=True), '<td role="cell" class="is-z">0</td>'),
        (matrix.Cell(own=True), '<td role="cell"></td>'),
    ],
)
def test_cell_links_only_where_one_scores(cell: matrix.Cell, expected: str) -> None:
    assert drawn(cell) == expected


def test_cell_of_the_open_goal_is_marked() -> None:
    assert drawn(matrix.Cell(), TARGET) == '<td role="cell" class="is-open is-first is-col"></td>'


def test_both_signs_below_a_row_are_shown() -> None:
    assert 'class="duo duo--sum"' in drawn(matrix.Cell(helps=1, hinders=-2))


def test_row_needs_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="argument 2 is longer"):
        matrix.cells(matrix.Row("A", "Title", "axis", []), [GOAL])
