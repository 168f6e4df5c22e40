"""Tags and filters of every page. Load with `{% load ui %}`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import groupby
from typing import Any

import rules
from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Model
from django.forms import BaseForm, BoundField, CheckboxInput, Select, TextInput
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from sdgplatform.multilingual import localize, localize_with_language
from sdgplatform.ui import charts, heat, matrix, navigation, statuses, texts
from sdgplatform.ui.forms import PlainInput, PlainSelect, field_errors
from sdgplatform.ui.kept import kept
from sdgplatform.ui.markup import icon
from sdgplatform.ui.parts import Mark
from sdgplatform.ui.rows import check_rows, meter_rows
from sdgplatform.ui.themes import THEMES

register = template.Library()


def _request(context: template.Context) -> HttpRequest | None:
    """The request, also inside an include that was given `only` its own variables."""
    return context.get("request") or getattr(context, "request", None)


register.tag("kept", kept)
register.simple_tag(icon, name="icon")


@register.simple_tag
def status(
    thing: Model | Mark | None = None, field: str = statuses.DEFAULT_FIELD, **given: Any
) -> SafeString:
    """`{% status workshop %}`, `{% status cell "review_state" %}`, `{% status kind="done" label=words %}`."""
    if isinstance(thing, Mark):
        mark = thing
    elif thing:
        mark = statuses.mark_of(thing, field)
    else:
        mark = Mark(given["kind"], given["label"])
    if mark.kind not in statuses.KINDS:
        raise template.TemplateSyntaxError(f"Unknown status kind: {mark.kind}")
    return _status(mark.kind, str(mark.label), " status--strong" if given.get("strong") else "")


@lru_cache(maxsize=500)
def _status(kind: str, label: str, strong: str) -> SafeString:
    return format_html('<span class="status status--{}{}">{}</span>', kind, strong, label)


@register.simple_tag
def sdg_tile(
    code: str | int, *, size: str = "", name: str = "", url: str = "", decorative: bool = False
) -> SafeString:
    """The number of a goal or target on the goal's colour. `name` is hidden text inside it."""
    goal = str(code).split(".")[0]
    css = f"sdg-tile sdg-{goal}" + (f" sdg-tile--{size}" if size else "")
    css += " sdg-tile--wide" if str(code) != goal else ""
    words = format_html('<span class="visually-hidden"> {}</span>', name) if name else ""
    if url:
        return format_html('<a class="{}" href="{}">{}{}</a>', css, url, code, words)
    hidden = SafeString(' aria-hidden="true"') if decorative else ""
    return format_html('<span class="{}"{}>{}{}</span>', css, hidden, code, words)


register.simple_tag(charts.goal_chart, name="goal_chart")
register.simple_tag(charts.strip, name="strip")
register.simple_tag(charts.bar, name="bar")
register.simple_tag(heat.mark, name="heat")
register.simple_tag(heat.duo, name="duo")
register.simple_tag(meter_rows, name="meter_rows")
register.simple_tag(check_rows, name="check_rows")
register.filter("filesize", texts.filesize_text)
register.filter("score", texts.score_text)
register.filter("number", texts.number_text)
register.filter("language_tag", texts.language_tag)


@register.simple_tag
def zoned(
    moment: datetime | date | None, zone: Any = None, shape: texts.Shape = "datetime", *, offset: bool = False
) -> str:
    """A `<time>` in the zone of the place; `offset=True` adds "(UTC−3)". Dates have no zone."""
    if not moment:
        return ""
    local = texts.in_zone(moment, zone) if isinstance(moment, datetime) else moment
    text = texts.moment_text(local, shape, with_zone=offset)
    return format_html('<time datetime="{}">{}</time>', texts.machine_time(local, shape), text)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **replaced: Any) -> str:
    """The address's query with some parameters replaced, or taken out when None or empty."""
    request = _request(context)
    parameters = request.GET.copy() if request else {}
    for name, value in replaced.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}" if hasattr(parameters, "urlencode") else "?"


