"""Rows of the long lists, written by hand: in a template they take most of the page's time.

What comes from the database passes through `escape`; the heads of the tables stay in the templates.
"""

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from participants.queries.cities import CityLine
from participants.queries.people import PersonLine
from sdgplatform.multilingual import localize
from sdgplatform.ui.texts import number_text


def person_rows(people: Iterable[PersonLine]) -> SafeString:
    start = reverse("participants:person_list")
    words = escape(_("sample data"))
    sample = f' <span class="sample">{words}</span>'
    yes, no = escape(_("yes")), escape(_("no"))
    place, organisation, profile, account = map(
        _opening, (_("City"), _("Organisation"), _("Profile"), _("Account"))
    )
    return SafeString(
        "".join(
            f'<tr role="row"><th role="rowheader" scope="row"><a href="{start}{person.code}/">'
            f"{escape(person.full_name)}</a>{sample if person.is_sample else ''}{_sub(person.email)}</th>"
            f"{place}{_place(person)}</td>"
            f"{organisation}{escape(person.organisation) or '–'}{_sub(person.job_title)}</td>"
            f"{profile}{escape(localize(person.profile)) or '–'}</td>"
            f"{account}{yes if person.has_account else no}</td></tr>"
            for person in people
        )
    )


def city_rows(cities: Iterable[CityLine]) -> SafeString:
    start, network = reverse("participants:city_list"), reverse("participants:network_list")
    country, networks = _opening(_("Country")), _opening(_("Networks"))
    population = _opening(_("Inhabitants"), "r num")
    return SafeString(
        "".join(
            f'<tr role="row"><th role="rowheader" scope="row"><a href="{start}{city.slug}/">'
            f"{escape(city.name)}</a>{_sub(city.subdivision)}</th>"
            f"{country}{escape(localize(city.country))}</td>"
            f"{population}{number_text(city.population) if city.population else '–'}</td>"
            f"{networks}{_links(network, city.networks) or '–'}</td></tr>"
            for city in cities
        )
    )


def _links(start: str, named: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f'<a href="{start}{slug}/">{escape(name)}</a>' for slug, name in named)


def _place(person: PersonLine) -> str:
    return f"{escape(person.city)}{_sub(localize(person.country))}" if person.city else "–"


def _opening(label: str, css: str = "") -> str:
    """A cell up to its content, with the label that a narrow screen shows before it."""
    look = f' class="{css}"' if css else ""
    return f'<td role="cell"{look} data-label="{escape(label)}">'


def _sub(text: str | None) -> str:
    return f'<span class="sub">{escape(text)}</span>' if text else ""
