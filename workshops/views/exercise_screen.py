"""The page for the projector, and what it asks for once a second."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sdgplatform.access import require
from sdgplatform.ui.heat import WORDS
from workshops.models import Exercise
from workshops.queries.exercise_screen import screen_rows
from workshops.queries.exercises import Board, board_of, edits_since
from workshops.views.exercise_words import exercise_url, join_address, qr_of
from workshops.views.exercises import EXERCISE, minutes_left

DENSE, TIGHT, TIGHTER = 20, 10, 16


@never_cache
@require("workshops.view_exercise", load=Exercise, by=EXERCISE)
def exercise_screen(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    board, groups = board_of(exercise), list(exercise.groups.select_related("matrix").order_by("number"))
    chosen = request.GET.get("group", "")
    only = next((group for group in groups if str(group.number) == chosen), None)
    rows, scores = screen_rows(exercise, board, groups, only.number if only else 0)
    address = join_address(request, exercise)
    context = {
        "exercise": exercise,
        "workshop": exercise.workshop,
        "board": board,
        "groups": [(group, _assessed(scores, group.number)) for group in groups],
        "only": only,
        "rows": rows,
        "fit": _fit(board),
        "address": address,
        "qr": qr_of(address) if exercise.is_joinable else "",
        "minutes_left": minutes_left(exercise),
        "zone": exercise.workshop.zone,
        "data": {
            "url": exercise_url("screen_state", exercise),
            "known": {group.number: group.matrix.revision if group.matrix else 0 for group in groups},
            "revision": exercise.revision,
            "only": only.number if only else 0,
            "total": board.size,
            "scores": scores,
            "closes": exercise.closes_at.timestamp() if exercise.closes_at and minutes_left(exercise) else 0,
            "live": exercise.state != "MERGED",
            "words": _words(),
        },
    }
    return render(request, "workshops/exercise_screen.html", context)


def _fit(board: Board) -> str:
    """A projector cannot be scrolled from the last row: the more there is, the smaller it is drawn."""
    across = "is-dense" if len(board.places) > DENSE else ""
    down = "is-tight is-tighter" if len(board.elements) > TIGHTER else "is-tight"
    return f"{across} {down if len(board.elements) > TIGHT else ''}".strip()


def _assessed(scores: dict[str, dict[int, int]], number: int) -> int:
    return sum(number in one for one in scores.values())


def _words() -> dict[str, Any]:
    return {
        "scores": {score: str(word) for score, word in WORDS.items()},
        "spread": _("from {low} to {high}"),
        "discuss": _("to discuss"),
        "live": _("Live: last change {time}"),
        "waiting": _("Live: changes appear by themselves"),
        "lost": _("No connection since {time}. The map is as it was then; it goes on by itself."),
        "left": _("{minutes} min left"),
        "over": _("Time is up"),
        "progress": _("{done} of {total}"),
    }


@never_cache
@require("workshops.view_exercise", load=Exercise, by=EXERCISE)
def screen_state(request: HttpRequest, exercise: Exercise) -> JsonResponse:
    """`known`: 1.15,2.3 for the revisions seen of each group. Answers what is newer, and nothing else."""
    known = read_known(request.GET.get("known", ""))
    groups = list(
        exercise.groups.filter(matrix__isnull=False).values_list(
            "pk", "number", "matrix__revision", "matrix__replaced_at_revision"
        )
    )
    behind = {
        pk: known.get(number, 0) for pk, number, revision, _r in groups if revision > known.get(number, 0)
    }
    edits = edits_since(behind) if behind else []
    return JsonResponse(
        {
            "revision": exercise.revision,
            "reload": any(replaced > known.get(number, 0) for _pk, number, _revision, replaced in groups),
            "known": {number: revision for _pk, number, revision, _replaced in groups},
            "edits": [[edit.group, f"{edit.element}:{edit.place}", edit.score] for edit in edits],
        }
    )


def read_known(text: str) -> dict[int, int]:
    """Nonsense is read as nothing known."""
    found = {}
    for part in text.split(",")[:50]:
        number, _dot, revision = part.partition(".")
        if number.isdecimal() and revision.isdecimal() and len(part) < 30:
            found[int(number)] = int(revision)
    return found
