"""Sample figures of goals, targets and a small matrix."""

from collections.abc import Iterator
from typing import Any

from sdgplatform.ui import matrix


def goals() -> dict[str, Any]:
    heights = (57, 21, 79, 86, 64, 71, 50, 64, 43, 71, 100, 57, 71, None, 29, 79, 36)
    return {
        "shares": dict(enumerate(heights, start=1)),
        "goals": [(number, f"Goal {number}") for number in range(1, 18)],
        "scores": list(range(3, -4, -1)),
        "columns": list(_columns()),
        "opened": matrix.OpenGoal(13, "Climate Action", "#"),
        "matrix_rows": list(_matrix_rows()),
        "matrix_foot": ["0", "2", "0", "0", "1"],
        "target_classes": [
            ("covered", "C", "covered", 20),
            ("weak", "W", "weak, at most +1", 15),
            ("gap", "G", "gap: no helping link", 82),
            ("open", "?", "not assessed", 3),
        ],
        "target_rows": [
            (
                13,
                [
                    ("13.1", "gap", "G", "gap", "#"),
                    ("13.2", "unmonitored", "M", "covered, no indicator", "#"),
                    ("13.3", "open", "?", "not assessed", "#"),
                    ("13.a", "na", "N", "national level only", ""),
                    ("13.b", "weak", "W", "weak", "#"),
                ],
            ),
            (
                11,
                [
                    ("11.2", "covered", "C", "covered", "#"),
                    ("11.4", "indirect", "I", "indirect links only", "#"),
                ],
            ),
        ],
    }


def _columns() -> Iterator[matrix.Column]:
    names = ("Resilience", "Policies", "Awareness", "Capacity")
    codes = ("13.1", "13.2", "13.3", "13.b")
    for code, name in zip(codes, names, strict=True):
        yield matrix.Column(
            code, name, 13, "", True, first=code == "13.1", last=code == "13.b", current=code == "13.2"
        )
    yield matrix.Column("15", "Land", 15, "#")


def _matrix_rows() -> Iterator[matrix.Row]:
    cell = matrix.Cell
    sums = [cell(0), cell(helps=1, hinders=-2), cell(), cell(), cell(-1)]
    yield matrix.Row("A2.1", "Waste", "programme", sums)
    first = [cell(0, url="#"), cell(1, url="#"), cell(url="#"), cell(url="#"), cell(0, url="#")]
    yield matrix.Row("A2.1.1", "Recycling centres", "project", first, "#", "#")
    second = [
        cell(0, url="#"),
        cell(-2, url="#", noted=True, current=True),
        cell(url="#"),
        cell(applicable=False),
        cell(-1, url="#"),
    ]
    yield matrix.Row(
        "A2.1.2", "Larger landfill", "project", second, "#", "#", "error", "1 error", selected=True
    )
