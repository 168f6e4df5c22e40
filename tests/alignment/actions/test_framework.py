from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alignment.actions.framework import WordingFileUnusable, load_framework, load_wording
from alignment.models import FrameworkVersion, Goal, Indicator, Target, Wording
from alignment.models.framework import TargetKind

PER_GOAL = [7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19]
INDICATORS_PER_GOAL = [13, 15, 28, 12, 14, 11, 6, 17, 12, 14, 16, 13, 8, 10, 14, 24, 24]


def test_load_framework_has_the_counts_of_the_united_nations(framework: None) -> None:
    per_goal = [Target.objects.filter(goal=number).count() for number in range(1, 18)]
    indicators = Indicator.objects.filter(framework="2025")
    assert Goal.objects.count() == 17
    assert per_goal == PER_GOAL
    assert [indicators.filter(target__goal=number).count() for number in range(1, 18)] == INDICATORS_PER_GOAL
    assert {version.code: version.indicators.count() for version in FrameworkVersion.objects.all()} == {
        "2017": 244,
        "2022": 248,
        "2025": 251,
    }
    assert Target.objects.filter(kind=TargetKind.OUTCOME).count() == 107
    assert Target.objects.filter(kind=TargetKind.MEANS).count() == 62


def test_load_framework_orders_numbers_before_letters(framework: None) -> None:
    codes = list(Target.objects.filter(goal=8).in_order().values_list("code", flat=True))
    assert codes == [*(f"8.{number}" for number in range(1, 11)), "8.a", "8.b"]


def test_load_framework_gives_each_row_a_title_in_four_languages(framework: None) -> None:
    for model in (Goal, Target, Indicator):
        for titles in model.objects.values_list("titles", flat=True):
            assert sorted(language for language, text in titles.items() if text) == [
                "en",
                "es",
                "fr",
                "pt-br",
            ]


def test_repeated_indicators_share_titles_and_count_once(framework: None) -> None:
    rows = Indicator.objects.filter(framework="2025")
    groups: dict[str, list[Indicator]] = {}
    for row in rows.exclude(repeat_group=""):
        groups.setdefault(row.repeat_group, []).append(row)
    assert len(groups) == 13
    assert rows.count() - sum(len(group) - 1 for group in groups.values()) == 234
    differing = {key for key, group in groups.items() if len({str(row.titles) for row in group}) > 1}
    assert differing <= {"13.2.1"}


def test_a_code_means_what_its_version_says(framework: None) -> None:
    then, now = (Indicator.objects.get(framework=version, code="4.6.1") for version in ("2017", "2025"))
    assert then.titles != now.titles
    assert (then.unsd_code, bool(now.unsd_code)) == ("", True)
    assert not Indicator.objects.filter(framework="2022", code="8.9.2").exists()


def test_load_framework_may_run_again(framework: None) -> None:
    before = (
        dict(Target.objects.values_list("code", "pk")),
        set(Indicator.objects.values_list("pk", flat=True)),
    )
    Goal.objects.filter(number=1).update(titles={"en": "Changed"})
    load_framework()
    after = (
        dict(Target.objects.values_list("code", "pk")),
        set(Indicator.objects.values_list("pk", flat=True)),
    )
    assert after == before
    assert Goal.objects.get(number=1).titles["en"] == "No Poverty"


def test_load_wording_takes_the_operators_texts(framework: None, tmp_path: Path) -> None:
    path = tmp_path / "wording.csv"
    path.write_text(
        "code,language,text,source\nMeta 11.2,es,Texto,ONU\n11,en,Text,\n11.2.1,fr,Texte,\n", "utf-8-sig"
    )
    result = load_wording(path, framework=FrameworkVersion.objects.get(code="2025"))
    assert (result.count, result.errors) == (3, [])
    assert Wording.objects.get(code="11.2").text == "Texto"
    assert load_wording(path, framework=FrameworkVersion.objects.get(code="2025")).count == 3
    assert Wording.objects.count() == 3


def test_load_wording_names_the_lines_and_writes_nothing(framework: None, tmp_path: Path) -> None:
    path = tmp_path / "wording.csv"
    path.write_text("code,language,text\n11.2,es,Texto\n13.9,es,x\nfoo,es,x\n11.2,de,x\n11.2,en,\n", "utf-8")
    result = load_wording(path, framework=FrameworkVersion.objects.get(code="2025"))
    assert [line for line, _message in result.errors] == [3, 4, 5, 6]
    assert Wording.objects.count() == 0
    with pytest.raises(CommandError):
        call_command("load_sdg_framework", wording=path)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"code,language,text\n\xff\xfe,es,x\n"])
def test_load_wording_refuses_other_files(framework: None, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "wording.csv"
    path.write_bytes(content)
    with pytest.raises(WordingFileUnusable):
        load_wording(path, framework=FrameworkVersion.objects.get(code="2025"))
