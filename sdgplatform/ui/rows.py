"""Lists of components that busy pages show, written by hand: a template would take five times as long."""

from collections.abc import Iterable

from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sdgplatform.ui.charts import bar
from sdgplatform.ui.markup import fill_html, icon
from sdgplatform.ui.parts import CheckItem, Meter

METER = '\n  <li class="meter"><span>{}</span><span class="value">{}{}</span>{}</li>'
CHECK = (
    '\n  <li class="is-{}">{}<div><span class="what"><span class="visually-hidden">{} </span>{}</span>'
    "{}</div>{}</li>"
)
LINK = '<a{} href="{}">{}<span class="visually-hidden">: {}</span></a>'
MUTED = SafeString(' class="muted"')
CHECK_ICONS = {"error": "exclamation-octagon", "missing": "exclamation-triangle", "todo": "circle"}


def meter_rows(meters: Iterable[Meter]) -> SafeString:
    return SafeString("".join(_meter_row(meter) for meter in meters))


def _meter_row(meter: Meter) -> SafeString:
    label = fill_html('<a href="{}">{}</a>', meter.url, meter.label) if meter.url else meter.label
    look = "b3" if meter.short else ""
    drawn = "" if meter.share is None else bar(meter.share, look=look, size="thin")
    return fill_html(METER, label, localize(meter.value), _meter_note(meter), drawn)


def _meter_note(meter: Meter) -> SafeString | str:
    if not meter.note and not meter.remark:
        return ""
    remark = fill_html("<strong>{}</strong>", meter.remark) if meter.remark else ""
    between = ", " if meter.note and meter.remark else ""
    return fill_html(" <small>{}{}{}</small>", meter.note, between, remark)


def check_rows(items: Iterable[CheckItem]) -> SafeString:
    words = {"done": _("Done:"), "error": _("Error:")}
    missing = _("Missing:")
    return SafeString("".join(_check_row(item, words.get(item.state, missing)) for item in items))


def _check_row(item: CheckItem, word: str) -> SafeString:
    return fill_html(
        CHECK,
        "missing" if item.state == "todo" else item.state,
        icon(CHECK_ICONS.get(item.state, "check-lg")),
        word,
        item.text,
        fill_html('<span class="sub">{}</span>', item.note) if item.note else "",
        _check_link(item) if item.url else "",
    )


def _check_link(item: CheckItem) -> SafeString:
    words = item.link or pgettext("verb", "View")
    return fill_html(LINK, MUTED if item.state == "done" else "", item.url, words, item.text)
