"""Demonstration data of this app: the framework, sample strategies of the cities of the
Córdoba workshop, and the real commitments of Los Angeles."""

from collections.abc import Mapping
from typing import Any

from alignment.actions.framework import load_framework
from alignment.demo.city_plan import seed_city_plan
from alignment.demo.los_angeles import seed_los_angeles
from alignment.demo.seeding import city_named, seed_cordoba, seed_others
from alignment.models import Strategy


def seed_demo(cast: Mapping[str, Any]) -> None:
    load_framework()
    seed_cordoba(cast)
    seed_city_plan(Strategy.objects.get(city=city_named("Córdoba", "AR"), is_sample=True), by=cast["planner"])
    seed_others(cast)
    seed_los_angeles(cast)
