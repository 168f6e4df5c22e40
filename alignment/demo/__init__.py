"""Demonstration data of this app: the framework, sample strategies of the cities of the Córdoba workshop."""

from collections.abc import Mapping
from typing import Any

from alignment.actions.framework import load_framework
from alignment.demo.seeding import seed_cordoba, seed_others


def seed_demo(cast: Mapping[str, Any]) -> None:
    load_framework()
    seed_cordoba(cast)
    seed_others(cast)
