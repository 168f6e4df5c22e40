import pytest

from alignment.actions.framework import load_framework


@pytest.fixture
def framework(db: None) -> None:
    """The real goals, targets and indicators."""
    load_framework()
