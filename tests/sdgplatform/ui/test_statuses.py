from types import SimpleNamespace

import pytest

from sdgplatform.ui import statuses
from sdgplatform.ui.parts import Mark


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statuses, "_registered", {})


def record(**values: str) -> SimpleNamespace:
    names = {f"get_{field}_display": lambda text=value: text.title() for field, value in values.items()}
    return SimpleNamespace(_meta=SimpleNamespace(label_lower="shop.order"), **values, **names)


def test_mark_joins_the_kind_and_the_name_of_the_state() -> None:
    statuses.register("shop.order", {"open": "doing"})
    assert statuses.mark_of(record(state="open")) == Mark("doing", "Open")


def test_second_field_has_its_own_table() -> None:
    statuses.register("shop.order", {"open": "doing"})
    statuses.register("shop.order.review", {"open": "wait"})
    assert statuses.kind_of(record(state="open", review="open"), "review") == "wait"


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match=r"shop\.order: unknown kinds \['green'\]"):
        statuses.register("shop.order", {"open": "green"})  # type: ignore[dict-item]


def test_state_without_a_kind_is_a_mistake() -> None:
    statuses.register("shop.order", {"open": "doing"})
    with pytest.raises(KeyError):
        statuses.kind_of(record(state="lost"))
