"""The rows of the list of applications, written by hand: a template would take five times as long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sdgplatform.multilingual import localize
from sdgplatform.ui.markup import fill_html
from sdgplatform.ui.statuses import marks_of
from sdgplatform.ui.templatetags.ui import status
from workshops.models import Application, ApplicationState, Workshop
from workshops.queries.applications import Listed
from workshops.views.application_parts import waiting_list_mark
from workshops.views.words import day_time

NOTHING = "–"


@dataclass(frozen=True)
class RowWords:
    """What all rows share: labels of the columns, marks of the states, the address without the code."""

    workshop: Workshop
    decides: bool
    opened: str
    link: str
    select: str
    labels: list[str]
    marks: dict[str, SafeString]


def application_rows(
    found: Iterable[Listed], request: HttpRequest, workshop: Workshop, *, decides: bool, opened: str
) -> SafeString:
    words = RowWords(
        workshop,
        decides,
        opened,
        link=_link(request),
        select=_("Select %(name)s"),
        labels=_labels(),
        marks={value: status(mark) for value, mark in marks_of(Application).items()},
    )
    return SafeString("".join(_row(one, words) for one in found))


def _labels() -> list[str]:
    return [_("City"), _("Network"), _("Profile"), pgettext("application", "Sent"), _("State")]


def _link(request: HttpRequest) -> str:
    """The address of the panel, all but the code at its end."""
    parameters = request.GET.copy()
    parameters.pop("a", None)
    return f"?{parameters.urlencode()}&a=" if parameters else "?a="


def _row(one: Listed, words: RowWords) -> SafeString:
    city, network, profile, sent, state = words.labels
    is_open = one.code == words.opened
    return fill_html(
        '\n<tr role="row"{}>{}<th role="rowheader" scope="row"><a href="{}{}#panel"{}>{}</a>'
        '<span class="sub">{}</span></th><td role="cell" data-label="{}">{}</td>'
        '<td role="cell" data-label="{}">{}</td><td role="cell" data-label="{}">{}</td>'
        '<td role="cell" data-label="{}">{}</td><td role="cell" data-label="{}">{}</td></tr>',
        SafeString(' class="is-open"') if is_open else "",
        _pick(one, words) if words.decides else "",
        words.link,
        one.code,
        SafeString(' aria-current="true"') if is_open else "",
        one.full_name,
        one.job_title,
        city,
        _city(one),
        network,
        one.network or NOTHING,
        profile,
        localize(one.profile) or NOTHING,
        sent,
        _day(one.sent_at, words.workshop),
        state,
        _mark(one, words),
    )


def _pick(one: Listed, words: RowWords) -> SafeString:
    return fill_html(
        '<td role="cell" class="fit"><input class="pick form-check-input" type="checkbox" name="pick" '
        'value="{}" aria-label="{}"></td>',
        one.code,
        words.select % {"name": one.full_name},
    )


def _city(one: Listed) -> SafeString | str:
    if not one.city:
        return NOTHING
    return fill_html('<span>{} <span class="muted">{}</span></span>', one.city, one.country)


def _day(moment: datetime, workshop: Workshop) -> SafeString:
    return day_time(moment.astimezone(workshop.zone).date())


def _mark(one: Listed, words: RowWords) -> Any:
    if one.state == ApplicationState.WAITING and one.waiting_position:
        return status(waiting_list_mark(one.waiting_position))
    return words.marks[one.state]
