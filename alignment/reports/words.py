"""Words of classes and kinds, for page and files."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sdgplatform.ui.parts import Text

# Class -> (its look, letter, words); in the order of the key.
CLASSES: dict[str, tuple[str, str, Text]] = {
    "covered": ("covered", "C", _("covered")),
    "unmonitored": ("unmonitored", "M", _("covered, no indicator")),
    "unowned": ("unowned", "R", _("covered, nobody responsible")),
    "weak": ("weak", "W", _("weak, at most +1")),
    "indirect": ("indirect", "I", _("indirect links only")),
    "gap": ("gap", "G", _("gap: assessed, no helping link")),
    "open": ("open", "?", _("not assessed")),
    "national": ("na", "N", _("national level only")),
    "na": ("na", "–", _("not applicable")),
}
CHANGES: dict[str, Text] = {
    "added": pgettext_lazy("cells", "added"),
    "removed": pgettext_lazy("cells", "removed"),
    "raised": pgettext_lazy("cells", "raised"),
    "lowered": pgettext_lazy("cells", "lowered"),
    "flipped": pgettext_lazy("cells", "sign changed"),
}
READY: dict[str, Text] = {
    "indicator": _("indicator"),
    "baseline": _("baseline"),
    "milestone": _("milestone"),
    "target": _("value to reach"),
    "source": _("periodic source"),
}
NO_DATA = _("no data")
