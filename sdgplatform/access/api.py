"""The API's side of access: the same permission names, 409 for refusals, field paths for bad input."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError as ModelValidationError
from rest_framework import pagination, permissions, serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from sdgplatform.errors import ActionRefused

if TYPE_CHECKING:
    from rest_framework.views import APIView

PUBLIC = "public"
SIGNED_IN = "signed_in"


class JsonBody(JSONParser):
    """JSON that is nested too deep to be read is bad input, like any other JSON with a mistake."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError as error:
            raise ParseError from error


class ActionPermission(permissions.BasePermission):
    """Reads `action_permissions` of the view: action name -> PUBLIC, SIGNED_IN or a permission name.

    An action that is not in the table is refused. Object permissions are asked on the object
    that the action concerns. Whose network requires a second factor and who has none yet gets
    nothing but what is public, with a token too.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        needed = self._needed(view)
        if needed is None:
            return request.method == "OPTIONS"
        if needed == PUBLIC:
            return True
        if not request.user.is_authenticated or getattr(request.user, "lacks_required_factor", False):
            return False
        detail = getattr(view, "detail", False)
        return True if needed == SIGNED_IN or detail else request.user.has_perm(needed)

    def has_object_permission(self, request: Request, view: "APIView", obj: Any) -> bool:
        needed = self._needed(view)
        if needed in (PUBLIC, SIGNED_IN):
            return True
        return needed is not None and request.user.has_perm(needed, obj)

    def _needed(self, view: "APIView") -> str | None:
        table: Mapping[str, str] = getattr(view, "action_permissions", {})
        return table.get(getattr(view, "action", None) or (view.request.method or "").lower())


class CursorPages(pagination.CursorPagination):
    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "pk"


class MultilingualTextField(serializers.JSONField):
    """`{"es": "...", "en": "..."}`; checked by the model field."""


def exception_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    from rest_framework.views import exception_handler  # noqa: PLC0415 (views read this module in their settings)

    if isinstance(exc, ActionRefused):
        return Response({"code": exc.code, "detail": str(exc), **exc.details}, status=409)
    if isinstance(exc, ModelValidationError):
        exc = serializers.ValidationError(detail=serializers.as_serializer_error(exc))
    return exception_handler(exc, context)
