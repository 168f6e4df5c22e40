from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alignment.models.framework import FrameworkVersion, Goal, Target
from alignment.models.monitoring import LocalIndicator
from alignment.models.strategies import Level, Strategy, StrategyElement
from participants.models import City
from participants.models.roles import STAFF_ROLES
from sdgplatform.db import choice_constraint, short_code
from sdgplatform.statements import Given, GivenIds, Statement


class MatrixState(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SUBMITTED = "SUBMITTED", _("Submitted")
    IN_REVIEW = "IN_REVIEW", _("In review")
    CHANGES_REQUESTED = "CHANGES_REQUESTED", _("Changes requested")
    VALIDATED = "VALIDATED", _("Validated")
    PUBLISHED = "PUBLISHED", _("Published")
    SUPERSEDED = "SUPERSEDED", _("Superseded")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


EDITABLE_STATES = (MatrixState.DRAFT, MatrixState.CHANGES_REQUESTED)
FROZEN_STATES = (MatrixState.VALIDATED, MatrixState.PUBLISHED, MatrixState.SUPERSEDED)
# While its planners read a matrix as the peer city.
PEER_STATES = (MatrixState.SUBMITTED, MatrixState.IN_REVIEW)


class Visibility(models.TextChoices):
    PRIVATE = "PRIVATE", _("The city and its reviewers")
    NETWORK = "NETWORK", _("Members of the network")
    PUBLIC = "PUBLIC", _("Everyone")


class AlignmentMatrixQuerySet(models.QuerySet["AlignmentMatrix"]):
    page_key = "code"

    def visible_to(self, user: Any) -> Self:
        """Authors, own city, staff of the network, the peer city; published ones as the city chose."""
        public = Q(state=MatrixState.PUBLISHED, visibility=Visibility.PUBLIC)
        rows = self.ordinary()
        if not user.is_authenticated:
            return rows.filter(public)
        if user.is_superuser:
            return rows
        staff = Q(strategy__network__in=user.networks_with_role(*STAFF_ROLES))
        mine = Q(strategy__city__in=user.planned_city_ids) | Q(created_by=user.pk)
        member = Q(
            state=MatrixState.PUBLISHED, visibility=Visibility.NETWORK, strategy__network__in=user.network_ids
        )
        peer = Q(state__in=PEER_STATES, peer_city__in=user.planned_city_ids)
        return rows.filter(public | mine | staff | member | peer)

    def ordinary(self) -> Self:
        """Without the drafts of groups in an exercise, which count nowhere until they are merged."""
        return self.filter(is_group_draft=False)

    def validated(self) -> Self:
        return self.filter(state__in=FROZEN_STATES)

    def with_strategy(self) -> Self:
        return self.select_related("strategy__city__country", "strategy__network", "framework", "peer_city")

    def for_page(self) -> Self:
        """Every page of a matrix names its strategy and city."""
        return self.with_strategy()

    def find_for_page(self, user: Any, code: str) -> "AlignmentMatrix | None":
        """The same as `visible_to(user).for_page()`, for every page of one matrix and every saving."""
        if not user.is_authenticated or user.is_superuser:
            return self.visible_to(user).for_page().filter(code=code).first()
        found: AlignmentMatrix | None = _FOR_PAGE.first(
            code=code,
            account=user.pk,
            staffed=user.networks_with_role(*STAFF_ROLES),
            networks=user.network_ids,
            cities=user.planned_city_ids,
        )
        return found


class Granularity(models.TextChoices):
    GOAL = "GOAL", _("Goals")
    TARGET = "TARGET", _("Targets")


class Scope(models.TextChoices):
    ALL = "ALL", _("All targets")
    RELEVANT = "RELEVANT", _("Locally relevant targets")


class AlignmentMatrix(models.Model):
    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.PROTECT, related_name="matrices"
    )
    framework = models.ForeignKey(
        FrameworkVersion,
        verbose_name=_("framework version"),
        on_delete=models.PROTECT,
        related_name="matrices",
    )
    granularity = models.CharField(
        _("depth"), max_length=6, choices=Granularity.choices, default=Granularity.TARGET
    )
    scored_level = models.CharField(
        _("scored level"),
        max_length=10,
        choices=Level.choices,
        blank=True,
        help_text=_("Blank: the lowest element of each branch."),
    )
    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices, default=Scope.ALL)
    method_note = models.TextField(_("how it was made"), blank=True)
    state = models.CharField(
        _("state"), max_length=18, choices=MatrixState.choices, default=MatrixState.DRAFT
    )
    visibility = models.CharField(
        _("who sees it once published"), max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    derived_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="derived",
        help_text="The matrix of the other depth that this one goes on from.",
    )
    author_note = models.TextField(
        _("note of the author"), blank=True, help_text=_("Reasons for the warnings.")
    )
    checksum = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="matrices"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_group_draft = models.BooleanField(
        default=False, help_text="Of a group in an exercise; counts nowhere until it is merged."
    )
    drafted_in = models.CharField(
        max_length=20, blank=True, help_text="Of a group's draft: the exercise, whose groups are compared."
    )
    revision = models.PositiveBigIntegerField(
        default=0, help_text="Grows by one with every saving of cells; cells carry the one that wrote them."
    )
    replaced_at_revision = models.PositiveBigIntegerField(
        default=0, help_text="Whoever has seen less than this must read all cells again."
    )
    consented_by = models.CharField(
        _("who in the city agreed to the publication"), max_length=200, blank=True
    )
    consented_on = models.DateField(_("date of the agreement"), null=True, blank=True)
    peer_city = models.ForeignKey(
        City,
        verbose_name=_("peer city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Its planners may read the matrix and comment on it."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AlignmentMatrixQuerySet.as_manager()

    class Meta:
        verbose_name = _("alignment matrix")
        verbose_name_plural = _("alignment matrices")
        constraints = [
            choice_constraint("matrix", "state", MatrixState),
            choice_constraint("matrix", "granularity", Granularity),
            choice_constraint("matrix", "scope", Scope),
            choice_constraint("matrix", "visibility", Visibility),
            choice_constraint("matrix", "scored_level", Level),
            models.CheckConstraint(
                condition=~Q(state__in=["VALIDATED", "PUBLISHED", "SUPERSEDED"]) | ~Q(checksum=""),
                name="matrix_frozen_has_checksum",
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | (~Q(consented_by="") & Q(consented_on__isnull=False)),
                name="matrix_published_has_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strategy} v{self.version}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN_STATES


class _AnybodySignedIn:
    """Whoever asks, while the SQL of `visible_to` is built."""

    is_authenticated, is_superuser = True, False
    pk = Given("account")
    network_ids, planned_city_ids = GivenIds("networks"), GivenIds("cities")

    @staticmethod
    def networks_with_role(*roles: str) -> GivenIds:
        return GivenIds("staffed")


def _for_page() -> AlignmentMatrixQuerySet:
    rows = AlignmentMatrix.objects.visible_to(_AnybodySignedIn()).for_page()
    return rows.filter(code=Given("code", models.CharField()))


_FOR_PAGE = Statement(_for_page)


class MatrixSnapshot(models.Model):
    """What was validated, byte for byte: the strategy may be edited later, this text may not."""

    matrix = models.OneToOneField(AlignmentMatrix, on_delete=models.CASCADE, related_name="snapshot")
    content = models.TextField(help_text="JSON of the exchange format; its SHA-256 is the matrix's checksum.")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("validated content")
        verbose_name_plural = _("validated contents")

    def __str__(self) -> str:
        return str(self.matrix)


class Relevance(models.TextChoices):
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Not applicable")
    NATIONAL_ONLY = "NATIONAL_ONLY", _("National level only")


class TargetRelevance(models.Model):
    """A target that a city leaves out, with its reason; a target without such a row is relevant."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="left_out_targets")
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="left_out_by")
    status = models.CharField(_("why"), max_length=14, choices=Relevance.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("target left out")
        verbose_name_plural = _("targets left out")
        constraints = [
            choice_constraint("relevance", "status", Relevance),
            models.UniqueConstraint(fields=["city", "target"], name="relevance_once_per_city_and_target"),
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.target}, {self.get_status_display()}"


class CellKind(models.TextChoices):
    DIRECT = "DIRECT", _("Direct")
    INDIRECT = "INDIRECT", _("Indirect")
    ENABLING = "ENABLING", _("Enabling")


class Horizon(models.TextChoices):
    SHORT = "SHORT", _("Up to 2 years")
    MEDIUM = "MEDIUM", _("Medium term")
    LONG = "LONG", _("Long term")


class Provenance(models.TextChoices):
    MANUAL = "MANUAL", _("Entered")
    SUGGESTED = "SUGGESTED", _("Accepted suggestion")
    IMPORTED = "IMPORTED", _("Imported")
    ROLLED_UP = "ROLLED_UP", _("Rolled up")
    MERGED = "MERGED", _("Merged from groups")


class AlignmentCell(models.Model):
    """What one element does for one goal or target. No row means: not assessed."""

    CONFIDENCE = [(1, _("Guess")), (2, _("Shared judgement")), (3, _("Documented"))]

    matrix = models.ForeignKey(AlignmentMatrix, on_delete=models.CASCADE, related_name="cells")
    element = models.ForeignKey(StrategyElement, on_delete=models.CASCADE, related_name="cells")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.PROTECT, related_name="cells")
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="cells")
    score = models.SmallIntegerField(_("score"))
    kind = models.CharField(_("kind of link"), max_length=8, choices=CellKind.choices, blank=True)
    horizon = models.CharField(_("horizon"), max_length=6, choices=Horizon.choices, blank=True)
    confidence = models.PositiveSmallIntegerField(_("confidence"), choices=CONFIDENCE, null=True, blank=True)
    rationale = models.TextField(_("rationale"), blank=True, max_length=4000)
    mitigation = models.TextField(_("mitigation"), blank=True, max_length=4000)
    budget_share = models.DecimalField(
        _("share of the budget, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    provenance = models.CharField(max_length=9, choices=Provenance.choices, default=Provenance.MANUAL)
    original_value = models.CharField(max_length=60, blank=True)
    indicators = models.ManyToManyField(LocalIndicator, related_name="cells", blank=True)
    revision = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("cell")
        verbose_name_plural = _("cells")
        indexes = [models.Index(fields=["matrix", "revision"], name="cell_since")]
        constraints = [
            choice_constraint("cell", "kind", CellKind),
            choice_constraint("cell", "horizon", Horizon),
            models.UniqueConstraint(
                fields=["matrix", "element", "target"],
                condition=Q(target__isnull=False),
                name="cell_once_per_target",
            ),
            models.UniqueConstraint(
                fields=["matrix", "element", "goal"],
                condition=Q(goal__isnull=False),
                name="cell_once_per_goal",
            ),
            models.CheckConstraint(
                condition=Q(goal__isnull=True, target__isnull=False)
                | Q(goal__isnull=False, target__isnull=True),
                name="cell_of_a_goal_or_a_target",
            ),
            models.CheckConstraint(
                condition=Q(score__range=(-3, 3)), name="cell_score_between_minus_3_and_3"
            ),
            models.CheckConstraint(
                condition=~Q(score=0) | Q(kind=""),
                name="cell_without_link_has_no_kind",
                violation_error_message=_("A score of 0 has no kind of link."),
            ),
            models.CheckConstraint(
                condition=Q(budget_share__isnull=True) | Q(budget_share__range=(0, 100)),
                name="cell_budget_share_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(1, 3)),
                name="cell_confidence_1_to_3",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} × {self.target_id or self.goal_id}: {self.score}"

    @property
    def place(self) -> str:
        """Code of the goal or target, as files and addresses write it."""
        return self.target.code if self.target else str(self.goal.number if self.goal else "")
