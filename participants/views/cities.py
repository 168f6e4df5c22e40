from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participants.queries.cities import MAX_CHOICES, cities_found
from sdgplatform.access import public

MIN_LETTERS = 2


@public
def city_suggest(request: HttpRequest) -> HttpResponse:
    """A fragment for `CityWidget`: the words come as `q` or under the name of its field."""
    name = request.GET.get("field", "city")
    words = (request.GET.get("q") or request.GET.get(name) or "").strip()[:200]
    long_enough = len(words) >= MIN_LETTERS
    suggestions = {
        "name": name,
        "words": words if long_enough else "",
        "cities": cities_found(words).with_place()[:MAX_CHOICES] if long_enough else (),
    }
    return render(request, "participants/widgets/city_suggestions.html", {"suggestions": suggestions})
