from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sdgplatform.access import public
from sdgplatform.dashboard.queries.search import search_everything


@require_GET
@public
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()
    context = {"words": words, "groups": search_everything(words, request.user), "section": "search"}
    return render(request, "dashboard/search.html", context)
