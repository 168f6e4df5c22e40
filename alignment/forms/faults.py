"""Putting what an action refused beside the input that can mend it."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def take_faults(form: forms.BaseForm, error: ValidationError) -> None:
    messages = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, texts in messages.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
