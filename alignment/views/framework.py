from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alignment.models import Goal, Target
from alignment.queries.framework import (
    goals_with_counts,
    indicator_lines,
    kind_counts,
    neighbours,
    targets_of_goal,
    wording_of,
    wordings,
)
from sdgplatform.access import public
from sdgplatform.ui.parts import Crumb


@public
def goal_list(request: HttpRequest) -> HttpResponse:
    return render(request, "alignment/goal_list.html", {"goals": goals_with_counts()})


@public(load=Goal, by="number")
def goal_detail(request: HttpRequest, goal: Goal) -> HttpResponse:
    targets = targets_of_goal(goal)
    language = get_language() or "en"
    context = {
        "goal": goal,
        "targets": targets,
        "counts": kind_counts(targets),
        "wording": wording_of(str(goal.number), language),
        "wordings": wordings([target.code for target in targets], language),
        "un_url": un_url(goal),
        "crumbs": [Crumb(_("Goals"), reverse("alignment:goal_list"))],
        "section": "goals",
    }
    return render(request, "alignment/goal_detail.html", context)


@public(load=Target, by="code")
def target_detail(request: HttpRequest, target: Target) -> HttpResponse:
    language = get_language() or "en"
    before, after = neighbours(target)
    context = {
        "target": target,
        "lines": indicator_lines(target, language),
        "wording": wording_of(target.code, language),
        "modules": tagged_modules(target, request.user),
        "before": before,
        "after": after,
        "un_url": un_url(target.goal),
        "crumbs": [
            Crumb(_("Goals"), reverse("alignment:goal_list")),
            Crumb(target.goal.title, reverse("alignment:goal_detail", args=[target.goal.number])),
        ],
        "section": "goals",
    }
    return render(request, "alignment/target_detail.html", context)


def un_url(goal: Goal) -> str:
    """The page of the United Nations with the official wording."""
    return f"https://sdgs.un.org/goals/goal{goal.number}"


def tagged_modules(target: Target, user: Any) -> Any:
    """Learning modules come from an app above this one, so they are reached by their related name."""
    return target.modules.visible_to(user).order_by("pk") if hasattr(target, "modules") else []
