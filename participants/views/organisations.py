from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participants.actions.people import add_organisation, change_organisation
from participants.forms.people import OrganisationField, OrganisationFilterForm, OrganisationForm
from participants.models import Organisation
from participants.queries.people import memberships_of, organisations_listed
from participants.views.saving import form_status, posted, saved
from sdgplatform.access import public, require
from sdgplatform.audit.history import history
from sdgplatform.audit.models import AuditEntry
from sdgplatform.ui.pages import filter_chips, paginate, parse_sort
from sdgplatform.ui.parts import Crumb

SORTS: dict[str, str | tuple[str, ...]] = {"name": "name", "kind": ("kind", "name")}


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Organisations"), reverse("participants:organisation_list"))]


@require_GET
@public
def organisation_list(request: HttpRequest) -> HttpResponse:
    form = OrganisationFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = organisations_listed(**wanted)
    sort = parse_sort(request, SORTS, "name")
    context = {
        "filter_form": form,
        "filters": filter_chips(form, request),
        "page": paginate(rows.with_place().order_by(*sort.fields), request),
        "sort": sort,
    }
    return render(request, "participants/organisation_list.html", context)


@require_GET
@public(load=Organisation, by="code")
def organisation_detail(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    may_edit = request.user.has_perm("participants.change_organisation", organisation)
    context = {
        "organisation": organisation,
        "memberships": memberships_of(organisation),
        "may_edit": may_edit,
        "history": history(AuditEntry.objects.of(organisation)) if may_edit else [],
        "crumbs": _crumbs(),
    }
    return render(request, "participants/organisation_detail.html", context)


@require_GET
@public
def organisation_suggest(request: HttpRequest) -> HttpResponse:
    """A fragment for `OrganisationField`."""
    suggestions = OrganisationField().suggestions(request.GET)
    return render(request, "participants/widgets/suggestions.html", {"suggestions": suggestions})


@require_http_methods(["GET", "POST"])
@require("participants.add_organisation")
def organisation_add(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(posted(request))
    if saved(form, add_organisation, form.instance, by=request.user):
        messages.success(request, _("The organisation is saved."))
        return redirect("participants:organisation_detail", form.instance.code)
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "participants/organisation_form.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@require("participants.change_organisation", load=Organisation, by="code")
def organisation_edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = OrganisationForm(posted(request), instance=organisation)
    if saved(form, change_organisation, organisation, by=request.user):
        messages.success(request, _("The organisation is saved."))
        return redirect("participants:organisation_detail", organisation.code)
    context = {"form": form, "organisation": organisation, "crumbs": _crumbs()}
    return render(request, "participants/organisation_form.html", context, status=form_status(form))
