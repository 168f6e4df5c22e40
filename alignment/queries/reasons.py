"""The author's reasons beside the warnings they are for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from alignment.checks.rows import Issue, IssueKey
from alignment.models import AlignmentMatrix, WarningReason

Reasons = Mapping[IssueKey, WarningReason]


class Explained(NamedTuple):
    """`is_shared`: the reason is that of the whole rule, not this warning's own."""

    issue: Issue
    reason: WarningReason | None = None
    is_shared: bool = False


def reasons_of(matrix: AlignmentMatrix) -> Reasons:
    """By rule, element and place; those of a whole rule have neither."""
    rows = WarningReason.objects.filter(matrix=matrix).select_related("element", "by__person")
    rows = rows.order_by("rule", "element__position", "place")
    return {(row.rule, row.element.code if row.element else "", row.place): row for row in rows}


def explained(issues: Sequence[Issue], reasons: Reasons) -> list[Explained]:
    return [_explained(issue, reasons) for issue in issues]


def _explained(issue: Issue, reasons: Reasons) -> Explained:
    if not issue.is_warning:
        return Explained(issue)
    own, shared = reasons.get(issue.key), reasons.get((issue.rule, "", ""))
    return Explained(issue, own or shared, own is None and shared is not None)


def unexplained(issues: Sequence[Issue], reasons: Reasons) -> Counter[str]:
    """How many warnings of each rule still need a reason, in the order of the rules."""
    rows = explained([issue for issue in issues if issue.is_warning], reasons)
    return Counter(row.issue.rule for row in rows if row.reason is None)
