from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants.models import City, Gender, Network, Person, Profile
from sdgplatform.db import choice_constraint, long_code, short_code, together_constraint
from sdgplatform.search import Searchable, SearchableQuerySet, search_index
from workshops.models.workshops import Workshop


class ApplicationState(models.TextChoices):
    UNCONFIRMED = "UNCONFIRMED", _("Address not confirmed")
    RECEIVED = "RECEIVED", pgettext_lazy("application", "Open")
    ACCEPTED = "ACCEPTED", pgettext_lazy("application", "Accepted")
    WAITING = "WAITING", _("Waiting list")
    DECLINED = "DECLINED", pgettext_lazy("application", "Declined")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("application", "Withdrawn")


DECIDED_STATES = (ApplicationState.ACCEPTED, ApplicationState.WAITING, ApplicationState.DECLINED)


class ApplicationQuerySet(SearchableQuerySet):
    def visible_to(self, user: Any) -> Self:
        """The applicant, and those who select for the organising networks."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        selecting = self._selecting(user)
        return self.filter(Q(person__account=user) | Q(workshop__in=selecting.values("pk")))

    def selected_by(self, user: Any) -> Self:
        """Those that the person reads as a selector: with notes and decisions not announced yet."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(workshop__in=self._selecting(user).values("pk"))

    @staticmethod
    def _selecting(user: Any) -> Any:
        networks = user.networks_with_role("COORDINATOR", "SELECTION_REVIEWER")
        return Workshop.objects.filter(workshop_networks__network__in=networks)

    def received(self) -> Self:
        """Those whose address is confirmed: what the organisers count."""
        return self.exclude(state=ApplicationState.UNCONFIRMED)

    def waiting(self) -> Self:
        """The waiting list, first in line first."""
        return self.filter(state=ApplicationState.WAITING).order_by("waiting_position", "pk")

    def with_place(self) -> Self:
        return self.select_related("person", "city__country", "network", "profile")


class Application(Searchable):
    """What somebody wrote to take part; facts are kept as they were when it was sent."""

    code = models.CharField(max_length=20, unique=True, default=short_code, editable=False)
    key = models.CharField(
        max_length=40, unique=True, default=long_code, editable=False, help_text="Opens it by mail link."
    )
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
        help_text="Set on confirmation.",
    )
    state = models.CharField(
        _("state"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.UNCONFIRMED
    )
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language for mails"), max_length=10, choices=settings.LANGUAGES)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender.choices, blank=True)
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    organisation_name = models.CharField(_("organisation"), max_length=200)
    job_title = models.CharField(_("position"), max_length=160)
    network = models.ForeignKey(
        Network,
        verbose_name=_("network"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    profile = models.ForeignKey(
        Profile,
        verbose_name=_("profile"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    motivation = models.TextField(_("Why this workshop?"), max_length=3000)
    follow_up = models.TextField(_("What will you do afterwards?"), max_length=3000, blank=True)
    needs = models.TextField(_("Travel, diet, access"), max_length=1000, blank=True)
    consented_at = models.DateTimeField()
    sent_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    waiting_position = models.PositiveSmallIntegerField(_("place on the waiting list"), null=True, blank=True)
    team_note = models.TextField(_("note for the selection team"), blank=True, max_length=3000)
    is_sample = models.BooleanField(default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            search_index("application"),
            models.Index(fields=["workshop", "state"], name="application_of_workshop"),
        ]
        constraints = [
            choice_constraint("application", "state", ApplicationState),
            together_constraint("application", "decided_at", "decided_by"),
            models.UniqueConstraint(
                "workshop",
                Lower("email"),
                condition=~Q(state="WITHDRAWN"),
                name="application_once_per_address",
                violation_error_message=_(
                    "There is already an application with this e-mail for this workshop."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["UNCONFIRMED", "WITHDRAWN"])
                | Q(person__isnull=False, confirmed_at__isnull=False),
                name="application_confirmed_has_person",
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING") | Q(waiting_position__isnull=True),
                name="application_position_only_when_waiting",
            ),
            models.UniqueConstraint(
                fields=["workshop", "waiting_position"],
                deferrable=models.Deferrable.DEFERRED,
                name="application_one_per_place_on_the_waiting_list",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def searched_texts(self) -> list[str]:
        return [
            self.given_name,
            self.family_name,
            self.email,
            self.organisation_name,
            self.city.name if self.city else "",
        ]

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def decision_key(self) -> str:
        """What the mail about the present decision is bound to: another decision, another key."""
        moment = f":{self.decided_at.timestamp():.6f}" if self.decided_at else ""
        return f"application:{self.code}{moment}"


class ApplicationTransition(models.Model):
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=12, choices=ApplicationState.choices)
    to_state = models.CharField(max_length=12, choices=ApplicationState.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [choice_constraint("application_transition", "to_state", ApplicationState)]

    def __str__(self) -> str:
        return f"{self.from_state} -> {self.to_state}"
