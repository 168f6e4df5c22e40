from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from alignment.exchange.exporting import CONTENT_TYPES, ExportFile, blank_template, export_matrix, json_schema
from alignment.forms.faults import take_faults
from alignment.forms.imports import ImportForm, StrategyImportForm
from alignment.models import AlignmentMatrix, MatrixImport, Strategy
from alignment.models.exchange import ImportState
from alignment.models.matrices import Granularity
from alignment.views.import_rows import change_rows, effect_lines, issue_rows, more_issues
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused
from sdgplatform.exports import file_response
from sdgplatform.ui.parts import Crumb
from sdgplatform.uploads.responses import serve_upload


@require("alignment.add_strategy")
def import_new(request: HttpRequest) -> HttpResponse:
    """A file that becomes a new strategy with its matrix."""
    form = StrategyImportForm(*_brought(request), user=request.user)
    target = form.target if form.is_bound and form.is_valid() else None
    context = {"cancel_url": reverse("alignment:strategy_list"), "crumbs": [_strategies()]}
    return _upload(request, form, target, context)


@require("alignment.add_matrix_to_strategy", load=Strategy, by="code")
def strategy_import(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    """A file that becomes a new matrix of the strategy."""
    form = ImportForm(*_brought(request))
    context = {
        "strategy": strategy,
        "cancel_url": reverse("alignment:strategy_detail", args=[strategy.code]),
        "crumbs": [_strategies(), _strategy(strategy)],
    }
    return _upload(request, form, ImportTarget(strategy=strategy), context)


@require("alignment.import_matrix", load=AlignmentMatrix, by="code")
def matrix_import(request: HttpRequest, matrix: AlignmentMatrix) -> HttpResponse:
    form = ImportForm(*_brought(request))
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
            return redirect("alignment:import_detail", code=row.code)
    context |= {"form": form, "section": "matrices"}
    return render(request, "alignment/import_new.html", context, status=status)


def _checked(
    request: HttpRequest, form: ImportForm, target: ImportTarget | None
) -> tuple[MatrixImport | None, int]:
    if not form.is_valid() or target is None:
        return None, 422
    file = form.cleaned_data["file"]
    try:
        return check_import(file, by=request.user, target=target, checked=file.checked), 200
    except ValidationError as error:
        take_faults(form, error)
        return None, 422
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return None, 409


@require("alignment.view_import", load=MatrixImport, by="code")
def import_detail(request: HttpRequest, row: MatrixImport) -> HttpResponse:
    """What the file would do; a corrected file is brought to the same place."""
    form = ImportForm(*_brought(request))
    status = 200
    if request.method == "POST":
        again, status = _checked(request, form, _target(row))
        if again:
            return redirect("alignment:import_detail", code=again.code)
    effects = effect_lines(row)
    context = {
        "row": row,
        "form": form,
        "issues": issue_rows(row),
        "more_issues": more_issues(row),
        "effects": effects,
        "changes": change_rows(row),
        "is_ready": row.state == ImportState.CHECKED and (effects or row.matrix is None),
        "is_applied": row.state == ImportState.APPLIED,
        "crumbs": _crumbs(row),
        "section": "matrices",
    }
    return render(request, "alignment/import_detail.html", context, status=status)


def _target(row: MatrixImport) -> ImportTarget:
    return ImportTarget(matrix=row.matrix, strategy=row.strategy, city=row.city, network=row.network)


@require_POST
@require("alignment.apply_import", load=MatrixImport, by="code")
def import_apply(request: HttpRequest, row: MatrixImport) -> HttpResponse:
    try:
        matrix = apply_import(row, by=request.user)
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
        return redirect("alignment:matrix_detail", code=matrix.code)
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
    return _download(export_matrix(matrix, kind))


@require_safe
@require("alignment.view_strategy", load=Strategy, by="code")
def strategy_template(request: HttpRequest, strategy: Strategy) -> HttpResponseBase:
    """The blank workbook; `?depth=goal` for goals instead of targets."""
    is_goal = request.GET.get("depth", "").lower() == "goal"
    depth = Granularity.GOAL if is_goal else Granularity.TARGET
    return _download(blank_template(strategy, granularity=depth))


@require_safe
@public
def exchange_schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(json_schema())


def _download(file: ExportFile) -> HttpResponse:
    return file_response(file.content, filename=file.name, content_type=file.content_type)


def _crumbs(row: MatrixImport) -> list[Crumb]:
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
