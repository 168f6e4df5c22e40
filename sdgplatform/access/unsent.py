"""A form that was sent after its session had ended: kept in a new session until it is sent again."""

import time
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from sdgplatform.access.decorators import signed_in

KEY = "unsent_form"
MOST_CHARACTERS = 100_000
SECONDS = 60 * 60
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
SAID_FROM = 20  # characters: shorter values, and those of one word, are choices rather than texts


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends visitors to sign in without losing what they typed."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method in ("GET", "HEAD") or request.content_type not in FORM_TYPES:
            return super().handle_no_permission(request, view_func)
        page = _page_of(request)
        kept = _keep(request, page)
        answer = redirect_to_login(reverse("unsent") if kept else page)
        if request.headers.get("HX-Request"):  # the whole page goes there, not the part that was sent
            return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
        return answer


def _page_of(request: HttpRequest) -> str:
    """Where the form stood: an address that takes only a form cannot be opened afterwards."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(referer)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _keep(request: HttpRequest, page: str) -> bool:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name
        for value in values
    ]
    if sum(len(name) + len(str(value)) for name, value in fields) > MOST_CHARACTERS:
        return False
    request.session[KEY] = {
        "address": request.get_full_path(),
        "page": page,
        "fields": fields,
        "has_files": bool(request.FILES),
        "at": time.time(),
    }
    return True


@signed_in
def unsent(request: HttpRequest) -> HttpResponse:
    """Shows what was typed and sends it on the person's word. A POST throws it away."""
    kept = request.session.get(KEY)
    if kept is None or time.time() - kept["at"] > SECONDS or request.method == "POST":
        request.session.pop(KEY, None)
        return redirect(kept["page"] if kept else "/")
    texts = [value for _name, value in kept["fields"] if len(value) >= SAID_FROM and len(value.split()) > 1]
    return render(request, "account/unsent.html", {"kept": kept, "texts": texts})
