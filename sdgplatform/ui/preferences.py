"""Language and appearance in cookies, where they hold on this device without an account."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from sdgplatform.multilingual import language_codes
from sdgplatform.ui.themes import COOKIE_SECONDS, THEME_COOKIE, THEMES

Response = TypeVar("Response", bound=HttpResponseBase)


def keep_in_cookies(
    request: HttpRequest, response: Response, *, language: str = "", theme: str = ""
) -> Response:
    """Unknown or blank values leave the cookie as it is."""
    for name, value, known in (
        (settings.LANGUAGE_COOKIE_NAME, language, language_codes()),
        (THEME_COOKIE, theme, THEMES),
    ):
        if value in known:
            response.set_cookie(
                name, value, max_age=COOKIE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
            )
    return response