@register.simple_tag
def page_range(page: Page[Any]) -> Iterator[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag
def localized(values: Mapping[str, str] | None, tag: str = "span") -> SafeString:
    """A text kept in several languages; marked with `lang` when it is not in the page's language."""
    text, language = localize_with_language(values)
    if not text or language == get_language():
        return conditional_escape(text)
    return format_html('<{0} lang="{1}">{2}</{0}>', tag, texts.language_tag(language), text)


@register.filter
def localized_text(values: Mapping[str, str] | None) -> str:
    """The same without markup, for attributes, titles and e-mail."""
    return localize(values)


@register.filter
def language_name(code: str) -> str:
    """The language's name in itself."""
    return dict(settings.LANGUAGES).get(code, code)


@register.filter
def foreign(code: str) -> str:
    """` lang="es"` when a text of that language stands on a page of another."""
    if not code or code == get_language():
        return ""
    return format_html(' lang="{}"', texts.language_tag(code))


FLAGS = {
    "error": ("exclamation-octagon-fill", "flag flag--error"),
    "warning": ("exclamation-triangle-fill", "flag"),
}


@register.simple_tag
def matrix_heads(columns: Sequence[matrix.Column]) -> SafeString:
    """The goals and targets over the columns of the matrix."""
    return matrix.heads(columns)


@register.simple_tag
def matrix_rows(
    rows: Sequence[matrix.Row], columns: Sequence[matrix.Column], *, can_score: Any
) -> SafeString:
    """The lines of the matrix; with `can_score` each scored one has the link to its form."""
    verb = escape(pgettext("verb", "Score")) if can_score else ""
    lines = []
    for row in rows:
        name, css = FLAGS.get(row.flag, ("", ""))
        flag = icon(name, str(row.flag_text), css) if name else ""
        hidden = f'<span class="visually-hidden"> {escape(row.code)}</span>'
        score = f"{verb}{hidden}" if verb else ""
        lines.append(matrix.row_line(row, columns, lang=foreign(row.lang), flag=flag, score=score))
    return SafeString("\n".join(lines))


@register.simple_tag(takes_context=True)
def csrf_field(context: template.Context) -> SafeString:
    """The CSRF input, also inside an include with `only`."""
    request = _request(context)
    if request is None:
        return SafeString()
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', _page_token(request))


@register.simple_tag(takes_context=True)
def csrf_header(context: template.Context) -> SafeString:
    """For the requests of htmx."""
    request = _request(context)
    if request is None:
        return SafeString()
    return format_html('hx-headers=\'{{"X-CSRFToken": "{}"}}\'', _page_token(request))


def _page_token(request: HttpRequest) -> str:
    """Masked once for all the forms of a page."""
    token: str = getattr(request, "page_token", "") or get_token(request)
    request.page_token = token  # type: ignore[attr-defined]
    return token


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    errors = field_errors(form)
    return {
        "errors": errors,
        "prefix": form.prefix or "",
        "is_general": not any(error.target for error in errors),
    }


TABLES = {"main": navigation.MAIN, "foot": navigation.FOOT, "account": navigation.ACCOUNT}


def _may(user: Any, permission: str) -> bool:
    """By the rules alone: Django's own tables of permissions would cost two queries on every page."""
    return bool(user.is_superuser or rules.has_perm(permission, user))


@register.simple_tag(takes_context=True)
def places(context: template.Context, which: str) -> list[navigation.Link]:
    """Links of the main navigation, the foot or the account menu that this person may see."""
    request = _request(context)
    # Error pages name no person, since asking for one may need the database that just failed.
    user = None if context.get("status_code") else getattr(request, "user", None)
    visitor = navigation.Visitor(
        signed_in=user.is_authenticated if user else False,
        staff=user.is_staff if user else False,
        path=request.path if request else "",
        section=str(context.get("section") or ""),
        may=partial(_may, user),
    )
    return list(navigation.links(TABLES[which], visitor))


@register.simple_tag(takes_context=True)
def place_items(context: template.Context, which: str, current: str = "page") -> SafeString:
    """The same as list items; `current` is what `aria-current` says of the present one."""
    found = places(context, which)
    return SafeString("".join(_place_item(str(one.label), one.url, one.current and current) for one in found))


@lru_cache(maxsize=500)
def _place_item(label: str, url: str, current: str) -> SafeString:
    mark = format_html(' aria-current="{}"', current) if current else ""
    return format_html('\n    <li><a href="{}"{}>{}</a></li>', url, mark, label)


@register.simple_tag
def search_url() -> str:
    """Empty while no page of this installation searches."""
    return navigation.SEARCH.url


@register.simple_tag
def languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


@register.simple_tag
def themes() -> list[tuple[str, Any]]:
    return list(THEMES.items())


@register.simple_tag
def score_words(*, reverse: bool = False) -> list[tuple[int, Any]]:
    """The seven scores with their words, best first; `reverse` from −3 up."""
    return [(score, heat.WORDS[score]) for score in (heat.SCORES if reverse else reversed(heat.SCORES))]


@register.filter
def bands(columns: Sequence[matrix.Column]) -> list[tuple[int, bool]]:
    """Widths of the head above the columns: before, over and after the open goal's targets."""
    return [
        (len(list(run)), is_target)
        for is_target, run in groupby(columns, key=lambda column: column.is_target)
    ]


@register.filter
def unlocalized(value: float) -> str:
    """A number for an attribute, where a decimal comma would be wrong."""
    return f"{value:g}"


@register.filter
def control(field: BoundField) -> SafeString:
    """The input alone, dressed like crispy does it; for toolbars and drop zones."""
    widget = field.field.widget
    css = "form-select" if isinstance(widget, Select) else "form-control"
    css = "form-check-input" if isinstance(widget, CheckboxInput) else css
    attrs: dict[str, str | bool] = {"class": f"{css} is-invalid" if field.errors else css}
    if type(widget) is TextInput:
        widget = PlainInput(widget.attrs)
    if field.name == "q" and isinstance(widget, TextInput):
        widget.input_type = "search"
    if type(widget) is Select:
        return field.as_widget(PlainSelect(widget.attrs, widget.choices), attrs=attrs)
    return field.as_widget(widget, attrs=attrs)


@register.filter
def without_placeholders(form: BaseForm) -> BaseForm:
    """Labels stand above the fields, so that placeholders would say the same again in grey."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


@register.filter
def current_label(tabs: Sequence[Any]) -> str:
    """The name of the tab one stands on; the folded tabs show it."""
    return next((str(tab.label) for tab in tabs if tab.current), "")


@register.simple_tag
def upload_attributes() -> SafeString:
    """Attributes of a form with files: sent by htmx with progress where there is script, else as it is."""
    return format_html(
        'enctype="multipart/form-data" hx-boost="true" hx-encoding="multipart/form-data" '
        'hx-disabled-elt="find .form-actions button" data-upload="{}" data-upload-done="{}"',
        # Translators: %1 and %2 are sizes, as in "1.2 MB of 10.4 MB".
        gettext("%1 of %2 sent"),
        gettext("All sent. The files are being checked."),
    )
