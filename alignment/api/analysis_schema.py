"""The form of the answer of an analysis, for the reference; `analysis_data` makes the data itself."""

from typing import Any

from rest_framework import serializers as s

Form = s.Serializer[Any]


def number() -> s.FloatField:
    return s.FloatField(allow_null=True)


class ShareSerializer(Form):
    """`value` is part / whole; null when the whole is 0."""

    part = s.IntegerField()
    whole = s.IntegerField()
    value = number()


class GoalFigures(Form):
    goal = s.IntegerField()
    covered = ShareSerializer()
    strong = ShareSerializer()
    direct = ShareSerializer()
    outcomes = ShareSerializer()
    hindered = s.IntegerField()
    assessed = ShareSerializer()


class CoverageFigures(Form):
    covered = ShareSerializer()
    strong = ShareSerializer()
    direct = ShareSerializer()
    outcomes = ShareSerializer()
    intensity = number()
    goals = GoalFigures(many=True)


class GoalIntensity(Form):
    goal = s.IntegerField()
    intensity = number()
    share = number()


class IntensityFigures(Form):
    mean = number()
    goals = GoalIntensity(many=True)


class BalanceGroup(Form):
    name = s.CharField()
    goals = s.ListField(child=s.IntegerField())
    value = number()


class KindFigures(Form):
    covered = ShareSerializer()
    intensity = number()


class BalanceFigures(Form):
    evenness = number()
    goals_in_scope = s.IntegerField()
    mean = number()
    groups = BalanceGroup(many=True)
    outcomes = KindFigures()
    means = KindFigures()


class GapFigures(Form):
    place = s.CharField()
    gap_class = s.CharField()
    highest_help = s.IntegerField(allow_null=True)
    gap_score = number()


class RolledCell(Form):
    element = s.CharField()
    place = s.CharField()
    helps = s.IntegerField()
    hinders = s.IntegerField()


class ElementBreadth(Form):
    element = s.CharField()
    served = ShareSerializer()
    assessed = s.IntegerField()
    is_orphan = s.BooleanField()
    is_outlier = s.BooleanField()


class BreadthFigures(Form):
    threshold = number()
    density = ShareSerializer()
    elements = ElementBreadth(many=True)


class SimilarPair(Form):
    first = s.CharField()
    second = s.CharField()
    value = s.FloatField()
    common = s.IntegerField()
    is_reported = s.BooleanField()


class SimilarityFigures(Form):
    """`undefined`: rows that are all 0 or blank. Pairs without a target in common are not listed."""

    undefined = s.ListField(child=s.CharField())
    pairs = SimilarPair(many=True)


class RedundantPlace(Form):
    place = s.CharField()
    elements = s.ListField(child=s.CharField())


class PlacesTogether(Form):
    first = s.CharField()
    second = s.CharField()
    elements = s.IntegerField()


class ConflictingPlace(Form):
    place = s.CharField()
    helps = s.IntegerField()
    hinders = s.IntegerField()
    ratio = s.FloatField()


class HinderingLink(Form):
    element = s.CharField()
    place = s.CharField()
    score = s.IntegerField()
    mitigation = s.CharField()


class ConflictFigures(Form):
    places = ConflictingPlace(many=True)
    links = HinderingLink(many=True)


class VoiceFigures(Form):
    missing = ShareSerializer()
    places = s.ListField(child=s.CharField())


class GoalMoney(Form):
    goal = s.IntegerField()
    split = s.CharField()
    touched = s.CharField()


class PlaceMoney(Form):
    place = s.CharField()
    split = s.CharField()
    touched = s.CharField()


class ElementMoney(Form):
    element = s.CharField()
    amount = s.CharField()


class MoneyTable(Form):
    """Split and untagged add up to the total; touched amounts must not be added up."""

    currency = s.CharField()
    year = s.IntegerField(allow_null=True)
    total = s.CharField()
    untagged = s.CharField()
    over_assigned = s.ListField(child=s.CharField())
    goals = GoalMoney(many=True)
    places = PlaceMoney(many=True)
    elements = ElementMoney(many=True)


class BudgetFigures(Form):
    without_money = s.ListField(child=s.CharField())
    not_counted = s.ListField(child=s.CharField())
    tables = MoneyTable(many=True)


class PlaceReadiness(Form):
    place = s.CharField()
    indicator = s.CharField()
    value = s.FloatField()
    missing = s.ListField(child=s.CharField())


class ReadinessFigures(Form):
    mean = number()
    comparable = ShareSerializer()
    places = PlaceReadiness(many=True)


class ChangedCell(Form):
    element = s.CharField()
    place = s.CharField()
    kind = s.CharField()
    before = s.IntegerField(allow_null=True)
    after = s.IntegerField(allow_null=True)


class GoalDifference(Form):
    goal = s.IntegerField()
    difference = number()


class ChangeFigures(Form):
    since_version = s.IntegerField()
    counts = s.DictField(child=s.IntegerField())
    coverage_before = ShareSerializer()
    coverage_now = ShareSerializer()
    coverage = GoalDifference(many=True)
    intensity = GoalDifference(many=True)
    cells = ChangedCell(many=True)


class CellOfGroups(Form):
    element = s.CharField()
    place = s.CharField()
    scores = s.ListField(child=s.IntegerField(allow_null=True))
    median = s.FloatField()
    range = s.IntegerField()
    discuss = s.BooleanField()


class AgreementFigures(Form):
    """Of the groups of one exercise."""

    exercise = s.CharField()
    title = s.CharField()
    groups = s.IntegerField()
    kappa = number()
    cells = CellOfGroups(many=True)


class AnalysisSerializer(Form):
    """Analyses that were not asked for are left out; `change` is null without a version before."""

    matrix = s.CharField()
    version = s.IntegerField()
    state = s.CharField()
    framework = s.CharField()
    granularity = s.CharField()
    weights = s.CharField()
    elements = s.IntegerField()
    places = s.IntegerField()
    completeness = ShareSerializer()
    updated_at = s.DateTimeField()
    coverage = CoverageFigures(required=False)
    intensity = IntensityFigures(required=False)
    balance = BalanceFigures(required=False)
    gaps = GapFigures(many=True, required=False)
    roll_up = RolledCell(many=True, required=False)
    breadth = BreadthFigures(required=False)
    similarity = SimilarityFigures(required=False)
    redundancy = RedundantPlace(many=True, required=False)
    co_occurrence = PlacesTogether(many=True, required=False)
    conflicts = ConflictFigures(required=False)
    voices = VoiceFigures(required=False, allow_null=True)
    budget = BudgetFigures(required=False)
    readiness = ReadinessFigures(required=False, allow_null=True)
    change = ChangeFigures(required=False, allow_null=True)
    agreement = AgreementFigures(many=True, required=False)
