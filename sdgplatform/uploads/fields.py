"""The same check in forms and in the API. A field's value is the file; `file.checked` says what it is."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from rest_framework import serializers

from sdgplatform.uploads import types
from sdgplatform.uploads.checks import check_file
from sdgplatform.uploads.names import clean_name
from sdgplatform.uploads.types import FileType, extensions_of


class UploadField(forms.FileField):
    """One file of the allowed types. Store it with `store_upload(file, by=..., checked=file.checked)`."""

    def __init__(
        self, *, allowed: Iterable[FileType] = types.MATERIALS, max_bytes: int | None = None, **kwargs: Any
    ) -> None:
        self.allowed, self.max_bytes = tuple(allowed), max_bytes
        super().__init__(**{"max_length": 1000, "allow_empty_file": True, **kwargs})
        self.widget.attrs["accept"] = ",".join(extensions_of(self.allowed))

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            checked = check_file(file, allowed=self.allowed, max_bytes=self.max_bytes)
            file.checked = checked  # type: ignore[attr-defined]
        return file


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralUploadsField(UploadField):
    """Several files at once. Those that fail do not stop the others: `cleaned_data` holds the good ones,
    `refusals` of the field says what is wrong with the rest; only when all fail the field does."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": SeveralFilesInput(), **kwargs})
        self.refusals: list[str] = []

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            super().clean(None, initial)
            return []
        self.refusals, good = [], []
        for file in files:
            try:
                good.append(super().clean(file, initial))
            except ValidationError as error:
                self.refusals += [f"{clean_name(file.name)}: {message}" for message in error.messages]
        if not good:
            raise ValidationError([ValidationError(text, code="refused") for text in self.refusals])
        return good


class UploadSerializerField(serializers.FileField):
    def __init__(
        self, *, allowed: Iterable[FileType] = types.MATERIALS, max_bytes: int | None = None, **kwargs: Any
    ) -> None:
        self.allowed, self.max_bytes = tuple(allowed), max_bytes
        super().__init__(**{"allow_empty_file": True, "use_url": False, **kwargs})

    def to_internal_value(self, data: Any) -> Any:
        file = super().to_internal_value(data)
        try:
            file.checked = check_file(  # type: ignore[attr-defined]
                file, allowed=self.allowed, max_bytes=self.max_bytes
            )
        except ValidationError as error:
            raise serializers.ValidationError(error.messages, code=error.code or "invalid") from error
        return file
