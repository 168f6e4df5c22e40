"""Light, dark, or as the device says: kept in a cookie, put on `<html>` by `base.html`."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

THEME_COOKIE = "theme"
AUTO = "auto"
THEMES = {AUTO: _("As on this device"), "light": _("Light"), "dark": _("Dark")}
COOKIE_SECONDS = 365 * 24 * 3600


def chosen_theme(request: HttpRequest) -> str:
    theme = request.COOKIES.get(THEME_COOKIE, AUTO)
    return theme if theme in THEMES else AUTO
