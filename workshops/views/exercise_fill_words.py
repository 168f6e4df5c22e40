"""What the script of the phone says, in the language of the page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alignment.models.matrices import CellKind
from sdgplatform.ui.heat import NOT_ASSESSED, WORDS

KINDS = [
    (CellKind.DIRECT.value, gettext_lazy("Direct")),
    (CellKind.INDIRECT.value, gettext_lazy("Indirect")),
    (CellKind.ENABLING.value, gettext_lazy("Enabling")),
]


def phone_words() -> dict[str, Any]:
    return {
        "scores": {str(score): str(word) for score, word in WORDS.items()},
        "blank": str(NOT_ASSESSED),
        "saved": _("Everything is saved, {time}"),
        "saving": _("Saving…"),
        "offline": _("No connection. {count} edits wait on this phone and are sent by themselves."),
        "offlineNone": _("No connection. Go on: what you score waits on this phone."),
        "locked": _("Locked by the facilitator. You can look, not change."),
        "lockedWaiting": _(
            "Locked by the facilitator. {count} edits wait on this phone until the groups go on."
        ),
        "ended": _("The exercise has ended. Thank you for taking part."),
        "endedWaiting": _("The exercise has ended. {count} edits of this phone came too late."),
        "removed": _("The facilitator has taken you out of this exercise."),
        "former": _("{count} edits that you made in {group} are still on this phone and go there."),
        "formerSent": _("What you scored in {group} has reached it."),
        "formerLocked": _("{group} is locked. {count} edits that you made there wait on this phone."),
        "formerLate": _("{count} edits that you made in {group} came too late."),
        "broken": _("The server does not answer as it should. {count} edits wait on this phone."),
        "conflict": _("You chose {mine}. {name} chose {theirs} meanwhile."),
        "someone": _("Somebody"),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Take theirs"),
        "by": _("{name} chose this"),
        "feed": _("{name}: {place} in {element} is now {score}"),
        "progress": _("{done} of {total}"),
        "position": _("Element {number} of {total}"),
        "left": _("{minutes} min left"),
        "over": _("Time is up"),
        "noStore": _("This browser cannot keep edits. Do not close the page while there is no connection."),
    }
