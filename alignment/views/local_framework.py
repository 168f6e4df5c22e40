"""Local goals and targets of a strategy's city, which stand beside the universal ones in its matrices."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.actions.local_framework import (
    delete_local_place,
    is_scored,
    save_local_goal,
    save_local_target,
)
from alignment.forms.faults import take_faults
from alignment.forms.local_framework import LocalGoalForm, LocalTargetForm
from alignment.models import Goal, Strategy, Target
from alignment.queries.scope import goals_of_strategy, targets_of_strategy
from alignment.views.strategy_words import below_strategy, city_tabs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED


@require("alignment.view_city_plan", load=Strategy, by="code")
def local_framework(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    targets = targets_of_strategy(strategy).exclude(city=None, network=None)
    context = {
        "goals": [goal for goal in goals_of_strategy(strategy) if goal.is_local],
        "targets": targets.select_related("goal", "parent", "network"),
        "may_change": request.user.has_perm("alignment.change_city_plan", strategy),
        "tabs": city_tabs(request, strategy),
        **below_strategy(strategy),
    }
    return render(request, "alignment/local_framework.html", context)


@require("alignment.change_city_plan", load=Strategy, by="code")
def local_goal_new(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    return _goal_page(request, strategy, None)


@require("alignment.change_city_plan", load=Strategy, by="code")
def local_goal_edit(request: HttpRequest, strategy: Strategy, local_goal: int) -> HttpResponse:
    return _goal_page(request, strategy, _local_goal(request, strategy, local_goal))


def _goal_page(request: HttpRequest, strategy: Strategy, goal: Goal | None) -> HttpResponse:
    form = LocalGoalForm(
        request.POST or None,
        goal=goal,
        strategy=strategy,
        for_network=_decides_for_network(request, strategy),
    )
    if form.is_bound and form.is_valid():
        try:
            owner = form.owner_of_new()
            save_local_goal(strategy, goal, by=request.user, owner=owner, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        else:
            messages.success(request, SAVED)
            return redirect("alignment:local_framework", code=strategy.code)
    delete = reverse("alignment:local_goal_delete", args=[strategy.code, goal.number]) if goal else ""
    heading = goal or _("New local goal")
    context = {"form": form, "heading": heading, "delete_url": delete, **_back(strategy)}
    return render(request, "alignment/city_record_edit.html", context, status=_status(form))


@require("alignment.change_city_plan", load=Strategy, by="code")
def local_goal_delete(request: HttpRequest, strategy: Strategy, local_goal: int) -> HttpResponse:
    return _delete_page(request, strategy, _local_goal(request, strategy, local_goal))


@require("alignment.change_city_plan", load=Strategy, by="code")
def local_target_new(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    return _target_page(request, strategy, None)


@require("alignment.change_city_plan", load=Strategy, by="code")
def local_target_edit(request: HttpRequest, strategy: Strategy, target_code: str) -> HttpResponse:
    return _target_page(request, strategy, _local_target(request, strategy, target_code))


def _target_page(request: HttpRequest, strategy: Strategy, target: Target | None) -> HttpResponse:
    form = LocalTargetForm(
        request.POST or None,
        target=target,
        code=request.GET.get("code", "")[:16],
        strategy=strategy,
        for_network=_decides_for_network(request, strategy),
    )
    if form.is_bound and form.is_valid():
        try:
            owner = form.owner_of_new()
            save_local_target(strategy, target, by=request.user, owner=owner, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        except ActionRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, SAVED)
            return redirect("alignment:local_framework", code=strategy.code)
    delete = reverse("alignment:local_target_delete", args=[strategy.code, target.code]) if target else ""
    heading = target or _("New local target")
    context = {"form": form, "heading": heading, "delete_url": delete, **_back(strategy)}
    return render(request, "alignment/city_record_edit.html", context, status=_status(form))


@require("alignment.change_city_plan", load=Strategy, by="code")
def local_target_delete(request: HttpRequest, strategy: Strategy, target_code: str) -> HttpResponse:
    return _delete_page(request, strategy, _local_target(request, strategy, target_code))


def _delete_page(request: HttpRequest, strategy: Strategy, spot: Goal | Target) -> HttpResponse:
    if request.method == "POST":
        try:
            delete_local_place(spot, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(place)s was deleted.") % {"place": spot})
        return redirect("alignment:local_framework", code=strategy.code)
    context = {"spot": spot, "is_scored": is_scored(spot), **_back(strategy)}
    return render(request, "alignment/local_place_delete.html", context)


def _decides_for_network(request: HttpRequest, strategy: Strategy) -> bool:
    return request.user.has_perm("alignment.change_network_framework", strategy)


def _mine(request: HttpRequest, strategy: Strategy, spot: Any) -> Any:
    """What the whole network has is changed by its coordinators only."""
    if spot is None or not spot.is_local:
        raise Http404
    if spot.network_id and not _decides_for_network(request, strategy):
        raise Http404
    return spot


def _local_goal(request: HttpRequest, strategy: Strategy, number: int) -> Goal:
    found: Goal = _mine(request, strategy, goals_of_strategy(strategy).filter(number=number).first())
    return found


def _local_target(request: HttpRequest, strategy: Strategy, code: str) -> Target:
    found: Target = _mine(request, strategy, targets_of_strategy(strategy).filter(code=code).first())
    return found


def _back(strategy: Strategy) -> dict[str, Any]:
    page = reverse("alignment:local_framework", args=[strategy.code])
    return {**below_strategy(strategy), "cancel_url": page}


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
