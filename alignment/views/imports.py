from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alignment.actions.imports import (
    ChangedSinceCheck,
    ImportTarget,
    ImportWasApplied,
    apply_import,
    check_import,
    recheck_import,
)
from alignment.exchange.changes import ADDED, CHANGED, CLEARED, TREE
from alignment.exchange.exporting import CONTENT_TYPES, ExportFile, blank_template, export_matrix, json_schema
from alignment.exchange.limits import ELEMENTS
from alignment.exchange.stored_changes import Changes, change_counts, change_slice
from alignment.forms.faults import take_faults
from alignment.forms.imports import ImportForm, MatrixFileForm, ReadingForm, StrategyImportForm
from alignment.models import AlignmentMatrix, MatrixImport, Strategy
from alignment.models.exchange import ImportState
from alignment.models.matrices import Granularity
from alignment.views.import_rows import (
    GROUP_NAMES,
    branch_rows,
    change_rows,
    effect_lines,
    issue_rows,
    more_issues,
    staying_lines,
)
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused
from sdgplatform.exports import file_response
from sdgplatform.ui.pages import PAGE_SIZE, paginate
from sdgplatform.ui.parts import Crumb, Tab
from sdgplatform.uploads.responses import serve_upload

ISSUES_SHOWN = 100


@require("alignment.add_strategy")
def import_new(request: HttpRequest) -> HttpResponse:
    """A file that becomes a new strategy, with its matrix where it has scores."""
    form = StrategyImportForm(*_brought(request), user=request.user)
    target = form.target if form.is_bound and form.is_valid() else None
    context = {"cancel_url": reverse("alignment:strategy_list"), "crumbs": [_strategies()]}
    return _upload(request, form, target, context)


