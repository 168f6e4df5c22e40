from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participants.models import City
from participants.models.roles import STAFF_ROLES
from sdgplatform.db import choice_constraint, ordered_constraint, short_code
from sdgplatform.search import Searchable, SearchableQuerySet, search_index
from sdgplatform.uploads.models import Upload

validate_element_code = RegexValidator(
    r"^[^\W_][\w.\-]*\Z", _("Only letters, digits, points and hyphens, without spaces.")
)
YEARS = Q(period_start__range=(1990, 2100), period_end__range=(1990, 2100))


class StrategyQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Own cities and networks; others through a matrix that is published to all or read as a peer."""
        public = Q(matrices__state="PUBLISHED", matrices__visibility="PUBLIC")
        if not user.is_authenticated:
            return self.filter(public).distinct()
        if user.is_superuser:
            return self.all()
        mine = Q(city__in=user.planned_city_ids) | Q(created_by=user)
        staff = user.networks_with_role(*STAFF_ROLES)
        in_network = Q(network__in=staff)
        peer = Q(
            matrices__state__in=["SUBMITTED", "IN_REVIEW"], matrices__peer_city__in=user.planned_city_ids
        )
        return self.filter(public | mine | in_network | peer).distinct()


class StrategyKind(models.TextChoices):
    STRATEGIC = "STRATEGIC", _("Strategic plan")
    GOVERNMENT = "GOVERNMENT", _("Government programme")
    DEVELOPMENT = "DEVELOPMENT", _("Development plan")
    LAND_USE = "LAND_USE", _("Land-use plan")
    SECTORAL = "SECTORAL", _("Sectoral plan")
    CLIMATE = "CLIMATE", _("Climate plan")
    BUDGET = "BUDGET", _("Budget")
    OTHER = "OTHER", _("Other")


class Strategy(Searchable):
    """A city's plan, as the tree of its elements."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="strategies"
    )
    network = models.ForeignKey(
        "participants.Network",
        verbose_name=_("network"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="strategies",
        help_text=_("The network whose reviewers read the matrices."),
    )
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(
        _("kind"), max_length=12, choices=StrategyKind.choices, default=StrategyKind.STRATEGIC
    )
    period_start = models.PositiveSmallIntegerField(_("first year"))
    period_end = models.PositiveSmallIntegerField(_("last year"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="es")
    adoption = models.CharField(_("act of adoption"), max_length=250, blank=True)
    url = models.URLField(_("address of the document"), max_length=500, blank=True)
    document = models.ForeignKey(
        Upload, verbose_name=_("document"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    responsible_unit = models.CharField(_("responsible unit"), max_length=200, blank=True)
    is_sample = models.BooleanField(_("sample data"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        indexes = [search_index("strategy")]
        constraints = [
            choice_constraint("strategy", "kind", StrategyKind),
            ordered_constraint("strategy", "period_start", "period_end"),
            models.CheckConstraint(
                condition=YEARS,
                name="strategy_years_are_plausible",
                violation_error_message=_("Years lie between 1990 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def searched_texts(self) -> list[str]:
        return [self.title, self.city.name]


class Level(models.TextChoices):
    AXIS = "AXIS", _("Axis")
    OBJECTIVE = "OBJECTIVE", _("Objective")
    PROGRAMME = "PROGRAMME", _("Programme")
    PROJECT = "PROJECT", _("Project")
    ACTION = "ACTION", _("Action")


class ElementStatus(models.TextChoices):
    PLANNED = "PLANNED", _("Planned")
    RUNNING = "RUNNING", _("Running")
    DONE = "DONE", _("Done")
    DROPPED = "DROPPED", _("Dropped")


class StrategyElement(models.Model):
    """One row of the strategy: an axis, objective, programme, project or action."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="elements")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    code = models.CharField(_("code"), max_length=30, validators=[validate_element_code])
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    need = models.TextField(_("need addressed"), blank=True)
    responsible = models.CharField(_("responsible unit"), max_length=200, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    ends_on = models.DateField(_("end"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=ElementStatus.choices, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Three letters, such as ARS.")
    )
    budget_year = models.PositiveSmallIntegerField(_("budget year"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0, help_text="Order of the whole tree, depth first.")

    class Meta:
        verbose_name = _("strategy element")
        verbose_name_plural = _("strategy elements")
        indexes = [models.Index(fields=["strategy", "position"], name="element_in_order")]
        constraints = [
            choice_constraint("element", "level", Level),
            choice_constraint("element", "status", ElementStatus),
            models.UniqueConstraint(
                fields=["strategy", "code"],
                name="element_code_once_per_strategy",
                violation_error_message=_("This code is already used in the strategy."),
            ),
            ordered_constraint("element", "starts_on", "ends_on"),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | (Q(budget__gte=0) & Q(currency__regex=r"^[A-Z]{3}$")),
                name="element_budget_has_currency",
                violation_error_message=_("A budget is not negative and has a currency of three letters."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="element_is_not_its_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


LEVELS = [level.value for level in Level]


def level_rank(level: str) -> int:
    """0 for an axis to 4 for an action: a child's rank is higher than its parent's."""
    return LEVELS.index(level)
