from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from participants.actions.memberships import add_membership, end_membership
from participants.actions.people import add_network, change_network
from participants.forms.networks import EndForm, MemberFilterForm, MembershipForm, NetworkForm, NewNetworkForm
from participants.models import Membership, Network
from participants.queries.networks import (
    coordinators_of,
    members_of,
    network_history,
    networks_with_sizes,
    sizes_of,
)
from participants.views.saving import form_status, posted, saved
from sdgplatform.access import public, require
from sdgplatform.audit.history import history
from sdgplatform.ui.pages import paginate
from sdgplatform.ui.parts import Crumb, Tab


def network_page(network: Network, user: Any, current: str) -> dict[str, Any]:
    """What every page about one network shows around its content."""
    may_manage = user.is_authenticated and user.has_perm("participants.list_roles", network)
    tabs = [Tab(_("Members"), _url("network_detail", network), current=current == "members")]
    if may_manage:
        tabs.append(Tab(_("Roles"), _url("role_list", network), current=current == "roles"))
        tabs.append(Tab(_("Invitations"), _url("invitation_list", network), current=current == "invitations"))
    return {"network": network, "tabs": tabs if may_manage else [], "may_manage": may_manage}


def network_crumbs(network: Network) -> list[Crumb]:
    return [Crumb(_("Networks"), _url("network_list")), Crumb(network.name, _url("network_detail", network))]


def _url(name: str, network: Network | None = None) -> str:
    return reverse(f"participants:{name}", args=[network.slug] if network else [])


@require_GET
@public
def network_list(request: HttpRequest) -> HttpResponse:
    rows = networks_with_sizes().matching(request.GET.get("q", "")).order_by("name", "pk")
    return render(request, "participants/network_list.html", {"page": paginate(rows, request)})


@require_GET
@public(load=Network)
def network_detail(request: HttpRequest, network: Network) -> HttpResponse:
    context = network_page(network, request.user, "members")
    sizes = sizes_of(network)
    form = MemberFilterForm(request.GET, sizes=sizes)
    wanted = form.cleaned_data if form.is_valid() else {}
    show = wanted.get("show") or ("organisations" if sizes.organisations and not sizes.cities else "cities")
    rows = members_of(network, show=show, q=wanted.get("q", ""))
    context |= {"filter_form": form, "page": paginate(rows, request), "sizes": sizes, "show": show}
    if context["may_manage"]:
        context["history"] = history(network_history(network), limit=10)
        context["coordinators"] = coordinators_of(network)
    return render(request, "participants/network_detail.html", context)


@require_http_methods(["GET", "POST"])
@require("participants.add_network")
def network_add(request: HttpRequest) -> HttpResponse:
    form = NewNetworkForm(posted(request))
    if saved(form, add_network, form.instance, by=request.user):
        messages.success(
            request, _("%(network)s is here. Now invite its coordinator.") % {"network": form.instance}
        )
        return redirect("participants:network_detail", form.instance.slug)
    context = {"form": form, "crumbs": [Crumb(_("Networks"), _url("network_list"))]}
    return render(request, "participants/network_form.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@require("participants.change_network", load=Network)
def network_edit(request: HttpRequest, network: Network) -> HttpResponse:
    form = NetworkForm(posted(request), instance=network)
    if saved(form, change_network, network, by=request.user):
        messages.success(request, _("The network is saved."))
        return redirect("participants:network_detail", network.slug)
    context = {"form": form, "network": network, "crumbs": network_crumbs(network)}
    return render(request, "participants/network_form.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@require("participants.add_membership", load=Network)
def membership_add(request: HttpRequest, network: Network) -> HttpResponse:
    form = MembershipForm(posted(request), network=network)
    if saved(form, add_membership, form.instance, by=request.user):
        messages.success(request, _("%(member)s is a member.") % {"member": form.instance.member})
        again = "membership_add" if "another" in request.POST else "network_detail"
        return redirect(f"participants:{again}", network.slug)
    context = {"form": form, "network": network, "crumbs": network_crumbs(network)}
    return render(request, "participants/membership_add.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@require("participants.end_membership", load=Membership, by={"slug": "network__slug", "code": "code"})
def membership_end(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = EndForm(posted(request))
    ends_on = form.cleaned_data["ends_on"] if form.is_valid() else None
    if saved(form, end_membership, membership, by=request.user, ends_on=ends_on):
        messages.success(request, _("The membership of %(member)s ends.") % {"member": membership.member})
        return redirect("participants:network_detail", membership.network.slug)
    context = {"form": form, "membership": membership, "crumbs": network_crumbs(membership.network)}
    return render(request, "participants/membership_end.html", context, status=form_status(form))
