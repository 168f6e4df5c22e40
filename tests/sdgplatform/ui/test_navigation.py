from sdgplatform.ui.navigation import ACCOUNT, FOOT, MAIN, SEARCH, Link, Place, Visitor, links

PLACES = (
    Place("home", "Home", "healthz"),
    Place("mine", "Mine", "account_email", for_visitors=False),
    Place("parts", "Parts", "ui:component_gallery", for_staff_only=True),
    Place("none", "None", "no:such_page"),
    Place("people", "People", "healthz", permission="people.list"),
)


def labels(visitor: Visitor) -> list[str]:
    return [str(link.label) for link in links(PLACES, visitor)]


def test_visitors_see_the_public_pages_that_exist() -> None:
    assert labels(Visitor(signed_in=False)) == ["Home"]


def test_accounts_see_their_own_and_staff_the_rest() -> None:
    assert labels(Visitor(signed_in=True)) == ["Home", "Mine"]
    assert labels(Visitor(signed_in=True, staff=True)) == ["Home", "Mine", "Parts"]


def test_entry_is_current_below_its_own_address() -> None:
    found = list(links(PLACES[1:2], Visitor(signed_in=True, path="/accounts/email/")))
    assert found == [Link("Mine", "/accounts/email/", current=True)]


def test_page_may_say_its_section() -> None:
    found = list(links(PLACES[:2], Visitor(signed_in=True, path="/accounts/email/", section="home")))
    assert [link.current for link in found] == [True, False]


def test_every_entry_has_its_own_section() -> None:
    sections = [place.section for place in (*MAIN, *FOOT)]
    assert len(sections) == len(set(sections))


def test_entry_with_a_permission_is_for_those_who_have_it() -> None:
    asked: list[str] = []

    def may(permission: str) -> bool:
        asked.append(permission)
        return True

    assert labels(Visitor(signed_in=True, may=may)) == ["Home", "Mine", "People"]
    assert labels(Visitor(signed_in=False, may=may)) == ["Home"]
    assert asked == ["people.list"]


def test_every_entry_leads_to_a_page() -> None:
    assert [place.url_name for place in (*MAIN, *FOOT, *ACCOUNT, SEARCH) if not place.url] == []
