from typing import cast
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from participants.actions.invitations import (
    accept_invitation,
    resend_invitation,
    revoke_invitation,
    send_invitation,
)
from participants.forms.networks import InvitationForm
from participants.models import Account, Invitation, Network
from participants.models.roles import ROLE_DESCRIPTIONS, Role
from participants.queries.invitations import invitation_of
from participants.views.networks import network_crumbs, network_page
from participants.views.saving import form_status, posted, saved
from sdgplatform.access import public, require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.pages import paginate

BY_REFERENCE = {"slug": "network__slug", "reference": "reference"}


@require_GET
@require("participants.invite_person", load=Network)
def invitation_list(request: HttpRequest, network: Network) -> HttpResponse:
    rows = network.invitations.with_place().order_by("-invited_at", "-pk")
    context = network_page(network, request.user, "invitations") | {"page": paginate(rows, request)}
    return render(request, "participants/invitation_list.html", context)


@require_http_methods(["GET", "POST"])
@require("participants.invite_person", load=Network)
def invitation_send(request: HttpRequest, network: Network) -> HttpResponse:
    form = InvitationForm(posted(request), network=network)
    if saved(form, send_invitation, form.instance, by=request.user):
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": form.instance.email}
        )
        return redirect("participants:invitation_list", network.slug)
    context = {"form": form, "network": network, "crumbs": network_crumbs(network)}
    return render(request, "participants/invitation_send.html", context, status=form_status(form))


@require_POST
@require("participants.resend_invitation", load=Invitation, by=BY_REFERENCE)
def invitation_resend(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        resend_invitation(invitation, by=request.user)
        messages.success(
            request, _("The invitation is on its way again to %(email)s.") % {"email": invitation.email}
        )
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("participants:invitation_list", invitation.network.slug)


@require_POST
@require("participants.revoke_invitation", load=Invitation, by=BY_REFERENCE)
def invitation_revoke(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        revoke_invitation(invitation, by=request.user)
        messages.success(request, _("The invitation of %(email)s is revoked.") % {"email": invitation.email})
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("participants:invitation_list", invitation.network.slug)


@never_cache
@require_http_methods(["GET", "POST"])
@public
def invitation_accept(request: HttpRequest, code: str) -> HttpResponse:
    """The link of the mail: whoever has it may see it, sign in or up with it, and accept."""
    invitation = invitation_of(code)
    if invitation is None:
        return render(request, "participants/invitation_accept.html", {"invitation": None}, status=404)
    if request.method == "POST" and request.user.is_authenticated:
        return _accept(request, invitation)
    if invitation.state == "OPEN" and not request.user.is_authenticated:
        get_adapter(request).stash_verified_email(request, invitation.email)
    back = urlencode({"next": request.path})
    context = {
        "invitation": invitation,
        "description": ROLE_DESCRIPTIONS[Role(invitation.role)],
        "is_mine": request.user.is_authenticated and invitation.accepted_by_id == request.user.pk,
        "has_account": Account.objects.filter(email__iexact=invitation.email).exists(),
        "signup_url": f"{reverse('account_signup')}?{back}&{urlencode({'email': invitation.email})}",
        "login_url": f"{reverse('account_login')}?{back}",
    }
    return render(request, "participants/invitation_accept.html", context)


def _accept(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        accept_invitation(invitation, by=cast(Account, request.user))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    given = {"network": invitation.network, "role": invitation.get_role_display()}
    messages.success(request, _("Welcome to %(network)s. Your role: %(role)s.") % given)
    return redirect("dashboard:home")
