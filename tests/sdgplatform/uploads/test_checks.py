import io
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from sdgplatform.uploads import types
from sdgplatform.uploads.checks import check_file
from tests.factories.uploads import (
    GOOD_BYTES,
    good_file,
    jpg_bytes,
    mp4_bytes,
    odf_bytes,
    office_bytes,
    pdf_bytes,
    png_bytes,
    uploaded,
    webm_bytes,
    zip_bytes,
)

EVERY = {known.kind: known for known in types.ALL_TYPES}
TEXT_CHARSET = "; charset=utf-8"


def encrypted_zip() -> bytes:
    content = bytearray(zip_bytes({"a.txt": "secret"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def bomb_bytes() -> bytes:
    """A few kilobytes that claim to unpack to five gigabytes."""
    content = bytearray(zip_bytes({"a.txt": "0" * 5000}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = struct.pack("<I", 4_294_000_000)
    return bytes(content)


def crowded_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    return buffer.getvalue()


@pytest.mark.parametrize("kind", sorted(GOOD_BYTES))
def test_check_file_takes_each_type(kind):
    checked = check_file(good_file(kind), allowed=types.ALL_TYPES)
    expected = EVERY[kind].content_type + (TEXT_CHARSET if EVERY[kind].is_text else "")
    assert (checked.kind, checked.content_type, checked.extension) == (kind, expected, f".{kind}")


@pytest.mark.parametrize("kind", sorted(GOOD_BYTES))
def test_check_file_leaves_the_file_at_its_beginning(kind):
    file = good_file(kind)
    check_file(file, allowed=types.ALL_TYPES)
    assert file.read() == GOOD_BYTES[kind]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("guia.pdf", b"", "empty"),
        ("guia", pdf_bytes(), "extension"),
        ("guia.exe", b"MZ\x90\x00", "extension"),
        ("guia.svg", b"<svg/>", "extension"),
        ("guia.html", b"<!doctype html>", "extension"),
        ("guia.pdf.exe", pdf_bytes(), "extension"),
        ("guia\u202efdp.exe", pdf_bytes(), "extension"),
        ("guia.docm", office_bytes("docm"), "macros"),
        ("guia.xlsb", office_bytes("xlsx"), "macros"),
        ("guia.docx", office_bytes("docm"), "macros"),
        ("guia.docx", office_bytes("docx", {"word/vbaProject.bin": b"x"}), "macros"),
        ("libro.xlsx", office_bytes("xlsx", {"xl/macrosheets/sheet1.xml": b"x"}), "macros"),
        ("guia.odt", odf_bytes("odt", {"Basic/Standard/script-lb.xml": b"x"}), "macros"),
        ("guia.pdf", b"MZ\x90\x00" + b"\0" * 200, "content"),
        ("guia.pdf", b"GIF89a" + b"\0" * 100, "content"),
        ("guia.pdf", b"<!doctype html><script>alert(1)</script>", "content"),
        ("guia.pdf", b"plain words", "content"),
        ("guia.pdf", office_bytes("docx"), "content"),
        ("guia.docx", pdf_bytes(), "content"),
        ("guia.docx", office_bytes("pptx"), "content"),
        ("guia.docx", zip_bytes({"a.txt": "a"}), "content"),
        ("guia.docx", zip_bytes({"mimetype": "application/vnd.oasis.opendocument.text"}), "content"),
        ("guia.docx", b"PK\x03\x04" + b"\0" * 200, "damaged"),
        ("guia.docx", zip_bytes({"[Content_Types].xml": "<Types"}), "damaged"),
        ("guia.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
        ("carpeta.zip", office_bytes("docx"), "content"),
        ("carpeta.zip", zip_bytes({"../../etc/cron.d/x": "x"}), "unsafe_path"),
        ("carpeta.zip", zip_bytes({"/etc/passwd": "x"}), "unsafe_path"),
        ("carpeta.zip", zip_bytes({"C:\\x.txt": "x"}), "unsafe_path"),
        ("carpeta.zip", zip_bytes({"notas/instalar.exe": "x"}), "program"),
        ("carpeta.zip", zip_bytes({"notas/plantilla.docm": "x"}), "program"),
        ("carpeta.zip", encrypted_zip(), "encrypted"),
        ("carpeta.zip", bomb_bytes(), "bomb"),
        ("carpeta.zip", crowded_zip(), "too_many_members"),
        ("carpeta.zip", GOOD_BYTES["zip"][:-30], "damaged"),
        ("foto.png", jpg_bytes(), "content"),
        ("foto.jpg", png_bytes(), "content"),
        ("foto.png", png_bytes()[:-12], "damaged"),
        ("foto.png", png_bytes() + GOOD_BYTES["zip"], "polyglot"),
        ("foto.jpg", jpg_bytes() + GOOD_BYTES["zip"], "polyglot"),
        ("guia.pdf", pdf_bytes() + GOOD_BYTES["zip"] + b"\n%%EOF", "polyglot"),
        ("guia.pdf", b"  " + pdf_bytes(), "content"),
        ("guia.pdf", pdf_bytes()[:-7], "damaged"),
        ("video.mp4", webm_bytes(), "content"),
        ("video.mp4", mp4_bytes(b"heic"), "content"),
        ("video.webm", webm_bytes(b"matroska"), "content"),
        ("notas.txt", b"a\0b", "content"),
        ("notas.txt", b"\xff\xfe\x00\xd8", "content"),
        ("notas.txt", bytes(range(256)), "content"),
        ("notas.txt", pdf_bytes(), "content"),
    ],
)
def test_check_file_refuses(name, content, code):
    with pytest.raises(ValidationError) as refused:
        check_file(uploaded(name, content))
    assert refused.value.code == code


def test_check_file_says_both_sizes():
    with pytest.raises(ValidationError) as refused:
        check_file(uploaded("guia.pdf", pdf_bytes() * 40_000), max_bytes=1_500_000)
    assert refused.value.messages == ["The file has 3.1\u00a0MB. At most 1.5\u00a0MB are taken."]


def test_check_file_takes_the_largest_size_itself():
    content = pdf_bytes()
    assert check_file(uploaded("guia.pdf", content), max_bytes=len(content)).size == len(content)


def test_check_file_limit_of_the_site(settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(ValidationError) as refused:
        check_file(good_file("pdf"))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "guia.docx",
            pdf_bytes(),
            "The name says DOCX, the content is PDF. Give the file the ending .pdf.",
        ),
        ("guia.pdf", b"GIF89a" + b"\0" * 100, "The name says PDF, but the content is GIF."),
        ("guia.pdf", b" <html><p>x", "The name says PDF, but the content is HTML."),
        (
            "guia.pdf",
            b"plain words",
            "The content is not PDF. The file may be damaged or have a wrong ending.",
        ),
    ],
)
def test_check_file_names_what_the_content_is(name, content, message):
    with pytest.raises(ValidationError) as refused:
        check_file(uploaded(name, content))
    assert refused.value.messages == [message]


def test_check_file_knows_only_the_allowed_types():
    with pytest.raises(ValidationError) as refused:
        check_file(good_file("csv"))
    assert refused.value.code == "extension"
    assert check_file(good_file("csv"), allowed=types.IMPORTS).kind == "csv"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("Córdoba".encode(), "utf-8"),
        ("\ufeffCórdoba".encode(), "utf-8"),
        ("Córdoba".encode("utf-16"), "utf-16"),
        ("Córdoba".encode("cp1252"), "windows-1252"),
        (b"Linea\r\n\tsangria\f", "utf-8"),
    ],
)
def test_check_file_tells_the_encoding_of_text(content, charset):
    checked = check_file(uploaded("notas.txt", content))
    assert checked.content_type == f"text/plain; charset={charset}"


