"""What the page of an import shows: issues, effects in words, the single changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alignment.exchange import changes, findings
from alignment.exchange.field_names import FIELD_NAMES
from alignment.models import MatrixImport
from alignment.models.strategies import Level
from sdgplatform.ui.parts import Mark
from sdgplatform.ui.texts import number_text

LEVEL_MARKS: Mapping[str, Mark] = {
    findings.ERROR: Mark("stop", gettext_lazy("Error")),
    findings.SUBMIT: Mark("warn", gettext_lazy("Before submitting")),
    findings.WARNING: Mark("warn", gettext_lazy("Warning")),
    findings.NOTE: Mark("todo", gettext_lazy("Note")),
}
GROUP_NAMES: Mapping[str, Any] = {
    changes.CLEARED: gettext_lazy("Scores taken out"),
    changes.CHANGED: gettext_lazy("Cells changed"),
    changes.ADDED: gettext_lazy("Scores added"),
    changes.ELEMENTS: gettext_lazy("Elements"),
    changes.EVIDENCE: gettext_lazy("Sources"),
    changes.CITY: gettext_lazy("What the city keeps"),
}
PART_NAMES: Mapping[str, Any] = {
    "evidence": gettext_lazy("Source"),
    "indicators": gettext_lazy("Indicator"),
    "observations": gettext_lazy("Value of an indicator"),
    "actors": gettext_lazy("Actor"),
    "roles": gettext_lazy("Role of an actor"),
    "competences": gettext_lazy("Competence"),
}
LEVEL_NAMES = {level.value: level.label for level in Level}
FAULTS_SHOWN = 3


@dataclass(frozen=True)
class IssueRow:
    mark: Mark
    rule: str
    sheet: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class FieldChange:
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangeRow:
    """`old` and `new` are scores for cells (`is_cell`), else None; `fields` says what else changes."""

    how: str
    code: str
    target: str
    title: str
    old: int | None
    new: int | None
    fields: list[FieldChange]
    is_cell: bool


@dataclass(frozen=True)
class BranchRow:
    """An element as it would stand in the tree."""

    code: str
    title: str
    level: str
    depth: int
    mark: Mark
    row: int
    faults: list[str]


def issue_rows(issues: Iterable[Mapping[str, Any]]) -> list[IssueRow]:
    return [
        IssueRow(
            LEVEL_MARKS[issue["level"]],
            issue["rule"] if issue["rule"][:1] in {"E", "W"} else "",
            issue["sheet"],
            issue["row"],
            issue["column"],
            issue["message"],
        )
        for issue in issues
    ]


def more_issues(row: MatrixImport) -> int:
    return sum(row.summary.get("issue_counts", {}).values()) - len(row.issues)


def effect_lines(row: MatrixImport) -> list[str]:
    """The effect in words, e.g. "Adds 12 scores", "Takes out 2 scores"; empty when there is none."""
    counts = row.summary.get("counts", {})
    lines = [
        words(count) % {"n": number_text(count)}
        for part, how, words in EFFECTS
        if (count := counts.get(part, {}).get(how, 0))
    ]
    return lines


def staying_lines(row: MatrixImport) -> list[str]:
    """What the import leaves as it is."""
    same = row.summary.get("counts", {}).get("cells", {}).get("unchanged", 0)
    left = sum(row.summary.get("left", {}).values())
    pairs = [(same, _same_scores), (left, _left_scores)]
    return [words(count) % {"n": number_text(count)} for count, words in pairs if count]


def _same_scores(n: int) -> str:
    return ngettext(
        "%(n)s score of the file is there already", "%(n)s scores of the file are there already", n
    )


def _left_scores(n: int) -> str:
    return ngettext(
        "%(n)s score that the file does not have stays", "%(n)s scores that the file does not have stay", n
    )


def _added_elements(n: int) -> str:
    return ngettext("Adds %(n)s element", "Adds %(n)s elements", n)


def _changed_elements(n: int) -> str:
    return ngettext("Changes %(n)s element", "Changes %(n)s elements", n)


def _added_scores(n: int) -> str:
    return ngettext("Adds %(n)s score", "Adds %(n)s scores", n)


def _changed_cells(n: int) -> str:
    return ngettext("Changes %(n)s cell", "Changes %(n)s cells", n)


def _cleared_scores(n: int) -> str:
    return ngettext("Takes out %(n)s score", "Takes out %(n)s scores", n)


def _added_sources(n: int) -> str:
    return ngettext("Adds %(n)s source", "Adds %(n)s sources", n)


def _changed_sources(n: int) -> str:
    return ngettext("Changes %(n)s source", "Changes %(n)s sources", n)


def _added_indicators(n: int) -> str:
    return ngettext("Adds %(n)s indicator of the city", "Adds %(n)s indicators of the city", n)


def _changed_indicators(n: int) -> str:
    return ngettext("Changes %(n)s indicator of the city", "Changes %(n)s indicators of the city", n)


def _added_values(n: int) -> str:
    return ngettext("Adds %(n)s value of an indicator", "Adds %(n)s values of indicators", n)


def _changed_values(n: int) -> str:
    return ngettext("Changes %(n)s value of an indicator", "Changes %(n)s values of indicators", n)


def _added_actors(n: int) -> str:
    return ngettext("Adds %(n)s actor", "Adds %(n)s actors", n)


def _changed_actors(n: int) -> str:
    return ngettext("Changes %(n)s actor", "Changes %(n)s actors", n)


def _added_roles(n: int) -> str:
    return ngettext("Adds %(n)s role of an actor", "Adds %(n)s roles of actors", n)


def _added_competences(n: int) -> str:
    return ngettext("Adds %(n)s competence", "Adds %(n)s competences", n)


def _changed_competences(n: int) -> str:
    return ngettext("Changes %(n)s competence", "Changes %(n)s competences", n)


EFFECTS = (
    ("cells", "cleared", _cleared_scores),
    ("elements", "added", _added_elements),
    ("elements", "changed", _changed_elements),
    ("cells", "added", _added_scores),
    ("cells", "changed", _changed_cells),
    ("evidence", "added", _added_sources),
    ("evidence", "changed", _changed_sources),
    ("indicators", "added", _added_indicators),
    ("indicators", "changed", _changed_indicators),
    ("observations", "added", _added_values),
    ("observations", "changed", _changed_values),
    ("actors", "added", _added_actors),
    ("actors", "changed", _changed_actors),
    ("roles", "added", _added_roles),
    ("competences", "added", _added_competences),
    ("competences", "changed", _changed_competences),
)


def change_rows(records: Iterable[Mapping[str, Any]]) -> list[ChangeRow]:
    words = {"added": _("added"), "changed": _("changed"), "cleared": _("taken out")}
    return [
        ChangeRow(
            how=words[record["how"]],
            code=record["code"],
            target=record.get("target", ""),
            title=_title(record),
            old=record.get("old"),
            new=record.get("new"),
            fields=_fields(record),
            is_cell="target" in record,
        )
        for record in records
    ]


def _title(record: Mapping[str, Any]) -> str:
    part = str(PART_NAMES.get(record.get("what", ""), ""))
    title = str(record.get("title", ""))
    return f"{part}: {title}" if part and title else part or title


def _fields(record: Mapping[str, Any]) -> list[FieldChange]:
    return [
        FieldChange(str(FIELD_NAMES.get(name, name)), old or "–", new or "–")
        for name, (old, new) in record.get("fields", {}).items()
    ]


def branch_rows(records: Iterable[Mapping[str, Any]]) -> list[BranchRow]:
    return [
        BranchRow(
            record["code"],
            record["title"],
            str(LEVEL_NAMES.get(record["level"], "")),
            min(record["depth"], 4),
            _branch_mark(record),
            record.get("row", 0),
            record.get("faults", [])[:FAULTS_SHOWN],
        )
        for record in records
    ]


def _branch_mark(record: Mapping[str, Any]) -> Mark:
    if record.get("faults"):
        return Mark("stop", _("Error"))
    marks = {"added": Mark("doing", _("new")), "changed": Mark("warn", _("changed"))}
    return marks.get(record["how"], Mark("off", _("stays")))
