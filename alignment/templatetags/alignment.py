from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alignment.models import AlignmentMatrix
from sdgplatform.ui.parts import Tab

register = template.Library()


@register.simple_tag(takes_context=True)
def matrix_tabs(context: dict[str, Any], matrix: AlignmentMatrix) -> SafeString:
    """The pages of one matrix that this person may open."""
    user, current = context["request"].user, context["request"].resolver_match.url_name
    open_comments = context.get("open_comments") or None
    pages = [("matrix_detail", _("Matrix")), ("matrix_analysis", _("Analysis"))]
    if user.has_perm("alignment.comment_matrix", matrix):
        pages += [
            ("matrix_checks", _("Checks")),
            ("matrix_comments", _("Comments")),
            ("matrix_review", _("Cell by cell")),
        ]
    if user.has_perm("alignment.compare_matrix", matrix):
        pages.append(("matrix_changes", _("Changes")))
    if user.has_perm("alignment.change_matrix", matrix) and matrix.is_editable:
        pages.append(("matrix_suggestions", _("Suggestions")))
    tabs = [
        Tab(
            label,
            reverse(f"alignment:{name}", args=[matrix.code]),
            count=open_comments if name == "matrix_comments" else None,
            current=current.startswith(name) if name == "matrix_analysis" else name == current,
        )
        for name, label in pages
    ]
    return SafeString(
        render_to_string("components/tabs.html", {"tabs": tabs, "label": _("Pages of the matrix")})
    )
