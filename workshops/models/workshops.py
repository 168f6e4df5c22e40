import zoneinfo
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants.models import City, Network, Person
from sdgplatform.db import choice_constraint, ordered_constraint
from sdgplatform.multilingual import MultilingualField, localize
from sdgplatform.search import Searchable, SearchableQuerySet, search_index
from sdgplatform.statements import Given, GivenIds, Statement

RESERVED_SLUGS = {"new", "edit", "copy", "apply", "applications", "export", "import", "calendar"}


def validate_not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            _("This word is used by the site itself. Choose another address."), code="reserved"
        )


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Unknown time zone: %(name)s."), code="time_zone", params={"name": name})


class Event(models.Model):
    """The summit or congress that a workshop belongs to."""

    slug = models.SlugField(max_length=100, unique=True)
    names = MultilingualField(_("name"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            ordered_constraint(
                "event",
                "starts_on",
                "ends_on",
                message=_("The last day of the event is not before its first day."),
            )
        ]

    def __str__(self) -> str:
        return localize(self.names)


class Venue(models.Model):
    name = models.CharField(_("name"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    city = models.ForeignKey(
        City, verbose_name=_("city"), null=True, blank=True, on_delete=models.PROTECT, related_name="venues"
    )
    map_url = models.URLField(_("map link"), max_length=500, blank=True)
    access_notes = models.TextField(_("how to get in, step-free access"), blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    def __str__(self) -> str:
        return self.name


class WorkshopState(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    OPEN = "OPEN", _("Open for applications")
    SELECTION = "SELECTION", _("Selection")
    CONFIRMED = "CONFIRMED", pgettext_lazy("workshop", "Confirmed")
    RUNNING = "RUNNING", pgettext_lazy("workshop", "Running")
    CLOSED = "CLOSED", pgettext_lazy("workshop", "Closed")
    REPORTED = "REPORTED", pgettext_lazy("workshop", "Reported")
    CANCELLED = "CANCELLED", pgettext_lazy("workshop", "Cancelled")


STAFF_ROLES = ("COORDINATOR", "SELECTION_REVIEWER", "CHECK_IN", "TRAINER", "REVIEWER", "TRANSLATOR", "VIEWER")


# Python itself keeps eight zones and reads the others from disk again.
_zone_named = lru_cache(maxsize=None)(zoneinfo.ZoneInfo)

# The columns of a line in a list.
LISTED = (
    "slug",
    "titles",
    "state",
    "time_zone",
    "starts_at",
    "ends_at",
    "languages",
    "capacity",
    "applications_open_at",
    "applications_close_at",
    "is_sample",
)


class WorkshopQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Drafts: staff of the organising networks and the trainers; everything else: everyone."""
        shown = ~Q(state=WorkshopState.DRAFT)
        if not user.is_authenticated:
            return self.filter(shown)
        if user.is_superuser:
            return self.all()
        links = WorkshopNetwork.objects.filter(network__in=user.networks_with_role(*STAFF_ROLES))
        trained = WorkshopTrainer.objects.filter(person__account=user.pk)
        return self.filter(shown | Q(pk__in=links.values("workshop")) | Q(pk__in=trained.values("workshop")))

    def with_place(self) -> Self:
        return self.select_related("venue__city__country", "event")

    def with_names(self) -> Self:
        """`network_names`, the lead first, and `taught`: number and titles of the modules; no more rows."""
        links = WorkshopNetwork.objects.filter(workshop=models.OuterRef("pk"))
        taught = WorkshopModule.objects.filter(workshop=models.OuterRef("pk")).order_by("position", "pk")
        return self.annotate(
            network_names=ArraySubquery(
                links.order_by("-is_lead", "network__name").values_list("network__name")
            ),
            network_slugs=ArraySubquery(
                links.order_by("-is_lead", "network__name").values_list("network__slug")
            ),
            taught=ArraySubquery(
                taught.values(one=JSONObject(number="module__number", titles="module__titles"))
            ),
        )

    def organised_by(self, network_slug: str) -> Self:
        links = WorkshopNetwork.objects.filter(network__slug=network_slug)
        return self.filter(pk__in=links.values("workshop"))

    def for_page(self) -> Self:
        """The line under the title of every page names the place and the event."""
        return self.with_place()

    def find_for_page(self, user: Any, slug: str) -> "Workshop | None":
        """The same as `visible_to(user).for_page()`, for every page of one workshop."""
        if not user.is_authenticated or user.is_superuser:
            return self.visible_to(user).for_page().filter(slug=slug).first()
        found: Workshop | None = _FOR_PAGE.first(
            slug=slug, account=user.pk, networks=user.networks_with_role(*STAFF_ROLES)
        )
        return found

    def for_list(self) -> Self:
        """Only what a line shows, in one row each: no long texts, of the place the names."""
        return (
            self.only(*LISTED)
            .with_names()
            .annotate(
                venue_name=F("venue__name"),
                city_name=F("venue__city__name"),
                city_slug=F("venue__city__slug"),
                country_code=F("venue__city__country"),
                country_names=F("venue__city__country__names"),
            )
        )

    def upcoming(self) -> Self:
        """Until the last day is over."""
        return self.filter(ends_at__gte=timezone.now()).exclude(state=WorkshopState.CANCELLED)


class Workshop(Searchable):
    slug = models.SlugField(_("address"), max_length=100, unique=True, validators=[validate_not_reserved])
    titles = MultilingualField(_("title"), max_length=200)
    summaries = MultilingualField(_("what it is about"), blank=True, max_length=4000)
    audiences = MultilingualField(_("who it is for"), blank=True, max_length=2000)
    state = models.CharField(
        _("state"), max_length=10, choices=WorkshopState.choices, default=WorkshopState.DRAFT
    )
    event = models.ForeignKey(
        Event,
        verbose_name=_("event"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshops",
    )
    venue = models.ForeignKey(
        Venue,
        verbose_name=_("venue"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="workshops",
    )
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_time_zone]
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    languages = ArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES), verbose_name=_("languages"), default=list
    )
    capacity = models.PositiveSmallIntegerField(_("places"), default=20, validators=[MinValueValidator(1)])
    applications_open_at = models.DateTimeField(_("applications open"), null=True, blank=True)
    applications_close_at = models.DateTimeField(_("applications close"), null=True, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    networks = models.ManyToManyField(Network, through="WorkshopNetwork", related_name="workshops")
    modules = models.ManyToManyField("modules.Module", through="WorkshopModule", related_name="workshops")
    made_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    narratives = MultilingualField(_("account for the report"), blank=True, max_length=10000)
    is_sample = models.BooleanField(_("has sample data"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")
        indexes = [
            search_index("workshop"),
            models.Index(fields=["-starts_at", "id"], name="workshop_newest_first"),
        ]
        constraints = [
            choice_constraint("workshop", "state", WorkshopState),
            ordered_constraint(
                "workshop",
                "starts_at",
                "ends_at",
                strictly=True,
                message=_("The workshop ends after it starts."),
            ),
            ordered_constraint(
                "workshop",
                "applications_open_at",
                "applications_close_at",
                strictly=True,
                message=_("Applications close after they open."),
            ),
            ordered_constraint(
                "workshop",
                "applications_close_at",
                "starts_at",
                message=_("The workshop cannot start before applications close."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="workshop_has_places",
                violation_error_message=_("A workshop has at least one place."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def searched_texts(self) -> list[str]:
        venue = [self.venue.name, self.venue.city.name if self.venue.city else ""] if self.venue else []
        return [*self.titles.values(), *venue, self.event.names.get("es", "") if self.event else ""]

    @property
    def title(self) -> str:
        return localize(self.titles)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return _zone_named(self.time_zone)

    @cached_property
    def organising_links(self) -> list["WorkshopNetwork"]:
        """The lead first."""
        if "workshop_networks" in getattr(self, "_prefetched_objects_cache", {}):
            links = list(self.workshop_networks.all())
        else:
            links = _ORGANISING.objects(workshop=self.pk)
        return sorted(links, key=lambda link: (not link.is_lead, link.network.name))

    @property
    def organising_network_ids(self) -> set[int]:
        return {link.network_id for link in self.organising_links}

    @cached_property
    def trainer_account_ids(self) -> set[int | None]:
        return {link.person.account_id for link in self.workshop_trainers.select_related("person")} - {None}

    @property
    def starts_local(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def ends_local(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def lasts_days(self) -> bool:
        """More than one day, counted where it takes place."""
        return self.starts_local.date() != self.ends_local.date()

    @property
    def takes_applications(self) -> bool:
        """Open, and inside the time for applications."""
        now = timezone.now()
        return (
            self.state == WorkshopState.OPEN
            and (self.applications_open_at is None or self.applications_open_at <= now)
            and (self.applications_close_at is None or now < self.applications_close_at)
        )


class WorkshopNetwork(models.Model):
    """An organising network; the lead one answers for the workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="workshop_networks")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="workshop_networks")
    is_lead = models.BooleanField(_("leads"), default=False)

    class Meta:
        verbose_name = _("organising network")
        verbose_name_plural = _("organising networks")
        constraints = [
            models.UniqueConstraint(fields=["workshop", "network"], name="workshop_network_once"),
            models.UniqueConstraint(
                fields=["workshop"], condition=Q(is_lead=True), name="workshop_network_one_leads"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} – {self.workshop}"


class WorkshopTrainer(models.Model):
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="workshop_trainers")
    person = models.ForeignKey(
        Person, verbose_name=_("trainer"), on_delete=models.PROTECT, related_name="trained_workshops"
    )
    note = models.CharField(_("in what capacity"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        constraints = [models.UniqueConstraint(fields=["workshop", "person"], name="workshop_trainer_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.workshop}"


class _AnybodySignedIn:
    """Whoever asks, while the SQL of `visible_to` is built."""

    is_authenticated, is_superuser = True, False
    pk = Given("account")

    @staticmethod
    def networks_with_role(*roles: str) -> GivenIds:
        return GivenIds("networks")


def _for_page() -> WorkshopQuerySet:
    rows = Workshop.objects.visible_to(_AnybodySignedIn()).for_page()
    return rows.filter(slug=Given("slug", models.CharField()))


_FOR_PAGE = Statement(_for_page)
_ORGANISING = Statement(
    lambda: WorkshopNetwork.objects.filter(workshop=Given("workshop")).select_related("network")
)


class WorkshopModule(models.Model):
    """A module that the workshop teaches."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="workshop_modules")
    module = models.ForeignKey("modules.Module", on_delete=models.PROTECT, related_name="workshop_modules")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("module taught")
        verbose_name_plural = _("modules taught")
        constraints = [models.UniqueConstraint(fields=["workshop", "module"], name="workshop_module_once")]

    def __str__(self) -> str:
        return f"{self.module} – {self.workshop}"


class WorkshopMatrix(models.Model):
    """An alignment matrix that came out of the workshop."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="workshop_matrices")
    matrix = models.OneToOneField(
        "alignment.AlignmentMatrix", on_delete=models.CASCADE, related_name="workshop_link"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("matrix of the workshop")
        verbose_name_plural = _("matrices of the workshop")

    def __str__(self) -> str:
        return f"{self.matrix} – {self.workshop}"


class WorkshopTransition(models.Model):
    """One step in the life of a workshop; the log of its `state`."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=10, choices=WorkshopState.choices)
    to_state = models.CharField(max_length=10, choices=WorkshopState.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [choice_constraint("workshop_transition", "to_state", WorkshopState)]

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"
