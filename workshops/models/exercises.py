"""Exercises of a session: groups score one strategy, each in its own draft, from their phones."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alignment.models import AlignmentMatrix, FrameworkVersion, Goal, Strategy, StrategyElement
from alignment.models.matrices import Granularity
from alignment.models.strategies import Level
from sdgplatform.db import choice_constraint, long_code, short_code
from workshops.models.programme import Session
from workshops.models.workshops import STAFF_ROLES, Workshop, WorkshopNetwork, WorkshopTrainer

JOIN_CODE_LENGTH = 6


def new_join_code() -> str:
    """One of 887 million; typing errors are limited per connection, so it cannot be found by trying."""
    return short_code(JOIN_CODE_LENGTH)


class ExerciseState(models.TextChoices):
    PREPARED = "PREPARED", _("Prepared")
    OPEN = "OPEN", _("Open, groups score")
    LOCKED = "LOCKED", _("Locked by the facilitator")
    ENDED = "ENDED", _("Ended")
    MERGED = "MERGED", _("Merged")


JOINABLE_STATES = (ExerciseState.OPEN, ExerciseState.LOCKED)


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def visible_to(self, user: Any) -> Self:
        """Those who see the workshop; what they may do is for the rules."""
        return self.filter(session__workshop__in=Workshop.objects.visible_to(user).values("pk"))

    def worked_for_by(self, user: Any) -> Self:
        """Those of workshops that one is staff or trainer of: as in the permission to look at them."""
        if user.is_superuser:
            return self.all()
        if not user.is_authenticated:
            return self.none()
        links = WorkshopNetwork.objects.filter(network__in=user.networks_with_role(*STAFF_ROLES))
        trained = WorkshopTrainer.objects.filter(person__account=user.pk)
        return self.filter(
            Q(session__workshop__in=links.values("workshop"))
            | Q(session__workshop__in=trained.values("workshop"))
        )

    def for_page(self) -> Self:
        return self.select_related(
            "session__workshop__venue__city__country",
            "session__workshop__event",
            "strategy__city__country",
            "framework",
        )

    def joinable(self) -> Self:
        return self.filter(state__in=JOINABLE_STATES)


class Exercise(models.Model):
    """`revision` grows whenever something changes that phones must know: a lock, the time, a group."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="exercises")
    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    join_code = models.CharField(max_length=12, unique=True, default=new_join_code, editable=False)
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("instructions"), blank=True, max_length=2000)
    language = models.CharField(_("language of title and instructions"), max_length=10, blank=True)
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategy"), on_delete=models.PROTECT, related_name="exercises"
    )
    framework = models.ForeignKey(
        FrameworkVersion, verbose_name=_("framework version"), on_delete=models.PROTECT, related_name="+"
    )
    granularity = models.CharField(
        _("depth"), max_length=6, choices=Granularity.choices, default=Granularity.GOAL
    )
    scored_level = models.CharField(
        _("scored level"),
        max_length=10,
        choices=Level.choices,
        blank=True,
        help_text=_("Blank: the lowest element of each branch."),
    )
    goals = models.ManyToManyField(Goal, verbose_name=_("goals in play"), related_name="+", blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=30, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    state = models.CharField(
        _("state"), max_length=8, choices=ExerciseState.choices, default=ExerciseState.PREPARED
    )
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        AlignmentMatrix, null=True, blank=True, on_delete=models.PROTECT, related_name="merged_exercises"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = [
            choice_constraint("exercise", "state", ExerciseState),
            choice_constraint("exercise", "granularity", Granularity),
            choice_constraint("exercise", "scored_level", Level),
            models.CheckConstraint(
                condition=Q(state="PREPARED", opened_at__isnull=True, closes_at__isnull=True)
                | Q(~Q(state="PREPARED"), opened_at__isnull=False, closes_at__isnull=False),
                name="exercise_open_has_times",
            ),
            models.CheckConstraint(
                condition=Q(state="MERGED", merged_into__isnull=False)
                | Q(~Q(state="MERGED"), merged_into__isnull=True),
                name="exercise_merged_has_matrix",
            ),
            models.CheckConstraint(condition=Q(minutes__range=(5, 600)), name="exercise_minutes_5_to_600"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def workshop(self) -> Workshop:
        return self.session.workshop

    @property
    def is_joinable(self) -> bool:
        return self.state in JOINABLE_STATES

    @property
    def shown_join_code(self) -> str:
        """As it is read aloud: ABC DEF."""
        half = len(self.join_code) // 2
        return f"{self.join_code[:half]} {self.join_code[half:]}".upper()


class ExerciseTransition(models.Model):
    """One step in the life of an exercise; the log of its `state`."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=8, choices=ExerciseState.choices)
    to_state = models.CharField(max_length=8, choices=ExerciseState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [choice_constraint("exercise_transition", "to_state", ExerciseState)]

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"


class ExerciseGroup(models.Model):
    """Its draft begins when the exercise is opened, so that until then everything may still change."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=60)
    matrix = models.OneToOneField(
        AlignmentMatrix, null=True, blank=True, on_delete=models.PROTECT, related_name="exercise_group"
    )
    is_locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "number"], name="exercise_group_number_once"),
            models.UniqueConstraint(
                fields=["exercise", "name"],
                name="exercise_group_name_once",
                violation_error_message=_("Two groups have the same name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExerciseMember(models.Model):
    """Somebody with a phone. `key` lies in a signed cookie of that phone and opens this exercise only."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="members")
    group = models.ForeignKey(ExerciseGroup, on_delete=models.CASCADE, related_name="members")
    number = models.PositiveSmallIntegerField(
        help_text="In the order of joining; names a person whose name was hidden."
    )
    key = models.CharField(max_length=40, unique=True, default=long_code, editable=False)
    name = models.CharField(_("name"), max_length=60)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    joined_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("member of a group")
        verbose_name_plural = _("members of groups")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "number"], name="exercise_member_number_once"),
            models.UniqueConstraint(
                fields=["exercise", "account"],
                condition=Q(account__isnull=False),
                name="exercise_member_once_per_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ExerciseEdit(models.Model):
    """One accepted edit: who set what. `key` is the phone's own number of it, so that it counts once."""

    group = models.ForeignKey(ExerciseGroup, on_delete=models.CASCADE, related_name="edits")
    member = models.ForeignKey(ExerciseMember, on_delete=models.CASCADE, related_name="edits")
    key = models.CharField(max_length=40)
    element = models.ForeignKey(StrategyElement, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=16, help_text="Code of the goal or target.")
    score = models.SmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=8, blank=True)
    rationale = models.TextField(blank=True)
    revision = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("edit of a group")
        verbose_name_plural = _("edits of a group")
        indexes = [models.Index(fields=["group", "revision"], name="exercise_edit_since")]
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="exercise_edit_once_per_key"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(-3, 3)), name="exercise_edit_score_in_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} × {self.place}: {self.score}"


class ExerciseDecision(models.Model):
    """What the facilitator chose, with the room, for a cell on which the groups differ."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="decisions")
    element = models.ForeignKey(StrategyElement, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=16)
    score = models.SmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision on a cell")
        verbose_name_plural = _("decisions on cells")
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "element", "place"], name="exercise_decision_once_per_cell"
            ),
            models.CheckConstraint(
                condition=Q(score__range=(-3, 3)), name="exercise_decision_score_in_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} × {self.place}: {self.score}"
