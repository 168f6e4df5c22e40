from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form binds to: also a POST without any field is an answer, not a first look."""
    return request.POST if request.method == "POST" else None
