"""What the grid in the browser needs besides the cells: addresses, rights and texts, as JSON in the page."""

import hashlib
import json
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.formats import get_format
from django.utils.translation import check_for_language, get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alignment.models import AlignmentMatrix
from alignment.models.matrices import CellKind
from sdgplatform.access import public
from sdgplatform.ui.heat import WORDS
from sdgplatform.ui.texts import language_tag

KEPT = 3600


def grid_settings(
    request: HttpRequest, matrix: AlignmentMatrix, *, editable: bool, member: bool, goal: int = 0
) -> dict[str, Any]:
    """Another page that shows the grid replaces `urls`; without `panel` and `checks` it has neither."""
    code = matrix.code
    page = {
        "data": reverse("alignment:matrix_data", args=[code]),
        "save": reverse("alignment:cells_save", args=[code]),
        "panel": reverse("alignment:cell_detail", args=[code, "ELEMENT", "PLACE"]),
        "checks": reverse("alignment:matrix_missing", args=[code]) if member and not matrix.is_frozen else "",
        "words": f"{reverse('alignment:grid_words', args=[get_language()])}?{_words_mark(get_language())}",
        "suggestions": reverse("api-matrix-suggestions", args=[code]) if editable else "",
    }
    return {
        "urls": page,
        "scope": f"{code}|{request.user.pk or ''}",
        "csrf": get_token(request) if editable else "",
        "editable": editable,
        "flags": member,
        "openGoals": [goal] if goal else [],
        "lang": language_tag(matrix.strategy.language),
        "icons": static("dist/icons.svg"),
    }


@require_GET
@public
def grid_words(request: HttpRequest, language: str) -> HttpResponse:
    """The texts of the grid in one language: they are the same for every matrix, so browsers keep them."""
    if not check_for_language(language):
        raise Http404
    response = JsonResponse(_words(language))
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@cache
def _words_mark(language: str) -> str:
    """Another one when a text is another, so that no browser shows those of before."""
    return hashlib.sha256(json.dumps(_words(language)).encode()).hexdigest()[:8]


def _words(language: str) -> dict[str, Any]:
    with override(language):
        return {
            "words": {**_shown(), **_saving(), **_editing(), **_asking()},
            "scores": {str(score): str(word) for score, word in WORDS.items()},
            "kinds": {value: str(label) for value, label in CellKind.choices},
        }


# Texts have {places}; a pair is for one and for many.
def _shown() -> dict[str, Any]:
    return {
        "gridLabel": _("Matrix of strategy elements and goals"),
        "element": _("Strategy element"),
        "foot": _("Rows that help"),
        "shown": _("{n} of {total} rows shown"),
        "notAssessed": _("not assessed"),
        "notApplicable": _("not applicable"),
        "nationalOnly": _("national level only"),
        "hasComment": _("has an open comment"),
        "sum": _("highest below: {score}"),
        "bothSums": _("highest help {help}, highest harm {harm}"),
        "fold": _("Fold"),
        "unfold": _("Unfold"),
        "openGoal": _("Open {goal}"),
        "closeGoal": _("Close goal {goal}"),
        "error": _("A score of this row lacks what it must have"),
        "warning": _("A hindering link of this row has no mitigation"),
    }


def _saving() -> dict[str, Any]:
    return {
        "saving": _("Saving"),
        "saved": _("Saved {at}"),
        "offline": _pair(
            lambda n: ngettext(
                "{n} change kept in this browser, no connection",
                "{n} changes kept in this browser, no connection",
                n,
            )
        ),
        "noConnection": _("No connection"),
        "signedOut": _pair(
            lambda n: ngettext(
                "You are signed out. {n} change is kept in this browser: sign in again.",
                "You are signed out. {n} changes are kept in this browser: sign in again.",
                n,
            )
        ),
        "refused": _("The server does not take the changes."),
        "kept": _pair(
            lambda n: ngettext(
                "{n} change is kept in this browser.", "{n} changes are kept in this browser.", n
            )
        ),
        "assessed": _("{done} of {all} cells assessed"),
        "thousands": get_format("THOUSAND_SEPARATOR"),
        "sentLater": _pair(
            lambda n: ngettext(
                "{n} change from before is being sent.", "{n} changes from before are being sent.", n
            )
        ),
        "faults": _pair(
            lambda n: ngettext("{n} change was not saved. {text}", "{n} changes were not saved. {text}", n)
        ),
        "othersChanged": _pair(lambda n: ngettext("{who} changed {n} cell", "{who} changed {n} cells", n)),
        "panelOffline": _("The cell cannot be opened without connection."),
    }


def _editing() -> dict[str, Any]:
    return {
        "readOnly": _("This matrix cannot be edited."),
        "openFirst": _("Open the goal to score its targets."),
        "sumsOnly": _("This row shows the highest scores of the rows below it."),
        "nothingSuggested": _("Nothing more is suggested here."),
        "scoreRange": _("Scores go from −3 to +3."),
        "changed": _pair(lambda n: ngettext("{n} cell changed", "{n} cells changed", n)),
        "copied": _pair(lambda n: ngettext("{n} cell copied", "{n} cells copied", n)),
        "pasted": _pair(lambda n: ngettext("{n} cell changed by pasting", "{n} cells changed by pasting", n)),
        "undone": _pair(lambda n: ngettext("{n} cell undone", "{n} cells undone", n)),
        "redone": _pair(lambda n: ngettext("{n} cell done again", "{n} cells done again", n)),
        "nothingToUndo": _("Nothing to undo"),
        "nothingToRedo": _("Nothing to do again"),
        "othersKept": _pair(
            lambda n: ngettext(
                "{n} cell stays, since somebody else has changed it.",
                "{n} cells stay, since somebody else has changed them.",
                n,
            )
        ),
    }


def _asking() -> dict[str, Any]:
    return {
        "cancel": _("Cancel"),
        "clearTitle": _pair(
            lambda n: ngettext("{n} cell has texts or evidence", "{n} cells have texts or evidence", n)
        ),
        "clearText": _("They go with the score. Undo brings all of it back."),
        "clearYes": _("Set to not assessed"),
        "pasteTitle": _pair(
            lambda n: ngettext("{n} value cannot be pasted", "{n} values cannot be pasted", n)
        ),
        "pasteText": _("Nothing has been pasted yet."),
        "pasteGood": _pair(lambda n: ngettext("Paste the {n} good value", "Paste the {n} good values", n)),
        "pasteNothing": _("Paste nothing"),
        "noScore": _("{cell}: “{text}” is no score from −3 to 3"),
        "notScored": _("{cell}: “{text}” falls on a cell that takes no score"),
        "outside": _("{cell}: “{text}” falls outside the matrix"),
        "andMore": _pair(lambda n: ngettext("and {n} more", "and {n} more", n)),
        "row": _("row {number}"),
        "column": _("column {number}"),
        "conflictTitle": _("Somebody else has changed this cell meanwhile."),
        "conflictWhere": _("Cell {cell}"),
        "conflictTheirs": _("{who}, {at}: {value}"),
        "conflictMine": _("You: {value}"),
        "conflictTheirText": _("Their text: {text}"),
        "conflictMyText": _("Your text: {text}"),
        "somebody": _("Somebody else"),
        "keepMine": _("Keep mine"),
        "takeTheirs": _("Take theirs"),
    }


def _pair(text: Any) -> list[str]:
    return [text(1), text(5)]
