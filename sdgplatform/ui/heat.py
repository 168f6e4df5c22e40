"""Marks of a score from −3 to +3. Sign is shape, strength is size and tint, the number is always there."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sdgplatform.ui.texts import score_text

SCORES = range(-3, 4)
WORDS = {
    3: pgettext_lazy("score", "decisive"),
    2: pgettext_lazy("score", "strong"),
    1: pgettext_lazy("score", "partial"),
    0: pgettext_lazy("score", "no link"),
    -1: pgettext_lazy("score", "constrains"),
    -2: pgettext_lazy("score", "counteracts"),
    -3: pgettext_lazy("score", "cancels"),
}
NOT_ASSESSED = _("not assessed")


def look(score: int) -> str:
    """The class of a score: p1 to p3, z, n1 to n3."""
    return f"{'p' if score > 0 else 'n'}{abs(score)}" if score else "z"


def mark(score: int | None, *, computed: bool = False) -> SafeString:
    """`computed` is for sums of the rows below: the number alone. None says "not assessed" in hidden text."""
    if score is None:
        return format_html('<span class="visually-hidden">{}</span>', NOT_ASSESSED)
    return _mark(score, computed)


@cache
def _mark(score: int, computed: bool) -> SafeString:
    """Kept, since a matrix has hundreds of them and there are few different ones."""
    extra = " heat--sum" if computed and score else ""
    return format_html('<span class="heat {}{}">{}</span>', look(score), extra, score_text(score))


def duo(helps: int, hinders: int, *, computed: bool = False) -> SafeString:
    """Helping and hindering links behind one cell: both are shown, never netted."""
    return format_html(
        '<span class="duo{}">{} {}</span>', " duo--sum" if computed else "", mark(helps), mark(hinders)
    )
