from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from sdgplatform.multilingual import language_codes

GetResponse = Callable[[HttpRequest], HttpResponse]


class PreferencesMiddleware:
    """Language of the request: the choice in the cookie, else the account's, else the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self._language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        translation.deactivate()
        return response

    def _language(self, request: HttpRequest) -> str:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen in language_codes():
            return chosen
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.user.is_authenticated:
            return getattr(request.user, "language", "") or settings.LANGUAGE_CODE
        return translation.get_language_from_request(request)


class PlainAddressMiddleware:
    """Refuses addresses with a NUL, which no database can look up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise BadRequest("The address has a NUL.")
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends those whose network requires a second factor to set one up before anything else."""

    OPEN_PREFIXES = ("/accounts/", "/static/", "/healthz", "/participants/preferences/")
    WHY = _("Your network asks its coordinators for a second factor. Set one up here, then go on.")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self.OPEN_PREFIXES) and self._lacks_required_factor(request):
            if request.path.startswith("/api/"):
                return JsonResponse({"code": "second_factor_required", "detail": str(self.WHY)}, status=403)
            messages.warning(request, self.WHY)
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    def _lacks_required_factor(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and bool(getattr(request.user, "lacks_required_factor", False))
