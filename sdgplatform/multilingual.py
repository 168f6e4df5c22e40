"""Texts kept in several languages inside one field: `{"es": "...", "pt-br": "..."}`."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

FALLBACKS = {"es": ("pt-br", "en", "fr"), "pt-br": ("es", "en", "fr"), "fr": ("en", "es", "pt-br")}
DEFAULT_FALLBACK = ("es", "pt-br", "fr")


def language_codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def localize_with_language(texts: Mapping[str, str] | None, language: str | None = None) -> tuple[str, str]:
    """The text for a language and the language it is really in: the nearest one that has a text."""
    texts = texts or {}
    wanted = (language or get_language() or "en").lower()
    wanted = wanted if wanted in language_codes() else wanted.split("-")[0]
    for code in (wanted, *FALLBACKS.get(wanted, ("en", *DEFAULT_FALLBACK))):
        if texts.get(code):
            return texts[code], code
    return next(((text, code) for code, text in texts.items() if text), ("", wanted))


def localize(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    return localize_with_language(texts, language)[0]


def validate_texts(value: Any) -> None:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValidationError(_("Give one text per language."), code="not_texts")
    if unknown := set(value) - set(language_codes()):
        raise ValidationError(
            _("Unknown language: %(codes)s."),
            code="unknown_language",
            params={"codes": ", ".join(sorted(unknown))},
        )


class MultilingualField(models.JSONField):
    """A JSON object of language code to text. `max_length` bounds each text, in characters."""

    def __init__(self, *args: Any, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        self.text_length = max_length
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        if self.text_length:
            kwargs["max_length"] = self.text_length
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        validate_texts(value)
        too_long = [code for code, text in value.items() if self.text_length and len(text) > self.text_length]
        if too_long:
            raise ValidationError(
                _("At most %(max)s characters (%(codes)s)."),
                code="too_long",
                params={"max": self.text_length, "codes": ", ".join(too_long)},
            )
