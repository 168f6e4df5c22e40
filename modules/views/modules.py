from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from modules import queries
from modules.actions.modules import add_module, add_series, change_module
from modules.actions.removal import delete_module
from modules.filters import ModuleFilter
from modules.forms.faults import put_on_form
from modules.forms.modules import ModuleForm, SeriesForm
from modules.models import Module
from modules.views import rows
from modules.views.list_rows import module_rows
from modules.views.posting import posted
from sdgplatform.access import public, require
from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from sdgplatform.errors import ActionRefused
from sdgplatform.exports import export_response
from sdgplatform.ui.pages import filter_chips, paginate

HISTORY_ROWS = 20


def _found(request: HttpRequest) -> ModuleFilter:
    found = ModuleFilter(request.GET, Module.objects.visible_to(request.user))
    if not request.user.is_authenticated:
        found.form.fields.pop("visibility", None)
    return found


@public
def module_list(request: HttpRequest) -> HttpResponse:
    found = _found(request)
    # A list, since the field itself would open a cursor of the database for a few rows.
    found.form.fields["series"].widget.choices = [("", _("All")), *queries.series_on_offer()]
    page = paginate(found.qs.in_order().values_list("pk", flat=True), request)
    page.object_list = queries.module_lines(page.object_list)
    context = {
        "form": found.form,
        "page": page,
        "rows": module_rows(page.object_list, with_visibility=request.user.is_authenticated),
        "filters": filter_chips(found.form, request),
    }
    return render(request, "modules/module_list.html", context)


@public
def module_export(request: HttpRequest) -> HttpResponseBase:
    """Exactly the list, all its pages."""
    return export_response(
        rows.exported(
            queries.with_summary(_found(request).qs).in_order().prefetch_related("targets", "networks")
        ),
        header=rows.export_header(),
        filename="modules",
        format=request.GET.get("format", "csv"),
    )


@public(load=Module)
def module_detail(request: HttpRequest, module: Module) -> HttpResponse:
    prefetch_related_objects([module], "networks")
    targets, states = queries.targets_by_goal(module), queries.parts_of(module)
    can_add = request.user.has_perm("modules.add_edition", module)
    context = {
        "module": module,
        "crumbs": rows.crumbs(),
        "languages": settings.LANGUAGES,
        "parts": rows.parts_grid(module, states, can_add=can_add),
        "whole": rows.whole_module(module, states),
        "targets": targets,
        "goals": rows.sdg_goals(targets),
        "workshops": queries.workshops_teaching(module, request.user),
        "versions": rows.version_entries(module, queries.latest_changes(module, is_staff=can_add)),
        "can_add": can_add,
        "can_change": request.user.has_perm("modules.change_module", module),
    }
    return render(request, "modules/module_detail.html", context)


@require("modules.change_module", load=Module)
def module_history(request: HttpRequest, module: Module) -> HttpResponse:
    page = paginate(AuditEntry.objects.under(scope_key(module)), request, HISTORY_ROWS)
    context = {"module": module, "page": page, "crumbs": rows.crumbs(module)}
    return render(request, "modules/module_history.html", context)


@require("modules.add_module")
def module_add(request: HttpRequest) -> HttpResponse:
    form = ModuleForm(posted(request), user=request.user)
    if form.is_valid():
        try:
            module = add_module(form.values(), by=request.user)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("The module is there. Now add its parts."))
            return redirect("modules:module_detail", module.slug)
    return _form(request, "modules/module_form.html", form, crumbs=rows.crumbs())


@require("modules.change_module", load=Module)
def module_edit(request: HttpRequest, module: Module) -> HttpResponse:
    form = ModuleForm(posted(request), instance=module, user=request.user)
    if form.is_valid():
        try:
            change_module(module, form.values(), by=request.user)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("The module is saved."))
            return redirect("modules:module_detail", module.slug)
    return _form(request, "modules/module_form.html", form, module=module, crumbs=rows.crumbs(module))


@require("modules.delete_module", load=Module)
def module_delete(request: HttpRequest, module: Module) -> HttpResponse:
    if request.method == "POST":
        try:
            delete_module(module, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("modules:module_detail", module.slug)
        messages.success(request, _("The module is deleted."))
        return redirect("modules:module_list")
    files, size = queries.stored_size(module)
    context = {"module": module, "crumbs": rows.crumbs(module), "files": files, "size": size}
    return render(request, "modules/module_delete.html", context)


@require("modules.add_series")
def series_add(request: HttpRequest) -> HttpResponse:
    form = SeriesForm(posted(request))
    if form.is_valid():
        try:
            series = add_series(form.cleaned_data["titles"], by=request.user)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("The series %(title)s is there.") % {"title": series.title})
            return redirect("modules:module_add")
    return _form(request, "modules/series_form.html", form, crumbs=rows.crumbs())


def _form(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
