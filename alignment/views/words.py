"""Words and links of matrices that several pages use."""

from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.actions.review import possible_steps
from alignment.checks.rows import Issue
from alignment.models import AlignmentMatrix
from alignment.models.matrices import Granularity
from alignment.queries.grid import View
from sdgplatform.ui.parts import Action, CheckItem, Crumb, Text

# Step -> (permission, words of its button, kind of button), in the order of the buttons.
STEPS: dict[str, tuple[str, Text, str]] = {
    "withdraw": ("alignment.withdraw_matrix", gettext_lazy("Withdraw"), "quiet"),
    "reopen": ("alignment.reopen_matrix", gettext_lazy("Reopen"), "quiet"),
    "request-changes": ("alignment.review_matrix", gettext_lazy("Ask for changes"), "secondary"),
    "start-review": ("alignment.review_matrix", gettext_lazy("Start the review"), "primary"),
    "validate": ("alignment.review_matrix", gettext_lazy("Validate"), "primary"),
    "publish": ("alignment.publish_matrix", gettext_lazy("Publish"), "primary"),
    "change-visibility": ("alignment.publish_matrix", gettext_lazy("Change who sees it"), "secondary"),
    "submit": ("alignment.submit_matrix", gettext_lazy("Submit for review"), "primary"),
}
NAMES = {
    "withdraw": "withdrawn",
    "reopen": "reopened",
    "request-changes": "changes_requested",
    "start-review": "review_started",
    "validate": "validated",
    "publish": "published",
    "change-visibility": "visibility_changed",
    "submit": "submitted",
}
MENDS = {
    "E6": gettext_lazy("Choose it"),
    "E10": gettext_lazy("Write it"),
    "W2": gettext_lazy("Describe it"),
    "W1": gettext_lazy("List them"),
    "W3": gettext_lazy("List them"),
    "W9": gettext_lazy("Go to the blanks"),
}
ROWS_OF = {"W1": "no-evidence", "W3": "incomplete", "W9": "incomplete"}


def matrix_crumbs(matrix: AlignmentMatrix, *, inside: bool = False) -> list[Crumb]:
    crumbs = [
        Crumb(_("Matrices"), reverse("alignment:matrix_list")),
        Crumb(matrix.strategy.city.name, f"{reverse('alignment:matrix_list')}?q={matrix.strategy.city.name}"),
    ]
    if inside:
        page = reverse("alignment:matrix_detail", args=[matrix.code])
        crumbs.append(Crumb(matrix.strategy.title, page, matrix.strategy.language))
    return crumbs


def comparison(matrix: AlignmentMatrix) -> Text:
    """“Projects × targets”."""
    level = matrix.get_scored_level_display() if matrix.scored_level else _("Lowest elements")
    places = _("goals") if matrix.granularity == Granularity.GOAL else _("targets")
    return format_lazy("{} × {}", level, places)


def step_actions(matrix: AlignmentMatrix, user: Any) -> list[Action]:
    """The steps that are possible now and that this person may take."""
    possible = possible_steps(matrix.state)
    return [
        Action(words, reverse("alignment:matrix_step", args=[matrix.code, step]), kind=kind)  # type: ignore[arg-type]
        for step, (permission, words, kind) in STEPS.items()
        if NAMES[step] in possible and user.has_perm(permission, matrix)
    ]


def check_items(issues: list[Issue], view: View, strategy_url: str, page: str = "") -> list[CheckItem]:
    """Each issue leads to the place that mends it; `page` is the address of the matrix, on other pages."""
    return [
        CheckItem(
            text=issue.message,
            state="error" if issue.is_error else "missing",
            note=issue.note,
            url=_mend_url(issue, view, strategy_url, page),
            link=MENDS.get(issue.rule, _("Show")),
        )
        for issue in issues
    ]


def _mend_url(issue: Issue, view: View, strategy_url: str, page: str) -> str:
    if issue.element and issue.place:
        return page + view.cell_address(issue.element, issue.place)
    if issue.rule in ROWS_OF:
        return page + view.address(rows=ROWS_OF[issue.rule])
    if issue.element and issue.rule in ("E7", "W4", "W10"):
        return page + view.address(q=issue.element)
    return f"{strategy_url}#e-{issue.element}" if issue.element else strategy_url
