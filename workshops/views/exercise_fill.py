"""One element at a time on a phone. The page works by plain forms; its script sends the same edits as JSON,
keeps those that cannot be sent, and asks once a second what the others have changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sdgplatform.access import public
from sdgplatform.errors import ActionRefused
from workshops.actions.exercise_edits import Outcome, Refusal, save_group_edits
from workshops.forms.exercise_edits import DEFAULT_KIND, read_edits, read_form, read_group
from workshops.models import ExerciseGroup, ExerciseMember, ExerciseState
from workshops.queries.exercise_phone import Key, cells_for_phone, counts_by_element
from workshops.queries.exercises import Board, ElementInPlay, GroupCell, PlaceInPlay, board_of, edits_since
from workshops.views.exercise_fill_words import KINDS, phone_words
from workshops.views.exercise_join import member_of, present_member
from workshops.views.exercises import minutes_left

SEEN_EVERY = timedelta(seconds=20)


@dataclass(frozen=True)
class FillRow:
    """One goal or target of the element: what the group says now, and what this phone wants instead."""

    place: PlaceInPlay
    cell: GroupCell | None
    refusal: Refusal | None = None
    fault: str = ""

    @property
    def score(self) -> int | None:
        if self.refusal:
            return self.refusal.conflict.edit.score
        return self.cell.score if self.cell else None

    @property
    def kind(self) -> str:
        if self.refusal:
            return self.refusal.conflict.edit.kind or DEFAULT_KIND
        return (self.cell.kind if self.cell else "") or DEFAULT_KIND

    @property
    def why(self) -> str:
        if self.refusal:
            return str(self.refusal.conflict.edit.more.get("rationale", ""))
        return self.cell.rationale if self.cell else ""

    @property
    def shown(self) -> str:
        """What `read_form` compares with; with the revision of now, so that saving again overwrites."""
        if self.refusal:
            now = self.refusal.conflict.cell
            return f"{now.score}|{now.kind}|{now.revision}" if now else "||0"
        return f"{self.cell.score}|{self.cell.kind}|{self.cell.revision}" if self.cell else "||0"

    @property
    def theirs(self) -> int | None:
        now = self.refusal.conflict.cell if self.refusal else None
        return now.score if now else None


@dataclass(frozen=True)
class Answer:
    """What became of a form: `places` of its edits by their keys, `made_in` the group they were for."""

    outcome: Outcome
    places: Mapping[str, str]
    made_in: int | None


@never_cache
@public
def fill(request: HttpRequest, code: str) -> HttpResponse:
    """The first element that the group has not finished."""
    member = member_of(request, code)
    if member is None or member.removed_at:
        return redirect("join:join_exercise", code=code)
    board = board_of(member.exercise)
    done = counts_by_element(cells_for_phone(board, member.group))
    open_ones = [element for element in board.elements if done[element.key] < len(board.places)]
    element = (open_ones or list(board.elements))[0]
    return redirect("join:fill_element", code=code, element=element.code)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def fill_element(request: HttpRequest, code: str, element: str) -> HttpResponse:
    member = member_of(request, code)
    if member is None or member.removed_at:
        return redirect("join:join_exercise", code=code)
    board = board_of(member.exercise)
    here = next((one for one in board.elements if one.code == element), None)
    if here is None:
        return redirect("join:fill", code=code)
    if request.method == "POST":
        return _save_form(request, member, board, here)
    return _page(request, member, board, here)


def _save_form(
    request: HttpRequest, member: ExerciseMember, board: Board, here: ElementInPlay
) -> HttpResponse:
    edits = read_form(request.POST, here.code, [place.code for place in board.places])
    made_in = read_group(request.POST.get("group", ""))
    try:
        outcome = save_group_edits(member, edits, made_in=made_in)
    except ActionRefused as refusal:
        return _page(request, member, board, here, refused=str(refusal), status=409)
    places = {edit.key: edit.edit.place for edit in edits}
    if outcome.conflicts or outcome.faults:
        answer = Answer(outcome, places, made_in)
        return _page(request, member, board, here, answer=answer, status=409)
    beside = _beside(board, here)
    goal = {"next": beside[1], "previous": beside[0]}.get(request.POST.get("go", ""))
    return redirect("join:fill_element", code=member.exercise.join_code, element=(goal or here).code)


def _page(
    request: HttpRequest,
    member: ExerciseMember,
    board: Board,
    here: ElementInPlay,
    *,
    answer: Answer | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    exercise, outcome = member.exercise, answer.outcome if answer else None
    group = _group_shown(member, answer)
    cells = cells_for_phone(board, group)
    counts = counts_by_element(cells)
    before, after = _beside(board, here)
    context = {
        "exercise": exercise,
        "member": member,
        "group": group,
        "is_locked": exercise.state != ExerciseState.OPEN or group.is_locked,
        "here": here,
        "number": board.elements.index(here) + 1,
        "elements": [(element, counts[element.key]) for element in board.elements],
        "goals": _rows_by_goal(board, here, cells, answer),
        "by_goal": not board.is_goal and len(board.goals) > 1,
        "places": len(board.places),
        "assessed": len(cells),
        "total": board.size,
        "before": before,
        "after": after,
        "has_conflicts": bool(outcome and (outcome.conflicts or outcome.faults)),
        "refused": refused,
        "kinds": KINDS,
        "minutes_left": minutes_left(exercise),
        "data": _script_data(member, board, here, cells),
    }
    return render(request, "workshops/exercise_fill.html", context, status=status)


def _group_shown(member: ExerciseMember, answer: Answer | None) -> ExerciseGroup:
    """The member's own as saving has left it; a former one while something in it waits for their choice."""
    if answer and answer.made_in is not None and answer.made_in != member.group.number:
        return member.exercise.groups.select_related("matrix").get(number=answer.made_in)
    member.group.refresh_from_db()
    return member.group


