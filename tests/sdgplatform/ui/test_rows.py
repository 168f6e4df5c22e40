from sdgplatform.ui.parts import CheckItem, Meter
from sdgplatform.ui.rows import check_rows, meter_rows


def test_meters_escape_and_leave_out_what_they_have_not():
    text = meter_rows([Meter("A & B", 3), Meter("<C>", 4, "of 5", 80, "short", short=True, url="?a=1&b=2")])
    first, second = text.strip().split("\n")
    assert first == '<li class="meter"><span>A &amp; B</span><span class="value">3</span></li>'
    assert '<a href="?a=1&amp;b=2">&lt;C&gt;</a>' in second
    assert "4 <small>of 5, <strong>short</strong></small>" in second
    assert 'class="b3" width="80%"' in second


def test_meters_with_one_of_note_and_remark_have_no_comma():
    text = meter_rows([Meter("A", 1, "of 2"), Meter("B", 1, remark="full")])
    assert "<small>of 2</small>" in text
    assert "<small><strong>full</strong></small>" in text


def test_checks_say_their_state_in_words_and_by_icon():
    text = check_rows(
        [CheckItem("A", "error"), CheckItem("B"), CheckItem("C", "todo"), CheckItem("D", "done")]
    )
    error, missing, todo, done = text.strip().split("\n")
    assert "is-error" in error
    assert "exclamation-octagon" in error
    assert "Error:" in error
    assert "is-missing" in missing
    assert "exclamation-triangle" in missing
    assert "Missing:" in missing
    assert "is-missing" in todo
    assert "#circle" in todo
    assert "Missing:" in todo
    assert "is-done" in done
    assert "check-lg" in done
    assert "Done:" in done


def test_the_link_of_a_check_names_what_it_leads_to():
    items = [CheckItem("<A>", "done", "why", "/a/"), CheckItem("B", "missing", "", "/b/", "Mend")]
    first, second = check_rows(items).strip().split("\n")
    assert '<span class="sub">why</span>' in first
    assert '<a class="muted" href="/a/">View<span class="visually-hidden">: &lt;A&gt;</span></a>' in first
    assert '<a href="/b/">Mend<span class="visually-hidden">: B</span></a>' in second
