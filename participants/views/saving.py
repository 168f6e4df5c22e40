"""One way for every form here: run the action, put what it refuses onto the form, lose nothing typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, QueryDict

from sdgplatform.errors import ActionRefused


def posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def saved(form: forms.BaseForm, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """True when the form is valid and the action went through."""
    if not form.is_valid():
        return False
    try:
        action(*args, **kwargs)
    except ActionRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except ValidationError as error:
        for field, errors in _by_field(error).items():
            form.add_error(field if field in form.fields else None, errors)
    return not form.errors


def _by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    return error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}


def form_status(form: forms.BaseForm) -> int:
    """422 makes htmx swap a form with errors in; a fresh form is an ordinary page."""
    return 422 if form.is_bound and form.errors else 200
