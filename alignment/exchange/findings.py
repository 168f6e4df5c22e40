"""What a reader has to say about a file, each remark with its place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

ERROR = "error"  # stops the import
SUBMIT = "submit"  # goes in; to be corrected before the matrix is submitted
WARNING = "warning"
NOTE = "note"
LEVELS = (ERROR, SUBMIT, WARNING, NOTE)

MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Sheet, row and column as the person sees them; blank parts are not known or do not apply."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    level: str
    rule: str
    message: str
    place: Place = Place()

    def as_json(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "rule": self.rule,
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.column,
            "message": self.message,
        }


class Unreadable(Exception):
    """One value that cannot be taken: the rule it breaks and what to do."""

    def __init__(self, rule: str, message: str | Promise) -> None:
        self.rule, self.message = rule, str(message)
        super().__init__(self.message)


class FileRefused(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, message: str | Promise, *, place: Place = Place(), rule: str = "E12") -> None:
        self.issue = Issue(ERROR, rule, str(message), place)
        super().__init__(str(message))


@dataclass
class Findings:
    """Collects issues; after many of one level only their number grows."""

    issues: list[Issue] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, level: str, rule: str, message: str | Promise, place: Place = Place()) -> None:
        self.counts[level] += 1
        if self.counts[level] <= MOST_SHOWN:
            self.issues.append(Issue(level, rule, str(message), place))

    def extend(self, issues: Iterable[Issue]) -> None:
        for issue in issues:
            self.add(issue.level, issue.rule, issue.message, issue.place)

    @property
    def has_errors(self) -> bool:
        return self.counts[ERROR] > 0

    def in_order(self) -> list[Issue]:
        """Errors first; within each level sheet by sheet, down the rows."""
        sheets = list(dict.fromkeys(issue.place.sheet for issue in self.issues))
        return sorted(
            self.issues,
            key=lambda issue: (LEVELS.index(issue.level), sheets.index(issue.place.sheet), issue.place.row),
        )
