import logging
from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sdgplatform.access import public
from sdgplatform.health.checks import CHECKS

logger = logging.getLogger(__name__)


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception:
        logger.exception("Health check of %s failed.", name)
        return "down"
    return "up"


@never_cache
@require_GET
@public
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers, else 503; says which, never why (that is in the log)."""
    parts = {name: _state(name, check) for name, check in CHECKS.items()}
    healthy = all(state == "up" for state in parts.values())
    return JsonResponse({"status": "up" if healthy else "down", **parts}, status=200 if healthy else 503)
