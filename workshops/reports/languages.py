from collections.abc import Iterable

from django.utils.translation import gettext as _


def language_names(codes: Iterable[str]) -> str:
    """Names of languages in the language of the report: `español, portugués`."""
    names = {"es": _("Spanish"), "pt-br": _("Portuguese"), "en": _("English"), "fr": _("French")}
    return ", ".join(names.get(code, code) for code in codes)
