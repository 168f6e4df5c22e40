from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from sdgplatform.ui.markup import fill_html

VALUES = st.one_of(
    st.text(alphabet="<>&\"'aé{}% "),
    st.text(alphabet="<>&b").map(SafeString),
    st.integers(),
    st.booleans(),
    st.none(),
    st.floats(allow_nan=False),
    st.just(gettext_lazy("Yes")),
)


@given(VALUES, VALUES)
def test_escapes_as_format_html_does(first: Any, second: Any) -> None:
    pattern = '<a href="{}">{}</a>'
    assert fill_html(pattern, first, second) == format_html(pattern, first, second)


def test_is_safe_itself() -> None:
    assert fill_html("{}", fill_html("<b>{}</b>", "<")) == "<b>&lt;</b>"
