from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alignment.actions.matrices import begin_version, change_matrix, create_matrix
from alignment.checks.rows import Issue
from alignment.forms.faults import take_faults
from alignment.forms.matrices import GridFilterForm, MatrixFilterForm, MatrixForm, writable_strategies
from alignment.models import AlignmentMatrix
from alignment.models.matrices import Granularity
from alignment.queries.grid import Grid, View, corner_text, matrix_grid
from alignment.queries.matrices import last_steps, matrices_of, with_progress
from alignment.queries.panel import split_cell
from alignment.queries.rows import matrix_issues
from alignment.queries.scope import Basis, basis_of
from alignment.views.grid_settings import grid_settings
from alignment.views.panel import PanelState, panel_context, render_panel
from alignment.views.words import check_items, comparison, matrix_crumbs, step_actions
from participants.models import Network
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED
from sdgplatform.ui.pages import filter_chips, paginate, parse_sort
from sdgplatform.ui.parts import Crumb

SORTS = {
    "strategy": "strategy__title",
    "city": "strategy__city__name",
    "changed": "updated_at",
    "state": "state",
}
MAX_FOLDED = 200


@require("alignment.list_matrices")
def matrix_list(request: HttpRequest) -> HttpResponse:
    form = MatrixFilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = matrices_of(
        request.user,
        words=chosen.get("q", ""),
        state=chosen.get("state", ""),
        network=chosen.get("network"),
    )
    sort = parse_sort(request, SORTS, "-changed")
    context = {
        "form": form,
        "filters": filter_chips(form, request),
        "sort": sort,
        "page": paginate(with_progress(rows).order_by(*sort.fields), request),
        "can_add": request.user.has_perm("alignment.add_matrix"),
        "networks": Network.objects.filter(pk__in=_networks(request.user)).order_by("name"),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_list.html", context)


def _networks(user: Any) -> set[int]:
    ids: set[int] = user.network_ids
    return ids


@require("alignment.add_matrix")
def matrix_new(request: HttpRequest) -> HttpResponse:
    strategies = writable_strategies(request.user)
    code = request.GET.get("strategy", "").replace("\0", "")
    initial = {"strategy": strategies.filter(code=code).first()}
    form = MatrixForm(request.POST or None, strategies=strategies, initial=initial)
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            matrix = create_matrix(values.pop("strategy"), by=request.user, **values)
        except ValidationError as error:
            take_faults(form, error)
        else:
            messages.success(request, _("The matrix is there. Choose a goal and score its targets."))
            return redirect("alignment:matrix_detail", code=matrix.code)
    context = {
        "form": form,
        "has_strategies": strategies.exists(),
        "cancel_url": reverse("alignment:matrix_list"),
        "crumbs": [Crumb(_("Matrices"), reverse("alignment:matrix_list"))],
        "section": "matrices",
    }
    return render(request, "alignment/matrix_new.html", context, status=422 if form.is_bound else 200)


@require("alignment.change_matrix", load=AlignmentMatrix, by="code")
def matrix_edit(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    form = MatrixForm(request.POST or None, instance=matrix)
    if form.is_bound and form.is_valid():
        try:
            change_matrix(matrix, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SAVED)
            return redirect("alignment:matrix_detail", code=matrix.code)
    context = {
        "form": form,
        "matrix": matrix,
        "cancel_url": reverse("alignment:matrix_detail", args=[matrix.code]),
        "crumbs": matrix_crumbs(matrix, inside=True),
        "section": "matrices",
    }
    return render(request, "alignment/matrix_edit.html", context, status=422 if form.is_bound else 200)


@public(load=AlignmentMatrix, by="code")
def matrix_detail(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    return render_matrix(request, matrix, PanelState())


def render_matrix(
    request: HttpRequest, matrix: AlignmentMatrix, state: PanelState, *, status: int = 200
) -> HttpResponse:
    """The page, or to htmx the part of it that a cell can change; the panel alone beside the grid."""
    if request.headers.get("HX-Target") == "cell":
        return render_panel(request, matrix, state, status=status)
    view = read_view(request, state)
    is_member = request.user.has_perm("alignment.comment_matrix", matrix)
    issues = issues_of(matrix, basis_of(matrix)) if is_member and view.rows == "issues" else []
    grid = matrix_grid(matrix, view, issues)
    with_targets = matrix.granularity == Granularity.TARGET
    filters = GridFilterForm(
        {"q": view.words, "goal": view.goal or "", "rows": view.rows},
        goals=goals_of(grid),
        with_targets=with_targets,
        auto_id="f_%s",
    )
    may_change = matrix.is_editable and request.user.has_perm("alignment.change_matrix", matrix)
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "grid": grid,
        "corner": corner_text(grid),
        "filters": filters,
        "comparison": comparison(matrix),
        "is_member": is_member,
        "may_change": may_change,
        "grid_settings": grid_settings(
            request, matrix, editable=may_change, member=is_member, goal=view.goal
        ),
        "checks_url": reverse("alignment:matrix_checks", args=[matrix.code]),
        "steps": step_actions(matrix, request.user),
        "may_begin_version": matrix.state in ("VALIDATED", "PUBLISHED")
        and request.user.has_perm("alignment.add_matrix_version", matrix),
        "may_invite": request.user.has_perm("alignment.invite_peer", matrix),
        "transitions": last_steps(matrix) if is_member else [],
        "crumbs": matrix_crumbs(matrix),
        "section": "matrices",
        **panel_context(request, matrix, view, state),
    }
    template = "alignment/matrix_detail.html"
    asks_for_part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    part = f"{template}#matrix_parts" if asks_for_part else template
    return render(request, part, context, status=status)


def issues_of(matrix: AlignmentMatrix, basis: Basis) -> list[Issue]:
    return [] if matrix.is_frozen else matrix_issues(matrix, basis=basis)


@require("alignment.comment_matrix", load=AlignmentMatrix, by="code")
def matrix_missing(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    """What is missing now, and how many of it: read behind the page and after each saving."""
    issues = issues_of(matrix, basis_of(matrix))
    errors = sum(issue.is_error for issue in issues)
    strategy_url = reverse("alignment:strategy_detail", args=[matrix.strategy.code])
    context = {
        "matrix": matrix,
        "checks": check_items(issues, View(), strategy_url),
        "errors": errors,
        "warnings": len(issues) - errors,
        "open_comments": matrix.comments.filter(resolved_at__isnull=True).count(),
    }
    return render(request, "alignment/matrix_missing.html", context)


def goals_of(grid: Grid) -> list[tuple[int, Any]]:
    """Goals with their labels, from the columns that are there anyway."""
    goals = {column.goal: column.label for column in grid.columns if not column.is_target}
    if grid.opened:
        goals[grid.opened.number] = grid.opened.title
    return sorted(goals.items())


def read_view(request: HttpRequest, state: PanelState) -> View:
    """What the address asks for; nonsense is read as nothing."""
    element, place = split_cell(state.cell or request.GET.get("cell", ""))
    goal = (place if "." in place else "").split(".")[0] or request.GET.get("goal", "")
    return View(
        goal=int(goal) if goal.isdecimal() and len(goal) < 3 else 0,
        words=request.GET.get("q", "").strip()[:100],
        rows=request.GET.get("rows", "")[:20],
        folded=_codes(request, "fold"),
        unfolded=_codes(request, "open"),
        element=element,
        place=place,
    )


def _codes(request: HttpRequest, name: str) -> frozenset[str]:
    return frozenset([code for code in request.GET.get(name, "").split(",") if code][:MAX_FOLDED])


@require_POST
@require("alignment.add_matrix_version", load=AlignmentMatrix, by="code")
def matrix_version(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    try:
        new = begin_version(matrix, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("alignment:matrix_detail", code=matrix.code)
    messages.success(request, _("Version %(version)d begins as a copy.") % {"version": new.version})
    return redirect("alignment:matrix_detail", code=new.code)
