"""How a phone comes into an exercise: the code, then a name and a group. No account is needed.

Who has joined is known by a signed cookie, one for each exercise, that is sent to no other address.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sdgplatform.access import public
from sdgplatform.errors import ActionRefused
from workshops.actions.exercise_groups import choose_group, join_exercise
from workshops.forms.exercises import JoinCodeForm, JoinForm
from workshops.forms.faults import take_faults
from workshops.models import Exercise, ExerciseMember
from workshops.queries.exercises import exercise_to_join, member_with_key
from workshops.views.posted import posted

READ_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
WRONG_CODES = 30
WITHIN_SECONDS = 600
DAYS_KNOWN = 7
SALT = "workshops.exercise-member"


@READ_AND_POST
@never_cache
@public
def join_code(request: HttpRequest) -> HttpResponse:
    form = JoinCodeForm(posted(request))
    status = 200
    if form.is_bound and form.is_valid():
        exercise = None if tries_too_often(request) else exercise_to_join(form.cleaned_data["code"])
        if exercise is not None:
            return redirect("join:join_exercise", code=exercise.join_code)
        status = _refuse(request, form)
    elif form.is_bound:
        status = 422
    return render(request, "workshops/join_code.html", {"form": form}, status=status)


def _refuse(request: HttpRequest, form: JoinCodeForm) -> int:
    if tries_too_often(request):
        form.add_error(
            None, _("Too many wrong codes came from this connection. Wait ten minutes, or scan the QR code.")
        )
        return 429
    count_wrong_code(request)
    form.add_error("code", _("No exercise is open with this code. Compare it with the screen in the room."))
    return 422


@READ_AND_POST
@never_cache
@public
def join_exercise_page(request: HttpRequest, code: str) -> HttpResponse:
    """Name and group. Somebody who has joined goes on where they were.

    Guessing addresses counts like guessing codes; somebody who has joined is never stopped.
    """
    member = member_of(request, code)
    if member is None and tries_too_often(request):
        return render(request, "workshops/join_closed.html", {}, status=429)
    exercise = exercise_to_join(code)
    if exercise is None:
        count_wrong_code(request)
        return render(request, "workshops/join_closed.html", {}, status=404)
    if member is not None and not member.removed_at and request.method != "POST":
        return redirect("join:fill", code=exercise.join_code)
    form = JoinForm(posted(request), exercise=exercise, initial=_known_of(request, exercise))
    if form.is_bound and form.is_valid():
        account = request.user if request.user.is_authenticated else None
        try:
            member = join_exercise(exercise, account=account, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error, {})
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return remember(redirect("join:fill", code=exercise.join_code), exercise, member)
    context = {"form": form, "exercise": exercise, "workshop": exercise.workshop}
    return render(request, "workshops/join_exercise.html", context, status=422 if form.is_bound else 200)


@READ_AND_POST
@never_cache
@public
def join_change(request: HttpRequest, code: str) -> HttpResponse:
    """Another group for somebody who has joined; what they scored stays with the group they leave."""
    member = member_of(request, code)
    if member is None or member.removed_at:
        return redirect("join:join_exercise", code=code)
    exercise = member.exercise
    initial = {"name": member.name, "group": member.group}
    form = JoinForm(posted(request), exercise=exercise, initial=initial)
    del form.fields["name"]
    if form.is_bound and form.is_valid():
        try:
            choose_group(member, form.cleaned_data["group"])
            return redirect("join:fill", code=code)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "exercise": exercise, "workshop": exercise.session.workshop, "member": member}
    return render(request, "workshops/join_exercise.html", context, status=422 if form.is_bound else 200)


def _known_of(request: HttpRequest, exercise: Exercise) -> dict[str, Any]:
    groups = list(exercise.groups.all()[:2])
    person = request.user.person_or_none if request.user.is_authenticated else None
    return {
        "name": person.full_name if person else "",
        "group": groups[0] if len(groups) == 1 else None,
    }


# The cookie ------------------------------------------------------------------------------------


def cookie_name(code: str) -> str:
    return f"exercise_{code}"


def remember(response: HttpResponse, exercise: Exercise, member: ExerciseMember) -> HttpResponse:
    code = exercise.join_code
    response.set_signed_cookie(
        cookie_name(code),
        member.key,
        salt=SALT,
        max_age=DAYS_KNOWN * 86_400,
        path=reverse("join:join_exercise", kwargs={"code": code}),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def member_of(request: HttpRequest, code: str) -> ExerciseMember | None:
    """One query; none without the cookie."""
    key = request.get_signed_cookie(cookie_name(code), default="", salt=SALT)
    return member_with_key(code, key or "")


def present_member(request: HttpRequest, code: str) -> ExerciseMember:
    """Raises Http404 for everybody who has not joined this exercise or was taken out."""
    member = member_of(request, code)
    if member is None or member.removed_at:
        raise Http404
    return member


# Wrong codes -----------------------------------------------------------------------------------


def _counter(request: HttpRequest) -> str:
    return f"wrong-join-codes:{get_adapter().get_client_ip(request)}"


def tries_too_often(request: HttpRequest) -> bool:
    """Only wrong codes count, so that a whole room behind one address gets in."""
    return int(cache.get(_counter(request), 0)) >= WRONG_CODES


def count_wrong_code(request: HttpRequest) -> None:
    key = _counter(request)
    cache.add(key, 0, timeout=WITHIN_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # expired between the two
        return
