from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from participants.actions.accounts import save_own_person, set_preferences
from participants.forms.people import OwnPersonForm
from participants.models import Account, Person
from participants.views.saving import form_status, posted, saved
from sdgplatform.access import public, signed_in
from sdgplatform.multilingual import language_codes
from sdgplatform.ui.preferences import keep_in_cookies
from sdgplatform.ui.themes import THEMES


@require_http_methods(["GET", "POST"])
@signed_in
def account_edit(request: HttpRequest) -> HttpResponse:
    """One's own person; made by the first saving when the account has none yet."""
    account = cast(Account, request.user)
    person = account.person_or_none or Person(language=account.language or "es")
    form = OwnPersonForm(posted(request), instance=person)
    if saved(form, save_own_person, person, by=account):
        messages.success(request, _("Your details are saved."))
        return redirect("participants:account_edit")
    context = {"form": form, "person": person}
    return render(request, "participants/account_edit.html", context, status=form_status(form))


@require_POST
@public
def preferences(request: HttpRequest) -> HttpResponse:
    """Language and appearance: on this device by cookie, and with the account when there is one."""
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    language = language if language in language_codes() else ""
    theme = theme if theme in THEMES else ""
    if request.user.is_authenticated and (language or theme):
        set_preferences(request.user, language=language, theme=theme)
    return keep_in_cookies(request, HttpResponseRedirect(_way_back(request)), language=language, theme=theme)


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    allowed = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=allowed, require_https=request.is_secure())
    return wanted if safe else "/"
