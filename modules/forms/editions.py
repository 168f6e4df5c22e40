from collections.abc import Mapping, Sequence
from typing import Any, cast

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from modules.actions.editions import EditionPlan
from modules.forms.guesses import Guess, plain_stem
from modules.models import Module, Part, PartEdition, PartKind
from sdgplatform.ui.forms import PageForm
from sdgplatform.ui.texts import filesize_text
from sdgplatform.uploads import types
from sdgplatform.uploads.fields import SeveralUploadsField
from sdgplatform.uploads.models import Upload

NEW = "new:"


class FilesForm(PageForm, forms.Form):
    materials = SeveralUploadsField(label=_("Add or replace files"), allowed=types.MATERIALS)

    @property
    def help(self) -> str:
        return _("%(types)s; up to %(size)s each. You can choose several at once.") % {
            "types": types.labels_of(types.MATERIALS),
            "size": filesize_text(settings.UPLOAD_MAX_BYTES),
        }


class PlacingForm(PageForm, forms.Form):
    """Where one file or link belongs: part, language, what changed."""

    part = forms.ChoiceField(label=_("Part"))
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Choose the language")), *settings.LANGUAGES]
    )
    note = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=500,
        help_text=_("Needed when it replaces an earlier version."),
    )
    made_from = forms.IntegerField(
        label=_("Translated from version"),
        required=False,
        min_value=1,
        widget=forms.NumberInput(attrs={"class": "w-chars-4"}),
        help_text=_("Of the source language. Leave it empty for the newest."),
    )

    def __init__(self, *args: Any, module: Module, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.module, self.parts = module, {part.code: part for part in parts}
        new = [(f"{NEW}{kind}", label) for kind, label in PartKind.choices]
        old = [(part.code, f"{part.get_kind_display()}: {part.title}") for part in parts]
        groups = [(_("Parts of the module"), old), (_("A new part"), new)]
        choice = cast(forms.ChoiceField, self.fields["part"])
        choice.choices = [("", _("Choose the part")), *(group for group in groups if group[1])]
        self.helper.layout = self.layout()

    def layout(self) -> Layout:
        return Layout(
            Row(Column("part", css_class="col-sm-8"), Column("language", css_class="col-sm-4")),
            Row(Column("note", css_class="col-sm-8"), Column("made_from", css_class="col-sm-4")),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        part, language = self.chosen_part(cleaned), cleaned.get("language")
        if part is None or not language:
            return cleaned
        current = PartEdition.objects.current().filter(part=part, language=language).first()
        if current and not cleaned.get("note", "").strip() and not self.repeats(part, language):
            words = {"version": current.version}
            self.add_error("note", _("Say what changed against version %(version)d.") % words)
        return cleaned

    def chosen_part(self, cleaned: Mapping[str, Any]) -> Part | None:
        return self.parts.get(cleaned.get("part", ""))

    def repeats(self, part: Part, language: str) -> bool:
        return False

    def plan(self, **more: Any) -> EditionPlan:
        cleaned = self.cleaned_data
        kind = cleaned["part"].removeprefix(NEW) if cleaned["part"].startswith(NEW) else ""
        return EditionPlan(
            language=cleaned["language"],
            part=self.chosen_part(cleaned),
            new_kind=kind,
            note=cleaned["note"].strip(),
            made_from=cleaned["made_from"],
            **more,
        )


class UploadPlacingForm(PlacingForm):
    def __init__(self, *args: Any, upload: Upload, guess: Guess, **kwargs: Any) -> None:
        self.upload = upload
        initial = {"part": guess.part, "language": guess.language}
        super().__init__(*args, prefix=upload.code, initial=initial, **kwargs)

    def repeats(self, part: Part, language: str) -> bool:
        """The same file again needs no note: it is told to be there already, not added."""
        same = PartEdition.objects.filter(part=part, language=language, upload__sha256=self.upload.sha256)
        return same.exists()

    def upload_plan(self) -> EditionPlan:
        return self.plan(upload=self.upload, new_title=plain_stem(self.upload.original_name)[:200])


class LinkForm(PlacingForm):
    url = forms.URLField(label=_("Link"), max_length=500, assume_scheme="https")
    title = forms.CharField(
        label=_("Title of a new part"), required=False, max_length=200, help_text=_("Only for a new part.")
    )

    def layout(self) -> Layout:
        """The title stands right below the part that it may name."""
        where, what = super().layout().fields
        return Layout("url", where, "title", what)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("part", "").startswith(NEW) and not cleaned.get("title"):
            self.add_error("title", _("Give the new part a title."))
        return cleaned

    def repeats(self, part: Part, language: str) -> bool:
        url = self.cleaned_data.get("url", "")
        return PartEdition.objects.current().filter(part=part, language=language, url=url).exists()

    def link_plan(self) -> EditionPlan:
        return self.plan(url=self.cleaned_data["url"], new_title=self.cleaned_data["title"])


def all_valid(forms: Sequence[UploadPlacingForm]) -> bool:
    """Each by itself, and no two of them for one place."""
    if not all(form.is_valid() for form in forms):
        return False
    places: set[tuple[str, str, str]] = set()
    for form in forms:
        plan = form.upload_plan()
        place = (form.cleaned_data["part"], plan.new_title if plan.new_kind else "", plan.language)
        if place in places:
            form.add_error("language", _("Another file above is for the same part and language."))
        places.add(place)
    return not any(form.errors for form in forms)
