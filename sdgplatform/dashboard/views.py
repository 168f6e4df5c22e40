from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sdgplatform.access import public


@public
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/home.html")