@require("alignment.add_matrix_to_strategy", load=Strategy, by="code")
def strategy_import(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    """A file with elements of the strategy, with scores for a new matrix, or both."""
    form = ImportForm(*_brought(request))
    context = {
        "strategy": strategy,
        "cancel_url": reverse("alignment:strategy_detail", args=[strategy.code]),
        "crumbs": [_strategies(), _strategy(strategy)],
    }
    return _upload(request, form, ImportTarget(strategy=strategy), context)


@require("alignment.import_matrix", load=AlignmentMatrix, by="code")
def matrix_import(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    form = MatrixFileForm(*_brought(request))
    context = {
        "matrix": matrix,
        "strategy": matrix.strategy,
        "cancel_url": reverse("alignment:matrix_detail", args=[matrix.code]),
        "crumbs": [_strategies(), _strategy(matrix.strategy), _matrix(matrix)],
    }
    return _upload(request, form, ImportTarget(matrix=matrix), context)


def _brought(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _upload(
    request: HttpRequest, form: ImportForm, target: ImportTarget | None, context: dict[str, Any]
) -> HttpResponse:
    """Takes the file and leads on to what it would do; what is wrong with the file stands on the form."""
    status = 200
    if form.is_bound:
        row, status = _checked(request, form, target)
        if row:
            return _next_page(row)
    context |= {"form": form, "section": "matrices"}
    return render(request, "alignment/import_new.html", context, status=status)


def _next_page(row: MatrixImport) -> HttpResponse:
    """The preview; first the columns where they are not known and a strategy may come of the file."""
    columns = row.summary["columns"]
    lacks_document = row.strategy_id is None and columns and not columns.get("document")
    wants_columns = row.matrix_id is None and (row.summary["is_unrecognised"] or lacks_document)
    return redirect("alignment:import_columns" if wants_columns else "alignment:import_detail", code=row.code)


def _checked(
    request: HttpRequest, form: ImportForm, target: ImportTarget | None
) -> tuple[MatrixImport | None, int]:
    if not form.is_valid() or target is None:
        return None, 422
    file = form.cleaned_data["file"]
    try:
        row = check_import(file, by=request.user, target=target, checked=file.checked, wishes=form.wishes)
    except ValidationError as error:
        take_faults(form, error)
        return None, 422
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return None, 409
    return row, 200


@require("alignment.view_import", load=MatrixImport, by="code")
def import_detail(request: HttpRequest, row: MatrixImport) -> HttpResponse:
    """What the file would do; a corrected file is brought to the same place."""
    form = ImportForm(*_brought(request), like=row)
    status = 200
    if request.method == "POST":
        again, status = _checked(request, form, _target(row))
        if again:
            return _next_page(again)
    return _detail(request, row, form=form, status=status)


def _target(row: MatrixImport) -> ImportTarget:
    return ImportTarget(matrix=row.matrix, strategy=row.strategy, city=row.city, network=row.network)


def _detail(
    request: HttpRequest, row: MatrixImport, *, form: ImportForm, reading: Any = None, status: int = 200
) -> HttpResponse:
    effects = effect_lines(row)
    is_new = row.matrix is None and (row.strategy is None or row.summary.get("makes_matrix", True))
    issues = paginate(row.issues, request, ISSUES_SHOWN) if "show" not in request.GET else None
    context = {
        "row": row,
        "form": form,
        "reading": reading or ReadingForm(row=row),
        "issue_page": issues,
        "issues": issue_rows(issues or ()),
        "more_issues": more_issues(row),
        "effects": effects,
        "staying": staying_lines(row),
        "branches": branch_rows(change_slice(row, TREE, 0, ELEMENTS)) if row.matrix_id is None else [],
        "is_ready": row.state == ImportState.CHECKED and (effects or is_new),
        "is_applied": row.state == ImportState.APPLIED,
        "maps_columns": row.matrix_id is None and row.state != ImportState.APPLIED,
        "crumbs": import_crumbs(row),
        "section": "matrices",
    }
    return render(request, "alignment/import_detail.html", context | _changes(request, row), status=status)


def _changes(request: HttpRequest, row: MatrixImport) -> dict[str, Any]:
    """The group of changes that the address asks for, else the first, page by page."""
    counts = change_counts(row) if row.state != ImportState.REFUSED else {}
    if not counts:
        return {}
    wanted = request.GET.get("show", "")
    group = wanted if wanted in counts else next(iter(counts))
    number = request.GET.get("page") if "show" in request.GET else 1
    changes: Any = Changes(row, group, counts[group])
    page = Paginator(changes, PAGE_SIZE).get_page(number)
    tabs = [
        Tab(GROUP_NAMES[name], f"?show={name}#changes-h", count, current=name == group)
        for name, count in counts.items()
    ]
    total = sum(row.summary["counts"]["cells"][how] for how in ("added", "changed", "cleared"))
    return {
        "change_tabs": tabs,
        "changes": change_rows(page),
        "change_page": page,
        "group": group,
        "is_cells": group in {CLEARED, CHANGED, ADDED},
        "more_changes": max(0, total - sum(counts.get(name, 0) for name in (CLEARED, CHANGED, ADDED))),
    }


@require_POST
@require("alignment.apply_import", load=MatrixImport, by="code")
def import_reread(request: HttpRequest, row: MatrixImport) -> HttpResponse:
    """Checks the same file again, with other meanings of its signs or in the other mode."""
    reading = ReadingForm(request.POST, row=row)
    if not reading.is_valid():
        return _detail(request, row, form=ImportForm(), reading=reading, status=422)
    try:
        recheck_import(row, by=request.user, wishes=reading.wishes)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file was checked again."))
    return redirect("alignment:import_detail", code=row.code)


@require_POST
@require("alignment.apply_import", load=MatrixImport, by="code")
def import_apply(request: HttpRequest, row: MatrixImport) -> HttpResponse:
    try:
        done = apply_import(row, by=request.user)
    except ImportWasApplied as refusal:
        messages.info(request, str(refusal))
        return redirect("alignment:import_detail", code=row.code)
    except ChangedSinceCheck as refusal:
        recheck_import(row, by=request.user)
        messages.error(request, str(refusal))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file was imported."))
        if done.matrix:
            return redirect("alignment:matrix_detail", code=done.matrix.code)
        if done.strategy:
            return redirect("alignment:strategy_detail", code=done.strategy.code)
    return redirect("alignment:import_detail", code=row.code)


@require_safe
@require("alignment.view_import", load=MatrixImport, by="code")
def import_download(request: HttpRequest, row: MatrixImport) -> HttpResponseBase:
    """The file as it was brought."""
    return serve_upload(row.upload, request, as_attachment=True)


@require_safe
@public(load=AlignmentMatrix, by="code")
def matrix_export(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponseBase:
    kind = request.GET.get("format", "xlsx")
    if kind not in CONTENT_TYPES:
        raise BadRequest(_("Unknown format. Choose xlsx, csv or json."))
    with_city = request.user.has_perm("alignment.view_city_plan", matrix.strategy)
    with override(_language(request)):
        return _download(export_matrix(matrix, kind, with_city=with_city))


@require_safe
@require("alignment.view_strategy", load=Strategy, by="code")
def strategy_template(request: HttpRequest, strategy: Strategy) -> HttpResponseBase:
    """The blank workbook; `?depth=goal` for goals instead of targets."""
    is_goal = request.GET.get("depth", "").lower() == "goal"
    depth = Granularity.GOAL if is_goal else Granularity.TARGET
    with override(_language(request)):
        return _download(blank_template(strategy, granularity=depth))


def _language(request: HttpRequest) -> str:
    """Of the instructions in the workbook: `?lang=`, else that of the page."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


@require_safe
@public
def exchange_schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(json_schema())


def _download(file: ExportFile) -> HttpResponse:
    return file_response(file.content, filename=file.name, content_type=file.content_type)


def import_crumbs(row: MatrixImport) -> list[Crumb]:
    crumbs = [_strategies()]
    if row.strategy:
        crumbs.append(_strategy(row.strategy))
    return [*crumbs, _matrix(row.matrix)] if row.matrix else crumbs


def _strategies() -> Crumb:
    return Crumb(_("Strategies"), reverse("alignment:strategy_list"))


def _strategy(strategy: Strategy) -> Crumb:
    return Crumb(
        strategy.title, reverse("alignment:strategy_detail", args=[strategy.code]), strategy.language
    )


def _matrix(matrix: AlignmentMatrix) -> Crumb:
    label = _("Matrix, version %(version)s") % {"version": matrix.version}
    return Crumb(label, reverse("alignment:matrix_detail", args=[matrix.code]))
