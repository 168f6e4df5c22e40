from django import forms
from django.core.exceptions import ValidationError


def put_on_form(form: forms.BaseForm, error: ValidationError) -> None:
    """What an action found wrong, at its field, or on top where the form has no such field."""
    faults = error.error_dict if hasattr(error, "error_dict") else {"__all__": error.error_list}
    for name, errors in faults.items():
        form.add_error(name if name in form.fields else None, errors)
