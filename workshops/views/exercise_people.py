"""Groups of an exercise and the people in them, as the facilitator tends them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.ui.pages import paginate
from sdgplatform.ui.parts import Crumb
from workshops.actions.exercise_groups import (
    add_group,
    choose_group,
    hide_name,
    remove_member,
    set_group_lock,
)
from workshops.forms.exercises import GroupNameForm
from workshops.models import Exercise, ExerciseEdit, ExerciseGroup, ExerciseMember
from workshops.views.exercise_words import exercise_url
from workshops.views.exercises import EXERCISE
from workshops.views.tabs import workshop_page
from workshops.views.words import page_url

EDITS_PER_PAGE = 100


@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def exercise_people(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    """Who is where, and who set what: the edits, the last first."""
    own = exercise_url("exercise_detail", exercise)
    programme = page_url("programme_detail", exercise.workshop)
    edits = ExerciseEdit.objects.filter(group__exercise=exercise).select_related("group", "member", "element")
    context = {
        **workshop_page(
            exercise.workshop,
            request.user,
            "programme",
            crumbs=[Crumb(_("Programme"), programme), Crumb(exercise.title, own, exercise.language)],
        ),
        "exercise": exercise,
        "members": exercise.members.select_related("group", "account").order_by("group__number", "number"),
        "groups": list(exercise.groups.order_by("number")),
        "page": paginate(edits.order_by("-pk"), request, EDITS_PER_PAGE),
        "zone": exercise.workshop.zone,
        "save_url": exercise_url("member_save", exercise),
    }
    return render(request, "workshops/exercise_people.html", context)


@require_POST
@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def member_save(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    acts: dict[str, Callable[[ExerciseMember], Any]] = {
        "move": lambda member: choose_group(member, _group(request, exercise), by=request.user),
        "hide": lambda member: hide_name(member, by=request.user),
        "remove": lambda member: remove_member(member, by=request.user),
    }
    for act, words in acts.items():
        number = request.POST.get(act, "")
        if not number.isdecimal():
            continue
        member = exercise.members.filter(number=int(number[:5])).first()
        if member is None:
            raise Http404
        try:
            words(member)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
    return redirect(exercise_url("exercise_people", exercise))


@require_POST
@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def group_add(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    form = GroupNameForm(request.POST)
    try:
        if form.is_valid():
            add_group(exercise, form.cleaned_data["name"], by=request.user)
            messages.success(request, _("Added: %(group)s") % {"group": form.cleaned_data["name"]})
        else:
            messages.error(request, _("Write the name of the group, at most 60 letters."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(exercise_url("exercise_detail", exercise))


@require_POST
@require("workshops.run_exercise", load=Exercise, by=EXERCISE)
def group_lock(request: HttpRequest, exercise: Exercise) -> HttpResponse:
    wanted = "lock" if "lock" in request.POST else "unlock"
    try:
        if wanted in request.POST:
            set_group_lock(_group(request, exercise, wanted), is_locked=wanted == "lock", by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(exercise_url("exercise_detail", exercise))


def _group(request: HttpRequest, exercise: Exercise, name: str = "") -> ExerciseGroup:
    """By its number; a row of the list of people sends that of its own choice."""
    sent = request.POST.get(name or f"group_{request.POST.get('move', '')}", "")
    group = exercise.groups.filter(number=int(sent[:5])).first() if sent.isdecimal() else None
    if group is None:
        raise Http404
    return group
