"""Actors of a strategy's city with their roles, and the city's competences."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alignment.actions.actors import add_role, delete_actor, remove_role, save_actor, set_competences
from alignment.forms.actors import ActorForm, CompetenceForm, RoleForm
from alignment.forms.faults import take_faults
from alignment.models import Actor, Goal, Strategy
from alignment.views.strategy_words import below_strategy, city_tabs
from sdgplatform.access import require
from sdgplatform.phrases import SAVED
from sdgplatform.ui.pages import paginate
from sdgplatform.ui.parts import Crumb


@require("alignment.view_city_plan", load=Strategy, by="code")
def actor_list(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    rows = strategy.city.actors.annotate(role_count=Count("roles")).order_by("name")
    context = {
        "page": paginate(rows, request),
        "may_change": request.user.has_perm("alignment.change_city_plan", strategy),
        "tabs": city_tabs(request, strategy),
        **below_strategy(strategy),
    }
    return render(request, "alignment/actor_list.html", context)


@require("alignment.change_city_plan", load=Strategy, by="code")
def actor_new(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    form = ActorForm(request.POST or None, city=strategy.city)
    if form.is_bound and form.is_valid() and (actor := _saved(request, strategy, None, form)):
        return redirect("alignment:actor_edit", code=strategy.code, actor=actor.pk)
    context = {"form": form, "actor": None, **_back(strategy)}
    return render(request, "alignment/actor_edit.html", context, status=_status(form))


@require("alignment.change_city_plan", load=Strategy, by="code")
def actor_edit(request: HttpRequest, strategy: Strategy, actor: int) -> HttpResponse:
    row = _actor(strategy, actor)
    form = ActorForm(request.POST or None, instance=Actor.objects.get(pk=row.pk), city=strategy.city)
    if form.is_bound and form.is_valid() and _saved(request, strategy, row, form):
        return redirect("alignment:actor_list", code=strategy.code)
    return _edit_page(
        request, strategy, row, form, role_form=RoleForm(strategy=strategy), status=_status(form)
    )


def _saved(request: HttpRequest, strategy: Strategy, row: Actor | None, form: ActorForm) -> Actor | None:
    try:
        actor = save_actor(strategy.city, row, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        take_faults(form, error)
        return None
    messages.success(request, SAVED)
    return actor


def _edit_page(
    request: HttpRequest, strategy: Strategy, row: Actor, form: ActorForm, *, role_form: RoleForm, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "actor": row,
        "role_form": role_form,
        "roles": row.roles.select_related("element__strategy", "target").order_by("pk"),
        "delete_url": reverse("alignment:actor_delete", args=[strategy.code, row.pk]),
        **_back(strategy),
    }
    return render(request, "alignment/actor_edit.html", context, status=status)


@require_POST
@require("alignment.change_city_plan", load=Strategy, by="code")
def actor_role_add(request: HttpRequest, strategy: Strategy, actor: int) -> HttpResponse:
    row = _actor(strategy, actor)
    form = RoleForm(request.POST, strategy=strategy)
    if not form.is_valid():
        page = ActorForm(instance=row, city=strategy.city)
        return _edit_page(request, strategy, row, page, role_form=form, status=422)
    data = form.cleaned_data
    add_role(row, by=request.user, role=data["role"], element=data["element"], target=data["target_code"])
    return redirect(f"{reverse('alignment:actor_edit', args=[strategy.code, row.pk])}#roles")


@require_POST
@require("alignment.change_city_plan", load=Strategy, by="code")
def actor_role_remove(request: HttpRequest, strategy: Strategy, actor: int) -> HttpResponse:
    row = _actor(strategy, actor)
    wanted = request.POST.get("role", "")
    role = row.roles.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 12 else None
    if role is not None:
        remove_role(role, by=request.user)
    return redirect(f"{reverse('alignment:actor_edit', args=[strategy.code, row.pk])}#roles")


@require("alignment.change_city_plan", load=Strategy, by="code")
def actor_delete(request: HttpRequest, strategy: Strategy, actor: int) -> HttpResponse:
    row = _actor(strategy, actor)
    if request.method == "POST":
        delete_actor(row, by=request.user)
        messages.success(request, _("%(name)s was deleted.") % {"name": row.name})
        return redirect("alignment:actor_list", code=strategy.code)
    roles = row.roles.select_related("element", "target").order_by("pk")
    return render(request, "alignment/actor_delete.html", {"actor": row, "roles": roles, **_back(strategy)})


@require("alignment.change_city_plan", load=Strategy, by="code")
def competences(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    """One goal at a time; the others keep what was said."""
    wanted = request.GET.get("goal", "1")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 3 else 1
    goal = Goal.objects.filter(number=number).first() or Goal.objects.filter(number=1).first()
    if goal is None:
        raise Http404
    rows = strategy.city.competences.filter(tier="LOCAL").values_list("target", "degree", "legal_basis")
    chosen = {target: (degree, basis) for target, degree, basis in rows}
    targets = goal.targets.universal().in_order()
    form = CompetenceForm(request.POST if request.method == "POST" else None, targets=targets, chosen=chosen)
    if form.is_bound and form.is_valid():
        set_competences(strategy.city, form.degrees(), by=request.user)
        messages.success(request, SAVED)
        return redirect(f"{request.path}?goal={goal.number}")
    context = {
        "form": form,
        "goal": goal,
        "goals": Goal.objects.order_by("number"),
        "count": len(chosen),
        "tabs": city_tabs(request, strategy),
        **below_strategy(strategy),
    }
    return render(request, "alignment/competences.html", context, status=_status(form))


def _actor(strategy: Strategy, key: int) -> Actor:
    found: Actor | None = strategy.city.actors.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _back(strategy: Strategy) -> dict[str, Any]:
    page = reverse("alignment:actor_list", args=[strategy.code])
    below = below_strategy(strategy)
    return {**below, "crumbs": [*below["crumbs"], Crumb(_("Actors"), page)], "cancel_url": page}


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
