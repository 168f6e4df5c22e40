from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also a post without any field, which is bad input like other."""
    return request.POST if request.method == "POST" else None
