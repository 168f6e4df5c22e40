"""What every page shows around its content. Costs no query, so that error pages can use it too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sdgplatform.ui.themes import chosen_theme


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "theme": chosen_theme(request),
    }
