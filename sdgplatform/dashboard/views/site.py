"""Pages about the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from participants.models.roles import ROLE_DESCRIPTIONS, Role
from sdgplatform.access import public


@require_GET
@public
def help(request: HttpRequest) -> HttpResponse:
    roles = [(role.label, ROLE_DESCRIPTIONS[role]) for role in Role]
    return render(request, "dashboard/help.html", {"section": "help", "roles": roles})


@require_GET
@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/accessibility.html", {"section": "accessibility"})


@require_GET
@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/privacy.html", {"section": "privacy"})


@require_GET
@public
def about(request: HttpRequest) -> HttpResponse:
    context = {"section": "about", "source_url": settings.SOURCE_URL}
    return render(request, "dashboard/about.html", context)
