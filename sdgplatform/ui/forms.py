"""Forms as the design system wants them: label above, help below, an error summary on top."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from sdgplatform.ui.markup import fill_html
from sdgplatform.ui.parts import Fault
from sdgplatform.ui.texts import language_tag


class PageFormHelper(FormHelper):
    """The helper of every form. Without `submit` the template writes `<form>` and the buttons itself;
    with it, crispy writes the whole form.

    The server checks everything, so the browser's own bubbles are off: they do not follow the page's
    language and are read badly aloud.
    """

    def __init__(self, *, submit: str | Promise = "", cancel_url: str = "") -> None:
        super().__init__()
        self.form_tag = bool(submit)
        self.disable_csrf = not submit
        self.attrs = {"novalidate": ""}
        self.cancel_url = cancel_url
        if submit:
            self.add_input(Submit("save", submit))


class PageForm:
    """Mix into a Form or ModelForm, so that `{% crispy form %}` works in the template's own `<form>`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = PageFormHelper()


def field_errors(form: forms.BaseForm) -> list[Fault]:
    """Everything to correct, in the order of the fields; each leads to its first input."""
    faults = [Fault(text=str(error)) for error in form.non_field_errors()]
    for field in form:
        faults += [
            Fault(text=str(error), label=field.label, target=first_input_id(field)) for error in field.errors
        ]
    return faults


def first_input_id(field: BoundField) -> str:
    """The id that a link can jump to: radios, check lists and multi-part fields number their inputs."""
    widget = field.field.widget
    if isinstance(widget, MultilingualWidget):
        return f"{field.auto_id}_{widget.first_index()}"
    if isinstance(widget, forms.MultiWidget | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


class MultilingualWidget(forms.MultiWidget):
    """One input per language, each named in its own. Empty ones of other languages are folded away."""

    template_name = "components/multilingual_widget.html"

    def __init__(self, attrs: Mapping[str, Any] | None = None, *, rows: int = 0) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        super().__init__({code: self._one(code, rows) for code in self.codes}, dict(attrs or {}))

    @staticmethod
    def _one(code: str, rows: int) -> forms.Widget:
        attrs = {"lang": language_tag(code)}
        return forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown: list[dict[str, Any]] = []
        folded: list[dict[str, Any]] = []
        for subwidget, (code, language) in zip(
            context["widget"]["subwidgets"], settings.LANGUAGES, strict=True
        ):
            subwidget["language"], subwidget["language_tag"] = language, language_tag(code)
            # Each input is one of four: the field as a whole is required, no single language is.
            subwidget["attrs"].pop("required", None)
            (shown if subwidget["value"] or code == self._page_language() else folded).append(subwidget)
        context["widget"]["groups"] = [(False, shown), (True, folded)] if folded else [(False, shown)]
        return context

    def first_index(self) -> int:
        """The input that is in sight in any case."""
        return self.codes.index(self._page_language())

    def _page_language(self) -> str:
        language = get_language() or ""
        return language if language in self.codes else self.codes[0]


class MultilingualField(forms.MultiValueField):
    """A `{language: text}` value. When required, a text in one language is enough.

    `rows` makes the inputs text areas; `max_length` bounds each text.
    """

    default_error_messages = {
        "required": gettext_lazy("Write it in at least one language."),
        "too_long": gettext_lazy("%(language)s: at most %(max)d characters, now %(now)d."),
    }

    def __init__(self, *, rows: int = 0, max_length: int | None = None, **kwargs: Any) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        self.text_length = max_length
        kwargs.setdefault("widget", MultilingualWidget(rows=rows))
        parts = [forms.CharField(required=False) for _code in self.codes]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        texts = {code: text for code, text in zip(self.codes, data_list, strict=False) if text}
        if self.required and not texts:  # spaces alone are no text
            raise ValidationError(self.error_messages["required"], code="required")
        names = dict(settings.LANGUAGES)
        for code, text in texts.items():
            if self.text_length and len(text) > self.text_length:
                figures = {"language": names[code], "max": self.text_length, "now": len(text)}
                raise ValidationError(self.error_messages["too_long"], code="too_long", params=figures)
        return texts

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.widget.decompress(initial if isinstance(initial, Mapping) else {})
        return before != [text or "" for text in (data or [""] * len(self.codes))]


class PlainSelect(forms.Select):
    """The same markup without a template for every option, which long lists on busy pages would feel."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        built = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(built), self._options(self.choices, chosen))

    def _options(self, choices: Any, chosen: set[str]) -> SafeString:
        parts = []
        for value, label in choices:
            if isinstance(label, list | tuple):
                parts.append(
                    fill_html('<optgroup label="{}">{}</optgroup>', value, self._options(label, chosen))
                )
                continue
            text = "" if value is None else str(value)
            mark = " selected" if text in chosen else ""
            parts.append(fill_html('<option value="{}"{}>{}</option>', text, mark, label))
        return SafeString("".join(parts))


class PlainInput(forms.TextInput):
    """The same markup without a template."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        text = self.format_value(value)
        own = {"type": self.input_type, "name": name, "value": False if text is None else text}
        built = {**own, **self.build_attrs(self.attrs, attrs)}
        return fill_html("<input{}>", SafeString("".join(_attribute(*one) for one in built.items())))


def _attribute(name: str, value: Any) -> str:
    if value is False:
        return ""
    return f" {name}" if value is True else fill_html(' {}="{}"', name, value)
