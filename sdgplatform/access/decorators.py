from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """What a view declares; the guard test reads it from `view.access`."""

    level: str  # "public", "signed_in" or "permission"
    permission: str = ""
    model: type[Model] | None = None
    by: Mapping[str, str] | None = None


def _lookups(by: str | Mapping[str, str]) -> Mapping[str, str]:
    return {by: by} if isinstance(by, str) else by


def _load(request: HttpRequest, access: Access, kwargs: dict[str, Any]) -> Model:
    """The object named by the URL if this person may see it, else 404; takes its keys out of kwargs."""
    lookups = {lookup: kwargs.pop(name) for name, lookup in (access.by or {}).items()}
    rows = access.model._default_manager.all()  # type: ignore[union-attr]
    found = _find(rows, request.user, lookups)
    if found is None:
        raise Http404
    return found


def _find(rows: Any, user: Any, lookups: dict[str, Any]) -> Model | None:
    """A QuerySet may find the object of a page faster, by `page_key`, or say what every page of it shows."""
    if hasattr(rows, "find_for_page") and set(lookups) == {getattr(rows, "page_key", "slug")}:
        found: Model | None = rows.find_for_page(user, **lookups)
        return found
    rows = rows.visible_to(user)
    rows = rows.for_page() if hasattr(rows, "for_page") else rows
    return next(iter(rows.filter(**lookups).order_by()[:1]), None)


def public(
    view: View | None = None, *, load: type[Model] | None = None, by: str | Mapping[str, str] = "slug"
) -> Any:
    """A page anyone may open; with `load`, of an object that this visitor may see."""
    access = Access("public", model=load, by=_lookups(by) if load else None)

    def decorate(wrapped: View) -> View:
        return login_not_required(_guarded(wrapped, access))

    return decorate(view) if view else decorate


def signed_in(view: View) -> View:
    """A page of the person's own: any account, no object."""
    return _guarded(view, Access("signed_in"))


def require(
    permission: str, *, load: type[Model] | None = None, by: str | Mapping[str, str] = "slug"
) -> Callable[[View], View]:
    """A page that needs `permission`, of the object found through `visible_to`.

    `by` is a URL name, or a mapping of URL names to look-ups. Not visible answers 404, visible
    but not allowed 403, and a visitor who is not signed in is sent to sign in.
    """
    access = Access("permission", permission, load, _lookups(by) if load else None)

    def decorate(wrapped: View) -> View:
        return _guarded(wrapped, access)

    return decorate


def _guarded(view: View, access: Access) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if access.level != "public" and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        loaded = [_load(request, access, kwargs)] if access.model else []
        if access.permission and not request.user.has_perm(access.permission, *loaded):
            raise PermissionDenied
        return view(request, *loaded, *args, **kwargs)

    guarded.access = access  # type: ignore[attr-defined]
    return guarded
