import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdgplatform.uploads.names import clean_name, extension_of


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("Guía de formación.pdf", "Guía de formación.pdf"),
        ("Gui\u0301a.pdf", "Guía.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Ana\\Guía.pdf", "Guía.pdf"),
        ("guia\x00\r\n.pdf", "guia.pdf"),
        ("informe\u202efdp.docx", "informefdp.docx"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("  dos   espacios .pdf", "dos espacios .pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("...", "file"),
        ("", "file"),
        (None, "file"),
        ("a" * 400 + ".pdf", "a" * 251 + ".pdf"),
    ],
)
def test_clean_name(given_name, name):
    assert clean_name(given_name) == name


@given(st.text(max_size=600))
def test_clean_name_is_always_fit_to_be_shown(text):
    name = clean_name(text)
    assert 0 < len(name) <= 255
    assert [sign for sign in name if not sign.isprintable() or sign in '/\\<>:"|?*'] == []
    assert clean_name(name) == name
    assert unicodedata.is_normalized("NFC", name)


def test_extension_of_is_lower_case():
    assert extension_of("Guía.PDF") == ".pdf"
