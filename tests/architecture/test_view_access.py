"""Every view says who may open it, in the one way that `sdgplatform.access` reads."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from sdgplatform.access.decorators import Access

# Whole packages that guard their own views. Each with the reason; one that matches nothing must go.
OTHERS = {
    "allauth.": "allauth decides by itself which of its pages need an account",
    "django.contrib.admin.": "the admin asks for is_staff and a permission per model",
}


def _views(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


ALL_VIEWS = [*_views(get_resolver().url_patterns)]


def _module(pattern: URLPattern) -> str:
    return str(getattr(pattern.callback, "__module__", ""))


def _is_others(address: str, pattern: URLPattern) -> bool:
    if address.startswith("admin/"):
        return True  # also its redirects, which are views of Django itself
    lookup = getattr(pattern, "lookup_str", "") or _module(pattern)
    return any(name in lookup or _module(pattern).startswith(name) for name in OTHERS)


def _api_class(pattern: URLPattern) -> type | None:
    return getattr(pattern.callback, "cls", None)


OWN_PAGES = [
    pytest.param(pattern, id=address)
    for address, pattern in ALL_VIEWS
    if not _is_others(address, pattern)
    and (_api_class(pattern) is None or hasattr(pattern.callback, "access"))
]
API_VIEWS = [
    pytest.param(pattern, id=address)
    for address, pattern in ALL_VIEWS
    if _api_class(pattern) is not None
    and not hasattr(pattern.callback, "access")
    and not _is_others(address, pattern)
]


@pytest.mark.parametrize("pattern", OWN_PAGES)
def test_every_page_declares_its_access(pattern: URLPattern) -> None:
    assert isinstance(getattr(pattern.callback, "access", None), Access)


@pytest.mark.parametrize("pattern", API_VIEWS)
def test_every_api_action_declares_its_access(pattern: URLPattern) -> None:
    view = _api_class(pattern)
    assert view is not None
    if view.__name__ == "APIRootView":
        return
    actions = set(getattr(pattern.callback, "actions", {}).values())
    assert actions - set(getattr(view, "action_permissions", {})) == set()


def test_the_guard_sees_pages_and_api() -> None:
    assert len(OWN_PAGES) > 50
    assert len(API_VIEWS) > 10


@pytest.mark.parametrize("package", OTHERS)
def test_each_exception_is_still_needed(package: str) -> None:
    assert [
        address
        for address, pattern in ALL_VIEWS
        if package in (getattr(pattern, "lookup_str", "") or "") or _module(pattern).startswith(package)
    ]
