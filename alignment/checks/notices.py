"""What is good to know and nobody's problem: I1 to I3. Never counted as errors or warnings."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alignment.checks.cells import is_score
from alignment.checks.codes import place
from alignment.checks.rows import Issue, MatrixRows


def matrix_notices(matrix: MatrixRows) -> list[Issue]:
    return [*shared_data(matrix), *national_targets(matrix), *undecided_suggestions(matrix)]


def shared_data(matrix: MatrixRows) -> Iterator[Issue]:
    """I1: one for each indicator of the UN that is listed under several targets and followed here."""
    text = _("%(codes)s are one and the same indicator of the UN: one series of values serves them all")
    groups = {tuple(row.repeats): row.code for row in reversed(matrix.indicators) if len(row.repeats) > 1}
    for codes, indicator in sorted(groups.items(), key=lambda pair: place(pair[0][0].rpartition(".")[0])):
        yield Issue("I1", text % {"codes": ", ".join(codes)}, indicator=indicator)


def national_targets(matrix: MatrixRows) -> Iterator[Issue]:
    """I2: means of implementation with a helping link."""
    text = _("%(place)s is a means of implementation, which mostly nations provide: check what the city adds")
    found: dict[str, list[str]] = {}
    for cell in matrix.cells:
        if is_score(cell.score) and cell.score > 0 and cell.place in matrix.means:
            found.setdefault(cell.place, []).append(cell.element)
    for code in sorted(found, key=place):
        yield Issue("I2", text % {"place": code}, place=code, rows=found[code])


def undecided_suggestions(matrix: MatrixRows) -> Iterator[Issue]:
    """I3: a suggestion counts for nothing until somebody accepts it."""
    for element, count in matrix.suggested.items():
        text = ngettext(
            "%(element)s: %(count)d suggested target is neither accepted nor dismissed",
            "%(element)s: %(count)d suggested targets are neither accepted nor dismissed",
            count,
        )
        if count:
            yield Issue("I3", text % {"element": element, "count": count}, element)
