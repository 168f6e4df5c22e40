"""The pages of refusal. They never query, so they work when the database does not.

A script that asks for JSON gets the refusal as data.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sdgplatform.access.decorators import public


def _failure(request: HttpRequest, status: int, template: str | None = None) -> HttpResponse:
    return render(request, f"errors/{template or status}.html", {"status_code": status}, status=status)


def _wants_data(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@public
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failure(request, 400)


@public
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _wants_data(request):
        text = _("You may not do this here.")
        return JsonResponse({"code": "permission_denied", "message": text}, status=403)
    return _failure(request, 403)


@public
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _failure(request, 404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    return _failure(request, 500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose page is too old: nothing was saved, so say how to keep what was typed."""
    context = {
        "status_code": 403,
        "explanation": _(
            "This page was open for too long or cookies are off. Go back, copy what you typed, reload."
        ),
    }
    if _wants_data(request):
        text = str(context["explanation"])
        return JsonResponse({"code": "page_too_old", "message": text}, status=403)
    return render(request, "errors/403.html", context, status=403)
