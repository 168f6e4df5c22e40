import pytest
from django import forms
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers

from sdgplatform.uploads import types
from sdgplatform.uploads.fields import SeveralUploadsField, UploadField, UploadSerializerField
from tests.factories.uploads import GOOD_BYTES, good_file, uploaded


class OneForm(forms.Form):
    file = UploadField(allowed=[types.PDF], max_bytes=1000)


class SeveralForm(forms.Form):
    files = SeveralUploadsField()


class OneSerializer(serializers.Serializer):
    file = UploadSerializerField(allowed=[types.PDF], max_bytes=1000)


def files_of(*files):
    return MultiValueDict({"files": list(files)})


def test_upload_field_says_what_the_file_is():
    form = OneForm({}, {"file": good_file("pdf")})
    assert form.is_valid()
    assert form.cleaned_data["file"].checked.kind == "pdf"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (uploaded("a.pdf", b""), "The file is empty."),
        (good_file("png"), "archivo.png: this type is not accepted. Accepted are: PDF."),
        (
            uploaded("a.pdf", GOOD_BYTES["pdf"] * 100),
            "The file has 8\u00a0kB. At most 1\u00a0kB are taken.",
        ),
    ],
)
def test_upload_field_and_serializer_field_refuse_alike(file, message):
    form = OneForm({}, {"file": file})
    assert form.errors["file"] == [message]
    file.seek(0)
    serializer = OneSerializer(data={"file": file})
    assert not serializer.is_valid()
    assert serializer.errors["file"] == [message]


def test_upload_field_offers_only_its_types():
    assert 'accept=".pdf"' in str(OneForm()["file"])


def test_serializer_field_says_what_the_file_is():
    serializer = OneSerializer(data={"file": good_file("pdf")})
    assert serializer.is_valid()
    assert serializer.validated_data["file"].checked.kind == "pdf"


def test_several_uploads_field_takes_the_good_ones_and_names_the_rest():
    form = SeveralForm({}, files_of(good_file("pdf"), uploaded("malo.docx", b"no"), good_file("png")))
    assert form.is_valid()
    assert [file.checked.kind for file in form.cleaned_data["files"]] == ["pdf", "png"]
    assert form.fields["files"].refusals == [
        "malo.docx: The content is not DOCX. The file may be damaged or have a wrong ending."
    ]


def test_several_uploads_field_fails_when_all_do():
    form = SeveralForm({}, files_of(uploaded("malo.docx", b"no"), uploaded("vacio.pdf", b"")))
    assert form.errors["files"] == [
        "malo.docx: The content is not DOCX. The file may be damaged or have a wrong ending.",
        "vacio.pdf: The file is empty.",
    ]


def test_several_uploads_field_without_files():
    assert SeveralForm({}, files_of()).errors["files"] == ["This field is required."]
