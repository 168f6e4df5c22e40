"""One search over everything the person may see, tolerant of accents and word order."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alignment.models import Strategy, Target
from modules.models import Module
from participants.models import City, Network, Person
from sdgplatform.multilingual import localize
from sdgplatform.search import fold
from sdgplatform.statements import Statement
from workshops.models import Workshop

SHOWN = 10
LONGEST = 200


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class HitGroup:
    label: str | Promise
    hits: list[Hit]
    has_more: bool


def search_everything(words: str, user: Any) -> list[HitGroup]:
    """Groups with hits, at most ten each; no group for fewer than two letters."""
    words = words[:LONGEST]
    if len(fold(words)) < 2:
        return []
    groups = [
        _group(_("Workshops"), _workshops(words, user)),
        _group(_("Modules"), _modules(words, user)),
        _group(_("Goals and targets"), _targets(words)),
        _group(_("Strategies"), _strategies(words, user)),
        _group(_("Cities"), _cities(words)),
        _group(_("Networks"), _networks(words)),
        _group(_("People"), _people(words, user)),
    ]
    return [group for group in groups if group.hits]


def _group(label: str | Promise, hits: list[Hit]) -> HitGroup:
    return HitGroup(label, hits[:SHOWN], len(hits) > SHOWN)


def _workshops(words: str, user: Any) -> list[Hit]:
    rows = Workshop.objects.visible_to(user).matching(words).with_place().order_by("-starts_at")[: SHOWN + 1]
    return [
        Hit(row.title, reverse("workshops:workshop_detail", args=[row.slug]), f"{row.starts_local:%Y-%m-%d}")
        for row in rows
    ]


def _modules(words: str, user: Any) -> list[Hit]:
    rows = Module.objects.visible_to(user).matching(words).in_order()[: SHOWN + 1]
    return [Hit(row.title, reverse("modules:module_detail", args=[row.slug])) for row in rows]


TARGETS = Statement(lambda: Target.objects.all().in_order().values_list("code", "titles"))


def _targets(words: str) -> list[Hit]:
    """The 169 are few enough to be compared here, in every language at once."""
    wanted = fold(words).split()
    return [
        Hit(f"{code} {localize(titles)}", reverse("alignment:target_detail", args=[code]))
        for code, titles in TARGETS.rows()
        if all(word in _folded(code, *titles.values()) for word in wanted)
    ]


@lru_cache(maxsize=512)
def _folded(*texts: str) -> str:
    """Kept, since the texts of the targets are long and hardly ever change."""
    return fold(" ".join(texts))


def _strategies(words: str, user: Any) -> list[Hit]:
    rows = (
        Strategy.objects.visible_to(user)
        .matching(words)
        .select_related("city")
        .order_by("title")[: SHOWN + 1]
    )
    return [
        Hit(row.title, reverse("alignment:strategy_detail", args=[row.code]), row.city.name) for row in rows
    ]


def _cities(words: str) -> list[Hit]:
    rows = City.objects.matching(words).with_place().order_by("-population")[: SHOWN + 1]
    return [Hit(row.full_name, reverse("participants:city_detail", args=[row.slug])) for row in rows]


def _networks(words: str) -> list[Hit]:
    rows = Network.objects.matching(words).order_by("name")[: SHOWN + 1]
    return [Hit(row.name, reverse("participants:network_detail", args=[row.slug])) for row in rows]


def _people(words: str, user: Any) -> list[Hit]:
    rows = (
        Person.objects.visible_to(user)
        .matching(words)
        .select_related("city")
        .order_by("family_name")[: SHOWN + 1]
    )
    return [
        Hit(row.full_name, reverse("participants:person_detail", args=[row.code]), str(row.city or ""))
        for row in rows
    ]