def test_check_file_encoding_survives_a_letter_cut_by_a_chunk():
    content = b"a" * ((1 << 20) - 1) + "ñ".encode()
    assert check_file(uploaded("notas.txt", content)).content_type == "text/plain; charset=utf-8"


def test_check_file_reads_no_member_whole(monkeypatch):
    """The bomb is told by its table of contents: `open` on a member would start to unpack it."""
    bomb = bomb_bytes()
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    with pytest.raises(ValidationError) as refused:
        check_file(uploaded("carpeta.zip", bomb))
    assert refused.value.code == "bomb"


def test_check_file_reads_little_of_a_member_that_lies_about_its_size():
    """The declaration of types is read up to a limit, whatever it unpacks to."""
    padded = "<Types>" + " " * 3_000_000 + "</Types>"
    with pytest.raises(ValidationError) as refused:
        check_file(uploaded("guia.docx", zip_bytes({"[Content_Types].xml": padded})))
    assert refused.value.code == "damaged"


def test_check_file_refuses_entities_in_the_declaration():
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa">]><Types>&a;</Types>'
    with pytest.raises(ValidationError) as refused:
        check_file(uploaded("guia.docx", zip_bytes({"[Content_Types].xml": entity})))
    assert refused.value.code == "damaged"


def test_check_file_works_on_plain_files(tmp_path):
    path = tmp_path / "guía.pdf"
    path.write_bytes(pdf_bytes())
    with path.open("rb") as opened:
        assert check_file(File(opened)).name == "guía.pdf"
    assert check_file(ContentFile(pdf_bytes(), name="otra.PDF")).extension == ".pdf"
