"""The facilitator prepares an exercise and runs it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED
from sdgplatform.ui.parts import Crumb
from workshops.actions.exercises import (
    add_exercise,
    change_exercise,
    end_exercise,
    extend_exercise,
    open_exercise,
    pause_exercise,
    remove_exercise,
    resume_exercise,
)
from workshops.forms.exercises import ExerciseForm, ExtendForm, GroupNameForm
from workshops.forms.faults import take_faults
from workshops.models import Exercise, Session
from workshops.queries.exercises import Board, board_of, progress_of
from workshops.views.exercise_words import exercise_url, join_address, qr_of
from workshops.views.posted import posted
from workshops.views.tabs import workshop_page
from workshops.views.words import page_url

SESSION = {"slug": "workshop__slug", "code": "code"}
EXERCISE = {"slug": "session__workshop__slug", "code": "code"}
STEPS: dict[str, tuple[Callable[..., Exercise], Any]] = {
    "open": (open_exercise, gettext_lazy("The exercise is open. Show the code to the room.")),
    "lock": (pause_exercise, gettext_lazy("All groups are locked.")),
    "unlock": (resume_exercise, gettext_lazy("The groups go on.")),
    "end": (end_exercise, gettext_lazy("The exercise has ended. The drafts wait to be merged.")),
}


@require("workshops.add_exercise", load=Session, by=SESSION)
def exercise_new(request: HttpRequest, session: Session) -> HttpResponse:
    form = ExerciseForm(posted(request), session=session, user=request.user)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            exercise = add_exercise(
                session, form.columns(), goals=data["goals"], groups=data["groups"], by=request.user
            )
        except ValidationError as error:
            take_faults(form, error, {})
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Prepared. Open it when the room is ready."))
            return redirect(exercise_url("exercise_detail", exercise))
    return _form_page(request, session, form, _("Prepare an exercise"))


@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def exercise_edit(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    form = ExerciseForm(posted(request), session=exercise.session, user=request.user, exercise=exercise)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            change_exercise(
                exercise, form.columns(), goals=data["goals"], groups=data["groups"], by=request.user
            )
        except ValidationError as error:
            take_faults(form, error, {})
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SAVED)
            return redirect(exercise_url("exercise_detail", exercise))
    return _form_page(request, exercise.session, form, _("Edit the exercise"), exercise)


def _form_page(
    request: HttpRequest, session: Session, form: ExerciseForm, heading: str, exercise: Exercise | None = None
) -> HttpResponse:
    programme = page_url("programme_detail", session.workshop)
    back = exercise_url("exercise_detail", exercise) if exercise else f"{programme}#{session.code}"
    crumbs = [Crumb(_("Programme"), programme)]
    if exercise:
        crumbs.append(Crumb(exercise.title, back, exercise.language))
    context = {
        **workshop_page(session.workshop, request.user, "programme", crumbs=crumbs),
        "form": form,
        "heading": heading,
        "session": session,
        "exercise": exercise,
        "cancel_url": back,
        "danger_url": exercise_url("exercise_remove", exercise) if exercise else "",
    }
    return render(request, "workshops/exercise_edit.html", context, status=422 if form.is_bound else 200)


@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def exercise_remove(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    programme = page_url("programme_detail", exercise.workshop)
    if request.method == "POST":
        title = exercise.title
        try:
            remove_exercise(exercise, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(exercise_url("exercise_detail", exercise))
        messages.success(request, _("Removed: %(exercise)s") % {"exercise": title})
        return redirect(programme)
    back = exercise_url("exercise_detail", exercise)
    crumbs = [Crumb(_("Programme"), programme), Crumb(exercise.title, back, exercise.language)]
    context = {
        **workshop_page(exercise.workshop, request.user, "programme", crumbs=crumbs),
        "exercise": exercise,
        "action": exercise_url("exercise_remove", exercise),
        "back": back,
    }
    return render(request, "workshops/exercise_remove.html", context)


@require("workshops.view_exercise", load=Exercise, by=EXERCISE)
def exercise_detail(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    """The page from which it is run; the part with the groups reads itself again every 2 s."""
    board = board_of(exercise)
    context = progress_context(request, exercise, board)
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        return render(request, "workshops/exercise_detail.html#groups", context)
    address = join_address(request, exercise)
    programme = page_url("programme_detail", exercise.workshop)
    context |= {
        **workshop_page(
            exercise.workshop, request.user, "programme", crumbs=[Crumb(_("Programme"), programme)]
        ),
        "board": board,
        "goals": list(exercise.goals.order_by("number")),
        "address": address,
        "qr": qr_of(address) if exercise.is_joinable else "",
        "is_only_here": request.get_host().split(":")[0] in ("localhost", "127.0.0.1"),
        "transitions": exercise.transitions.select_related("by__person").order_by("-pk"),
        "extend": ExtendForm(auto_id="extend_%s"),
        "group_form": GroupNameForm(auto_id="group_%s"),
        "history_url": page_url("workshop_history", exercise.workshop),
    }
    return render(request, "workshops/exercise_detail.html", context)


def progress_context(request: HttpRequest, exercise: Exercise, board: Board) -> dict[str, Any]:
    rows = progress_of(exercise, board)
    return {
        "exercise": exercise,
        "workshop": exercise.workshop,
        "rows": rows,
        "people": sum(len(row.members) for row in rows),
        "present": sum(row.present for row in rows),
        "assessed": sum(row.assessed for row in rows),
        "may_run": request.user.has_perm("workshops.run_exercise", exercise),
        "minutes_left": minutes_left(exercise),
        "zone": exercise.workshop.zone,
    }


def minutes_left(exercise: Exercise) -> int | None:
    """Whole minutes, the begun one counts; 0 when the time is over, None while nobody waits for it."""
    if not exercise.is_joinable or exercise.closes_at is None:
        return None
    return max(0, -((timezone.now() - exercise.closes_at) // timedelta(minutes=1)))


@require_POST
@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def exercise_step(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    act, words = STEPS.get(request.POST.get("step", ""), (None, ""))
    try:
        if act is not None:
            act(exercise, by=request.user)
            messages.success(request, words)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(exercise_url("exercise_detail", exercise))


@require_POST
@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def exercise_extend(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    form = ExtendForm(request.POST)
    try:
        if form.is_valid():
            extend_exercise(exercise, minutes=form.cleaned_data["minutes"], by=request.user)
        else:
            messages.error(request, _("Add 1 to 240 minutes."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(exercise_url("exercise_detail", exercise))
