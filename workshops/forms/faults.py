"""Putting what an action refused beside the input that can mend it."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def take_faults(form: forms.BaseForm, error: ValidationError, inputs: Mapping[str, str]) -> None:
    """`inputs`: column of the model -> name of the form's field, where they differ."""
    messages = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for column, texts in messages.items():
        name = inputs.get(column, column)
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