def _beside(board: Board, here: ElementInPlay) -> tuple[ElementInPlay | None, ElementInPlay | None]:
    at = board.elements.index(here)
    before = board.elements[at - 1] if at else None
    after = board.elements[at + 1] if at + 1 < len(board.elements) else None
    return before, after


def _rows_by_goal(
    board: Board,
    here: ElementInPlay,
    cells: Mapping[Key, GroupCell],
    answer: Answer | None,
) -> list[tuple[int, str, list[FillRow]]]:
    outcome, places = (answer.outcome, answer.places) if answer else (None, {})
    refusals = {refusal.conflict.edit.place: refusal for refusal in (outcome.conflicts if outcome else ())}
    faults = {places[key]: text for key, text in (outcome.faults if outcome else ()) if key in places}
    return [
        (
            number,
            title,
            [
                FillRow(
                    place,
                    cells.get((here.key, place.code)),
                    refusals.get(place.code),
                    faults.get(place.code, ""),
                )
                for place in found
            ],
        )
        for number, title, found in board.goals
    ]


def _script_data(
    member: ExerciseMember, board: Board, here: ElementInPlay, cells: Mapping[Key, GroupCell]
) -> dict[str, Any]:
    code = member.exercise.join_code
    at = reverse("join:fill_element", kwargs={"code": code, "element": "ELEMENT"})
    return {
        "elements": [[one.key, one.code, one.title, one.path, one.description] for one in board.elements],
        "places": [place.code for place in board.places],
        "cells": [_line(cell) for cell in cells.values()],
        "here": here.key,
        "store": f"exercise:{code}:{member.number}:{member.group.number}",
        "urls": {
            "state": reverse("join:fill_state", kwargs={"code": code}),
            "edits": reverse("join:fill_edits", kwargs={"code": code}),
            "element": at,
        },
        "groups": dict(member.exercise.groups.values_list("number", "name")),
        "words": phone_words(),
        "now": _moment(member),
    }


def _line(cell: GroupCell) -> list[Any]:
    return [cell.element, cell.place, cell.score, cell.kind, cell.rationale, cell.revision, cell.member]


def _moment(member: ExerciseMember) -> dict[str, Any]:
    """What each answer says beside the edits."""
    exercise, group = member.exercise, member.group
    return {
        "known": group.matrix.revision if group.matrix else 0,
        "group": group.number,
        "name": member.name,
        "state": exercise.state,
        "locked": exercise.state != ExerciseState.OPEN or group.is_locked,
        "left": minutes_left(exercise),
    }


@never_cache
@public
def fill_state(request: HttpRequest, code: str) -> JsonResponse:
    """`since`: the revision that the phone has seen. One query while nothing is new, two when something is.

    404 for those who have not joined: their script then goes to the door.
    """
    member = present_member(request, code)
    since = request.GET.get("since", "")
    seen = int(since) if since.isdecimal() and len(since) < 18 else 0
    matrix = member.group.matrix
    revision = matrix.revision if matrix else 0
    if timezone.now() - member.last_seen_at > SEEN_EVERY:
        ExerciseMember.objects.filter(pk=member.pk).update(last_seen_at=timezone.now())
    edits = edits_since({member.group_id: seen}) if revision > seen else []
    replaced = matrix is not None and matrix.replaced_at_revision > seen
    return JsonResponse({**_moment(member), "reload": replaced, "edits": [_line(edit) for edit in edits]})


@require_POST
@never_cache
@public
def fill_edits(request: HttpRequest, code: str) -> JsonResponse:
    """409 with the code of the refusal when nothing can be saved now; the phone keeps what it has."""
    member = present_member(request, code)
    edits, made_in = read_edits(request.body)
    try:
        outcome = save_group_edits(member, edits, made_in=made_in)
    except ActionRefused as refusal:
        return JsonResponse({"code": refusal.code, "detail": str(refusal)}, status=409)
    return JsonResponse(
        {
            "done": outcome.done,
            "conflicts": [_refused(one) for one in outcome.conflicts],
            "faults": [{"key": key, "detail": text} for key, text in outcome.faults],
        }
    )


def _refused(refusal: Refusal) -> dict[str, Any]:
    cell = refusal.conflict.cell
    return {
        "key": refusal.key,
        "score": cell.score if cell else None,
        "kind": cell.kind if cell else "",
        "why": cell.rationale if cell else "",
        "revision": cell.revision if cell else 0,
        "member": refusal.member,
    }
