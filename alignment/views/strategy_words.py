"""What the pages below a strategy share: the way back and the tabs of what its city has."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from alignment.models import Strategy
from sdgplatform.ui.parts import Crumb, Tab


def below_strategy(strategy: Strategy) -> dict[str, Any]:
    page = reverse("alignment:strategy_detail", args=[strategy.code])
    return {
        "strategy": strategy,
        "cancel_url": page,
        "crumbs": [
            Crumb(_("Strategies"), reverse("alignment:strategy_list")),
            Crumb(strategy.title, page, strategy.language),
        ],
        "section": "matrices",
    }


def city_tabs(request: HttpRequest, strategy: Strategy) -> list[Tab]:
    """What belongs to the city and serves all its strategies."""
    pages = [
        ("local_framework", _("Local goals and targets")),
        ("indicator_list", _("Indicators")),
        ("actor_list", _("Actors")),
        ("competences", _("Competences")),
    ]
    if request.user.has_perm("alignment.change_city_plan", strategy):
        pages.insert(0, ("strategy_scope", _("Targets left out")))
    current = request.resolver_match.url_name if request.resolver_match else ""
    return [
        Tab(label, reverse(f"alignment:{name}", args=[strategy.code]), current=name == current)
        for name, label in pages
    ]
