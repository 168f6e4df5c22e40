from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sdgplatform.access import public, signed_in
from sdgplatform.ui.gallery.context import sample_context
from sdgplatform.ui.gallery.examples import examples
from sdgplatform.ui.themes import COOKIE_SECONDS, THEME_COOKIE, THEMES


@signed_in
def component_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, for staff. `?theme=dark` shows it in the other colours."""
    if not request.user.is_staff:
        raise PermissionDenied
    context = sample_context()
    if request.GET.get("theme") in THEMES:
        context["theme"] = request.GET["theme"]
    return render(request, "ui/gallery.html", {**context, "examples": examples()})


@public
@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        return HttpResponseBadRequest()
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        THEME_COOKIE, theme, max_age=COOKIE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    allowed = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=allowed, require_https=request.is_secure())
    return wanted if safe else "/"
