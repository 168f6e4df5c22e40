from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alignment.actions.strategies import (
    add_element,
    change_element,
    change_strategy,
    create_strategy,
    delete_element,
    element_branch,
    move_element,
    set_left_out_targets,
)
from alignment.forms.faults import take_faults
from alignment.forms.strategies import ElementForm, LeftOutForm, StrategyFilterForm, StrategyForm
from alignment.models import Goal, Strategy, StrategyElement
from alignment.queries.strategies import (
    cells_of_branch,
    matrices_of_strategy,
    strategies_of,
    strategy_tree,
)
from alignment.views.strategy_words import below_strategy as _below
from alignment.views.strategy_words import city_tabs
from sdgplatform.access import public, require
from sdgplatform.audit.models import AuditEntry
from sdgplatform.audit.recording import scope_key
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED
from sdgplatform.ui.pages import filter_chips, paginate, parse_sort
from sdgplatform.ui.parts import Crumb

SORTS = {"title": "title", "city": "city__name", "period": "period_start", "added": "created_at"}


@require("alignment.list_strategies")
def strategy_list(request: HttpRequest) -> HttpResponse:
    form = StrategyFilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    rows = strategies_of(request.user, words=chosen.get("q", ""), kind=chosen.get("kind", ""))
    sort = parse_sort(request, SORTS, "-added")
    context = {
        "form": form,
        "filters": filter_chips(form, request),
        "sort": sort,
        "page": paginate(rows.order_by(*sort.fields), request),
        "can_add": request.user.has_perm("alignment.add_strategy"),
        "crumbs": [_matrices()],
        "section": "matrices",
    }
    return render(request, "alignment/strategy_list.html", context)


@require("alignment.add_strategy")
def strategy_new(request: HttpRequest) -> HttpResponse:
    form = StrategyForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            strategy = create_strategy(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        else:
            messages.success(request, _("The strategy is there. Add its elements now."))
            return redirect("alignment:strategy_detail", code=strategy.code)
    context = {"form": form, "crumbs": [_matrices(), _strategies()], "section": "matrices"}
    return render(request, "alignment/strategy_new.html", context, status=_status(form))


@require("alignment.change_strategy", load=Strategy, by="code")
def strategy_edit(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    form = StrategyForm(request.POST or None, instance=strategy, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            change_strategy(strategy, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        else:
            messages.success(request, SAVED)
            return redirect("alignment:strategy_detail", code=strategy.code)
    context = {"form": form, **_below(strategy)}
    return render(request, "alignment/strategy_edit.html", context, status=_status(form))


@public(load=Strategy, by="code")
def strategy_detail(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    may_change = request.user.has_perm("alignment.change_strategy", strategy)
    context = {
        "strategy": strategy,
        "rows": strategy_tree(strategy),
        "matrices": matrices_of_strategy(strategy, request.user),
        "may_change": may_change,
        "may_see_city": request.user.has_perm("alignment.view_city_plan", strategy),
        "tabs": city_tabs(request, strategy),
        "history": AuditEntry.objects.under(scope_key(strategy))[:10] if may_change else [],
        "crumbs": [_matrices(), _strategies()],
        "section": "matrices",
    }
    return render(request, "alignment/strategy_detail.html", context)


@require("alignment.change_strategy", load=Strategy, by="code")
def element_new(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    code = request.GET.get("parent", "").replace("\0", "")
    parent = strategy.elements.filter(code=code).first()
    form = ElementForm(request.POST or None, strategy=strategy, initial={"parent": parent})
    if form.is_bound and form.is_valid():
        try:
            element = add_element(strategy, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(code)s was added.") % {"code": element.code})
            return _after_adding(request, strategy, element)
    context = {"form": form, **_below(strategy)}
    return render(request, "alignment/element_new.html", context, status=_status(form))


def _after_adding(request: HttpRequest, strategy: Strategy, element: StrategyElement) -> HttpResponse:
    if "another" not in request.POST:
        return redirect("alignment:strategy_detail", code=strategy.code)
    above = f"?parent={element.parent.code}" if element.parent else ""
    return redirect(reverse("alignment:element_new", args=[strategy.code]) + above)


@require("alignment.change_strategy", load=Strategy, by="code")
def element_edit(request: HttpRequest, strategy: Strategy, element_code: str) -> HttpResponse:
    element = _element(strategy, element_code)
    form = ElementForm(request.POST or None, instance=element, strategy=strategy)
    if form.is_bound and form.is_valid():
        try:
            change_element(element, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, SAVED)
            return redirect("alignment:strategy_detail", code=strategy.code)
    context = {"form": form, "element": element, "element_code": element_code, **_below(strategy)}
    return render(request, "alignment/element_edit.html", context, status=_status(form))


@require_POST
@require("alignment.change_strategy", load=Strategy, by="code")
def element_move(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    up = "up" in request.POST
    code = request.POST.get("up") or request.POST.get("down") or ""
    element = strategy.elements.filter(code=code).first()
    if element is None:
        messages.error(request, _("This element is no longer there."))
    else:
        move_element(element, by=request.user, up=up)
    return redirect(f"{reverse('alignment:strategy_detail', args=[strategy.code])}#e-{code}")


@require("alignment.change_strategy", load=Strategy, by="code")
def element_delete(request: HttpRequest, strategy: Strategy, element_code: str) -> HttpResponse:
    element = _element(strategy, element_code)
    if request.method == "POST":
        try:
            delete_element(element, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(element)s was deleted.") % {"element": element})
        return redirect("alignment:strategy_detail", code=strategy.code)
    branch = element_branch(element)
    context = {"element": element, "branch": branch, "cells": cells_of_branch(branch), **_below(strategy)}
    return render(request, "alignment/element_delete.html", context)


@require("alignment.change_city_plan", load=Strategy, by="code")
def strategy_scope(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    """One goal at a time; the other goals keep what was decided."""
    goal = Goal.objects.filter(number=_number(request.GET.get("goal")) or 1).first()
    if goal is None:
        raise Http404
    decided = dict(_left_out(strategy))
    targets = list(goal.targets.universal().in_order())
    form = LeftOutForm(request.POST if request.method == "POST" else None, targets=targets, chosen=decided)
    if form.is_bound and form.is_valid():
        ids = {target.pk for target in targets}
        kept = {target: why for target, why in decided.items() if target not in ids}
        set_left_out_targets(strategy.city, by=request.user, left_out={**kept, **form.left_out()})
        messages.success(request, SAVED)
        return redirect(f"{reverse('alignment:strategy_scope', args=[strategy.code])}?goal={goal.number}")
    context = {
        "form": form,
        "goal": goal,
        "goals": Goal.objects.order_by("number"),
        "count": len(decided),
        "tabs": city_tabs(request, strategy),
        **_below(strategy),
    }
    return render(request, "alignment/strategy_scope.html", context, status=_status(form))


def _left_out(strategy: Strategy) -> Any:
    for row in strategy.city.left_out_targets.all():
        yield row.target_id, (row.status, row.reason)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 3 else 0


def _element(strategy: Strategy, code: str) -> StrategyElement:
    element = strategy.elements.filter(code=code).first()
    if element is None:
        raise Http404
    return element


def _matrices() -> Crumb:
    return Crumb(_("Matrices"), reverse("alignment:matrix_list"))


def _strategies() -> Crumb:
    return Crumb(_("Strategies"), reverse("alignment:strategy_list"))


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
