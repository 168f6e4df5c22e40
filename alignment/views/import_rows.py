"""What the page of an import shows: issues, effects in words, the single changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alignment.exchange import findings
from alignment.models import MatrixImport
from sdgplatform.ui.parts import Mark
from sdgplatform.ui.texts import number_text

LEVEL_MARKS: Mapping[str, Mark] = {
    findings.ERROR: Mark("stop", gettext_lazy("Error")),
    findings.SUBMIT: Mark("warn", gettext_lazy("Before submitting")),
    findings.WARNING: Mark("warn", gettext_lazy("Warning")),
    findings.NOTE: Mark("todo", gettext_lazy("Note")),
}
FIELD_NAMES: Mapping[str, Any] = {
    "title": gettext_lazy("title"),
    "parent": gettext_lazy("part of"),
    "level": gettext_lazy("level"),
    "description": gettext_lazy("description"),
    "need": gettext_lazy("need addressed"),
    "responsible": gettext_lazy("responsible unit"),
    "starts_on": gettext_lazy("start"),
    "ends_on": gettext_lazy("end"),
    "status": gettext_lazy("status"),
    "budget": gettext_lazy("budget"),
    "currency": gettext_lazy("currency"),
    "budget_year": gettext_lazy("budget year"),
    "kind": gettext_lazy("kind of link"),
    "horizon": gettext_lazy("horizon"),
    "confidence": gettext_lazy("confidence"),
    "rationale": gettext_lazy("rationale"),
    "mitigation": gettext_lazy("mitigation"),
    "budget_share": gettext_lazy("share of the budget, %"),
    "evidence": gettext_lazy("evidence"),
    "original": gettext_lazy("original value"),
}


@dataclass(frozen=True)
class IssueRow:
    mark: Mark
    rule: str
    sheet: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class ChangeRow:
    """`old` and `new` are scores for cells (`is_cell`), else blank; `details` says what else changes."""

    how: str
    code: str
    target: str
    title: str
    old: int | None
    new: int | None
    details: str
    is_cell: bool


def issue_rows(row: MatrixImport) -> list[IssueRow]:
    return [
        IssueRow(
            LEVEL_MARKS[issue["level"]],
            issue["rule"] if issue["rule"].startswith("E") else "",
            issue["sheet"],
            issue["row"],
            issue["column"],
            issue["message"],
        )
        for issue in row.issues
    ]


def more_issues(row: MatrixImport) -> int:
    return sum(row.summary.get("issue_counts", {}).values()) - len(row.issues)


def effect_lines(row: MatrixImport) -> list[str]:
    """The effect in words, e.g. "Adds 12 scores", "Takes out 2 scores"."""
    counts = row.summary.get("counts", {})
    if not counts:
        return []
    effects = [
        (counts["elements"]["added"], _added_elements),
        (counts["elements"]["changed"], _changed_elements),
        (counts["cells"]["added"], _added_scores),
        (counts["cells"]["changed"], _changed_cells),
        (counts["cells"]["cleared"], _cleared_scores),
        (counts["evidence"]["added"], _added_sources),
        (counts["evidence"]["changed"], _changed_sources),
    ]
    return [words(count) % {"n": number_text(count)} for count, words in effects if count]


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


def change_rows(row: MatrixImport) -> list[ChangeRow]:
    return list(_changes(row.summary.get("changes", [])))


def _changes(records: list[dict[str, Any]]) -> Iterator[ChangeRow]:
    words = {"added": _("added"), "changed": _("changed"), "cleared": _("taken out")}
    for record in records:
        yield ChangeRow(
            how=words[record["how"]],
            code=record["code"],
            target=record.get("target", ""),
            title=_("Source") if record["what"] == "evidence" else record.get("title", ""),
            old=record.get("old"),
            new=record.get("new"),
            details=_details(record),
            is_cell=record["what"] == "cell",
        )


def _details(record: dict[str, Any]) -> str:
    """Which fields change; old and new value where there is room."""
    if record.get("fields"):
        return ", ".join(str(FIELD_NAMES.get(name, name)) for name in record["fields"])
    differences = record.get("differences") or {}
    return "; ".join(
        f"{FIELD_NAMES.get(name, name)}: {old or '–'} → {new or '–'}"
        for name, (old, new) in differences.items()
    )
