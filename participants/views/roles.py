from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participants.actions.roles import assign_role, end_role
from participants.forms.networks import EndForm, RoleForm
from participants.models import Network, Role, RoleAssignment
from participants.models.roles import ROLE_DESCRIPTIONS
from participants.queries.networks import roles_of
from participants.views.networks import network_crumbs, network_page
from participants.views.saving import form_status, posted, saved
from sdgplatform.access import public, require
from sdgplatform.ui.pages import paginate


@require_GET
@public
def role_guide(request: HttpRequest) -> HttpResponse:
    """What each role may do, from the same table that the code has."""
    roles = [(role.label, ROLE_DESCRIPTIONS[role]) for role in Role]
    return render(request, "participants/role_guide.html", {"roles": roles})


@require_GET
@require("participants.list_roles", load=Network)
def role_list(request: HttpRequest, network: Network) -> HttpResponse:
    role = request.GET.get("role", "")
    rows = roles_of(network, role)
    context = network_page(network, request.user, "roles") | {
        "page": paginate(rows, request),
        "roles": Role.choices,
        "role": role,
    }
    return render(request, "participants/role_list.html", context)


@require_http_methods(["GET", "POST"])
@require("participants.assign_role", load=Network)
def role_assign(request: HttpRequest, network: Network) -> HttpResponse:
    """`?person=CODE` comes from the page of that person."""
    initial = {"person": f"#{request.GET['person']}"} if request.GET.get("person") else {}
    form = RoleForm(posted(request), network=network, user=request.user, initial=initial)
    if saved(form, assign_role, form.instance, by=request.user):
        given = {"person": form.instance.person, "role": form.instance.get_role_display()}
        messages.success(request, _("%(person)s now has the role: %(role)s.") % given)
        return redirect("participants:role_list", network.slug)
    context = {"form": form, "network": network, "crumbs": network_crumbs(network)}
    return render(request, "participants/role_assign.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@require("participants.end_role", load=RoleAssignment, by={"slug": "network__slug", "code": "code"})
def role_end(request: HttpRequest, assignment: RoleAssignment) -> HttpResponse:
    form = EndForm(posted(request))
    ends_on = form.cleaned_data["ends_on"] if form.is_valid() else None
    if saved(form, end_role, assignment, by=request.user, ends_on=ends_on):
        messages.success(request, _("The role of %(person)s ends.") % {"person": assignment.person})
        return redirect("participants:role_list", assignment.network.slug)
    context = {"form": form, "assignment": assignment, "crumbs": network_crumbs(assignment.network)}
    return render(request, "participants/role_end.html", context, status=form_status(form))
