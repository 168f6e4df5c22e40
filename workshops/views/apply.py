"""The applicant's side: apply, confirm, see where it stands, change, withdraw. No account, no script."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sdgplatform.access import public
from sdgplatform.errors import ActionRefused
from workshops.actions.applications import (
    change_application,
    confirm_application,
    submit_application,
    withdraw_application,
)
from workshops.forms.applications import ApplicationForm, NewApplicationForm
from workshops.models import Application, ApplicationState, Workshop
from workshops.queries.applications import application_with_key, own_page

READ_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
SENDINGS_AN_HOUR = 20
APPLIED_WITH = "applied_with"


@READ_AND_POST
@never_cache
@public(load=Workshop, by="slug")
def application_new(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    if not workshop.takes_applications:
        return render(request, "workshops/application_closed.html", {"workshop": workshop}, status=200)
    form = NewApplicationForm(request.POST or None, initial=_known_of(request.user))
    if request.method == "POST" and form.is_valid():
        if _sends_too_much(request):
            form.add_error(None, _too_many())
            return _form_page(request, workshop, form, status=429)
        answer = _submit(request, workshop, form)
        if answer is not None:
            return answer
    return _form_page(request, workshop, form)


def _form_page(
    request: HttpRequest, workshop: Workshop, form: ApplicationForm, status: int = 200
) -> HttpResponse:
    status = 422 if form.errors and status == 200 else status
    context = {"workshop": workshop, "form": form, "section": "workshops"}
    return render(request, "workshops/application_new.html", context, status=status)


def _submit(request: HttpRequest, workshop: Workshop, form: NewApplicationForm) -> HttpResponse | None:
    email = form.cleaned_data["email"]
    by = request.user if request.user.is_authenticated else None
    request.session[APPLIED_WITH] = email
    if form.is_from_a_program:
        return redirect("workshops:application_sent", slug=workshop.slug)
    try:
        application = submit_application(workshop, form.facts(), email=email, by=by)
    except ActionRefused as refused:
        form.add_error(None, str(refused))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        if by and application.person and application.person.account_id == by.pk:
            return redirect("workshops:application_status", key=application.key)
        return redirect("workshops:application_sent", slug=workshop.slug)
    return None


@public(load=Workshop, by="slug")
def application_sent(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    """The same words whether the address was known or not: it is nobody else's business."""
    context = {"workshop": workshop, "email": request.session.get(APPLIED_WITH, ""), "section": "workshops"}
    return render(request, "workshops/application_sent.html", context)


@READ_AND_POST
@never_cache
@public
def application_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """GET only shows, since mail programs open links by themselves; POST confirms."""
    application = _with_key(key)
    if application.state != ApplicationState.UNCONFIRMED:
        return redirect("workshops:application_status", key=key)
    refusal = ""
    if request.method == "POST":
        try:
            confirm_application(application, by=_account(request))
            return redirect("workshops:application_status", key=key)
        except ActionRefused as refused:
            refusal = str(refused)
    context = {"application": application, "workshop": application.workshop, "refusal": refusal}
    return render(request, "workshops/application_confirm.html", context, status=409 if refusal else 200)


@never_cache
@public
def application_status(request: HttpRequest, key: str) -> HttpResponse:
    application = _with_key(key)
    if application.state == ApplicationState.UNCONFIRMED:
        return redirect("workshops:application_confirm", key=key)
    context = {"own": own_page(application), "application": application, "workshop": application.workshop}
    return render(request, "workshops/application_status.html", context)


@READ_AND_POST
@never_cache
@public
def application_edit(request: HttpRequest, key: str) -> HttpResponse:
    application = _with_key(key)
    form = ApplicationForm(request.POST or None, instance=application)
    if request.method == "POST" and form.is_valid():
        try:
            change_application(application, form.facts(), by=_account(request))
            return redirect("workshops:application_status", key=key)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
    elif not own_page(application).can_change:
        return redirect("workshops:application_status", key=key)
    context = {"application": application, "workshop": application.workshop, "form": form}
    return render(request, "workshops/application_edit.html", context, status=422 if form.errors else 200)


@READ_AND_POST
@never_cache
@public
def application_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    application = _with_key(key)
    if request.method == "POST":
        withdraw_application(application, by=_account(request))
        return redirect("workshops:application_status", key=key)
    if not own_page(application).can_withdraw:
        return redirect("workshops:application_status", key=key)
    context = {"application": application, "workshop": application.workshop}
    return render(request, "workshops/application_withdraw.html", context)


def _with_key(key: str) -> Application:
    application = application_with_key(key)
    if application is None:
        raise Http404
    return application


def _account(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _known_of(user: Any) -> dict[str, Any]:
    """What the form need not ask of somebody who is signed in."""
    person = user.person_or_none if user.is_authenticated else None
    if person is None:
        return {"email": user.email, "language": user.language} if user.is_authenticated else {}
    names = ("given_name", "family_name", "phone", "gender", "job_title", "city", "profile")
    known = {name: getattr(person, name) for name in names}
    organisation = person.organisation.name if person.organisation else ""
    language = user.language or person.language
    return {**known, "organisation_name": organisation, "email": user.email, "language": language}


def _sends_too_much(request: HttpRequest) -> bool:
    """Counts forms sent from one address of the network; an office behind one address still gets through."""
    key = f"applications-from:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, timeout=3600)
    try:
        return cache.incr(key) > SENDINGS_AN_HOUR
    except ValueError:  # expired between the two
        return False


def _too_many() -> str:
    return _(
        "Too many applications came from this connection. Try again in an hour; nothing you wrote is lost."
    )
