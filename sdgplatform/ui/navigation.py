"""The main navigation and the links at the foot, in one place.

A link whose page is not installed is left out, so that this table may name pages of every app
without importing them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Place:
    """An entry is current when the page's address lies below its own, or when the page's context says
    `section`, for pages whose address tells nothing."""

    section: str
    label: str | Promise
    url_name: str
    for_visitors: bool = True
    for_staff_only: bool = False
    permission: str = ""

    @property
    def url(self) -> str:
        return _address(self.url_name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=200)
def _address(url_name: str, urlconf: str, prefix: str) -> str:
    """Kept, since every page asks for a score of them; `prefix` is where the site is mounted."""
    try:
        return reverse(url_name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


MAIN = (
    Place("workshops", _("Workshops"), "workshops:workshop_list"),
    Place("modules", _("Modules"), "modules:module_list"),
    Place("matrices", _("Matrices"), "alignment:matrix_list", for_visitors=False),
    Place("goals", _("Goals"), "alignment:goal_list"),
    Place("cities", _("Cities"), "participants:city_list"),
    Place("people", _("People"), "participants:person_list", permission="participants.list_people"),
    Place("networks", _("Networks"), "participants:network_list"),
)
FOOT = (
    Place("help", _("Help"), "dashboard:help"),
    Place("accessibility", _("Accessibility"), "dashboard:accessibility"),
    Place("privacy", pgettext_lazy("page", "Privacy"), "dashboard:privacy"),
    Place("about", _("About"), "dashboard:about"),
    Place("components", _("Components"), "ui:component_gallery", for_staff_only=True),
)
ACCOUNT = (
    Place("details", _("My details"), "participants:account_edit"),
    Place("account", _("E-mail and password"), "account_email"),
    Place("security", _("Sign-in security"), "mfa_index"),
    Place("sessions", _("Where I am signed in"), "usersessions_list"),
)
SEARCH = Place("search", _("Search"), "dashboard:search")


@dataclass(frozen=True)
class Link:
    label: str | Promise
    url: str
    current: bool = False


@dataclass(frozen=True)
class Visitor:
    """Who looks at which page; `section` is what the page says of itself, if it does."""

    signed_in: bool
    staff: bool = False
    path: str = ""
    section: str = ""
    may: Callable[[str], bool] = lambda permission: False

    def sees(self, place: Place) -> bool:
        if place.permission:
            return self.signed_in and self.may(place.permission)
        return (self.signed_in or place.for_visitors) and (self.staff or not place.for_staff_only)


def links(places: tuple[Place, ...], visitor: Visitor) -> Iterator[Link]:
    for place in places:
        if visitor.sees(place) and (url := place.url):
            here = visitor.path.startswith(url) and url != "/"
            yield Link(place.label, url, visitor.section == place.section if visitor.section else here)
