from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sdgplatform.access import signed_in
from sdgplatform.ui.gallery.context import sample_context
from sdgplatform.ui.gallery.examples import examples
from sdgplatform.ui.themes import THEMES


@signed_in
def component_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, for staff. `?theme=dark` shows it in the other colours."""
    if not request.user.is_staff:
        raise PermissionDenied
    context = sample_context()
    if request.GET.get("theme") in THEMES:
        context["theme"] = request.GET["theme"]
    return render(request, "ui/gallery.html", {**context, "examples": examples()})
