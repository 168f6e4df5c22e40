"""Local indicators of a strategy's city: milestones on the form, values on the page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alignment.actions.indicators import add_observation, delete_indicator, delete_observation, save_indicator
from alignment.forms.faults import take_faults
from alignment.forms.indicators import IndicatorForm, ObservationForm
from alignment.models import LocalIndicator, Milestone, Strategy
from alignment.views.strategy_words import below_strategy, city_tabs
from sdgplatform.access import require
from sdgplatform.errors import ActionRefused
from sdgplatform.phrases import SAVED
from sdgplatform.ui.pages import paginate
from sdgplatform.ui.parts import Crumb


@require("alignment.view_city_plan", load=Strategy, by="code")
def indicator_list(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    marks = Prefetch("milestones", Milestone.objects.order_by("year"))
    rows = strategy.city.indicators.select_related("un_indicator").prefetch_related(marks)
    counted = rows.annotate(cell_count=Count("cells", distinct=True)).order_by("code")
    context = {
        "page": paginate(counted, request),
        "may_change": request.user.has_perm("alignment.change_city_plan", strategy),
        "tabs": city_tabs(request, strategy),
        **below_strategy(strategy),
    }
    return render(request, "alignment/indicator_list.html", context)


@require("alignment.change_city_plan", load=Strategy, by="code")
def indicator_new(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    return _form_page(request, strategy, None)


@require("alignment.change_city_plan", load=Strategy, by="code")
def indicator_edit(request: HttpRequest, strategy: Strategy, indicator_code: str) -> HttpResponse:
    return _form_page(request, strategy, _indicator(strategy, indicator_code))


def _form_page(request: HttpRequest, strategy: Strategy, row: LocalIndicator | None) -> HttpResponse:
    instance = LocalIndicator.objects.get(pk=row.pk) if row else None
    form = IndicatorForm(request.POST or None, instance=instance, city=strategy.city)
    if form.is_bound and form.is_valid():
        try:
            saved = save_indicator(strategy.city, row, by=request.user, marks=form.marks(), **form.values())
        except ValidationError as error:
            take_faults(form, error)
        else:
            messages.success(request, SAVED)
            return redirect("alignment:indicator_detail", code=strategy.code, indicator_code=saved.code)
    delete = reverse("alignment:indicator_delete", args=[strategy.code, row.code]) if row else ""
    heading = row or _("New indicator")
    context = {"form": form, "heading": heading, "delete_url": delete, **_back(strategy)}
    return render(request, "alignment/city_record_edit.html", context, status=_status(form))


@require("alignment.view_city_plan", load=Strategy, by="code")
def indicator_detail(request: HttpRequest, strategy: Strategy, indicator_code: str) -> HttpResponse:
    """What it measures, from where to where, and its values; a new value is added here."""
    indicator = _indicator(strategy, indicator_code)
    return _detail(request, strategy, indicator, ObservationForm())


def _detail(
    request: HttpRequest,
    strategy: Strategy,
    indicator: LocalIndicator,
    form: ObservationForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "indicator": indicator,
        "marks": indicator.milestones.order_by("year"),
        "values": indicator.observations.order_by("-year", "pk"),
        "cells": indicator.cells.select_related("matrix", "element", "target", "goal")
        .filter(matrix__strategy=strategy)
        .order_by("element__position")[:50],
        "form": form,
        "may_change": request.user.has_perm("alignment.change_city_plan", strategy),
        **_back(strategy),
    }
    return render(request, "alignment/indicator_detail.html", context, status=status)


@require_POST
@require("alignment.change_city_plan", load=Strategy, by="code")
def observation_add(request: HttpRequest, strategy: Strategy, indicator_code: str) -> HttpResponse:
    indicator = _indicator(strategy, indicator_code)
    form = ObservationForm(request.POST)
    if form.is_valid():
        try:
            add_observation(indicator, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            take_faults(form, error)
        else:
            messages.success(request, SAVED)
            return redirect("alignment:indicator_detail", code=strategy.code, indicator_code=indicator.code)
    return _detail(request, strategy, indicator, form, status=422)


@require_POST
@require("alignment.change_city_plan", load=Strategy, by="code")
def observation_delete(request: HttpRequest, strategy: Strategy, indicator_code: str) -> HttpResponse:
    indicator = _indicator(strategy, indicator_code)
    year = request.POST.get("year", "")
    found = (
        indicator.observations.filter(year=int(year)).first() if year.isdecimal() and len(year) == 4 else None
    )
    if found is not None:
        delete_observation(found, by=request.user)
        messages.success(request, _("The value of %(year)s was deleted.") % {"year": year})
    return redirect("alignment:indicator_detail", code=strategy.code, indicator_code=indicator.code)


@require("alignment.change_city_plan", load=Strategy, by="code")
def indicator_delete(request: HttpRequest, strategy: Strategy, indicator_code: str) -> HttpResponse:
    indicator = _indicator(strategy, indicator_code)
    if request.method == "POST":
        try:
            delete_indicator(indicator, by=request.user)
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(code)s was deleted.") % {"code": indicator.code})
        return redirect("alignment:indicator_list", code=strategy.code)
    context = {
        "indicator": indicator,
        "values": indicator.observations.count(),
        "cells": indicator.cells.count(),
        **_back(strategy),
    }
    return render(request, "alignment/indicator_delete.html", context)


def _indicator(strategy: Strategy, code: str) -> LocalIndicator:
    found = strategy.city.indicators.select_related("un_indicator").filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _back(strategy: Strategy) -> dict[str, Any]:
    page = reverse("alignment:indicator_list", args=[strategy.code])
    below = below_strategy(strategy)
    return {**below, "crumbs": [*below["crumbs"], Crumb(_("Indicators"), page)], "cancel_url": page}


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
