"""Indicators with values, actors with roles and competences of a strategy's city: read and written.

What is valid is for the forms of the pages, so that both refuse the same in the same words.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.actions.actors import add_role, delete_actor, remove_role, save_actor, set_competences
from alignment.actions.indicators import add_observation, delete_indicator, delete_observation, save_indicator
from alignment.api.city_plan import (
    ActorRoleSerializer,
    ActorSerializer,
    CompetenceSerializer,
    LocalIndicatorSerializer,
    ObservationSerializer,
)
from alignment.api.city_records_input import (
    ActorInput,
    CompetenceInput,
    IndicatorInput,
    ObservationInput,
    RoleInput,
)
from alignment.checks.codes import normal_target
from alignment.forms.actors import ActorForm, CompetenceForm, RoleForm
from alignment.forms.indicators import ROLES, IndicatorForm, ObservationForm
from alignment.models import Actor, LocalIndicator, Strategy, Target

READ, WRITE = "alignment.view_city_plan", "alignment.change_city_plan"
CITY_RECORD_PERMISSIONS: Mapping[str, str] = {
    **dict.fromkeys(("indicators", "indicator", "actors", "actor", "competences"), READ),
    **dict.fromkeys(("add_indicator", "change_indicator", "remove_indicator"), WRITE),
    **dict.fromkeys(("add_value", "remove_value"), WRITE),
    **dict.fromkeys(("add_actor", "change_actor", "remove_actor", "add_role", "remove_role"), WRITE),
    "put_competences": WRITE,
}
# Names of the forms that are others in the API.
API_NAMES = {
    "un_code": "un_indicator",
    "target_code": "target",
    NON_FIELD_ERRORS: "non_field_errors",
    **{name: "milestones" for role in ROLES.values() for name in (role, f"{role}_year")},
}
INDICATOR = OpenApiParameter("indicator", OpenApiTypes.STR, OpenApiParameter.PATH, description="Its code.")
ONE_INDICATOR = r"indicators/(?P<indicator>[^/]{1,30})"
ONE_ACTOR = r"actors/(?P<actor>\d{1,18})"


def _number(name: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.INT, OpenApiParameter.PATH, description="Its `id`.")


class CityRecordsMixin:
    """For the viewset of strategies; what is written belongs to the city and to all its strategies."""

    get_object: Callable[[], Strategy]

    @extend_schema(responses=LocalIndicatorSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def indicators(self, request: Request, code: str) -> Response:
        """With milestones and values."""
        rows = self.get_object().city.indicators.select_related("un_indicator").order_by("code")
        found = rows.prefetch_related("milestones", "observations")
        return Response(LocalIndicatorSerializer(found, many=True).data)

    @extend_schema(request=IndicatorInput, responses={201: LocalIndicatorSerializer})
    @indicators.mapping.post
    def add_indicator(self, request: Request, code: str) -> Response:
        return _indicator_saved(self.get_object(), None, request)

    @extend_schema(responses=LocalIndicatorSerializer, filters=False, parameters=[INDICATOR])
    @action(detail=True, url_path=ONE_INDICATOR)
    def indicator(self, request: Request, code: str, indicator: str) -> Response:
        return Response(LocalIndicatorSerializer(_indicator(self.get_object(), indicator)).data)

    @extend_schema(request=IndicatorInput, responses=LocalIndicatorSerializer, parameters=[INDICATOR])
    @indicator.mapping.patch
    def change_indicator(self, request: Request, code: str, indicator: str) -> Response:
        """What is left out stays; `milestones`, where they are given, take the place of all."""
        strategy = self.get_object()
        return _indicator_saved(strategy, _indicator(strategy, indicator), request)

    @extend_schema(request=None, responses={204: None}, parameters=[INDICATOR])
    @indicator.mapping.delete
    def remove_indicator(self, request: Request, code: str, indicator: str) -> Response:
        """409 while cells of matrices name it."""
        delete_indicator(_indicator(self.get_object(), indicator), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=ObservationInput, responses={201: ObservationSerializer}, parameters=[INDICATOR])
    @action(detail=True, methods=["post"], url_path=f"{ONE_INDICATOR}/observations")
    def add_value(self, request: Request, code: str, indicator: str) -> Response:
        """A value of a year; with `dimensions` it is of a part only, such as {"sex": "women"}."""
        row = _indicator(self.get_object(), indicator)
        given = _given(ObservationInput, request)
        form = _valid(ObservationForm(given))
        values = {**form.cleaned_data, "dimensions": given["dimensions"]}
        added = _acted(lambda: add_observation(row, by=request.user, **values))
        return Response(ObservationSerializer(added).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None}, parameters=[INDICATOR, _number("value")])
    @action(detail=True, methods=["delete"], url_path=rf"{ONE_INDICATOR}/observations/(?P<value>\d{{1,18}})")
    def remove_value(self, request: Request, code: str, indicator: str, value: str) -> Response:
        rows = _indicator(self.get_object(), indicator).observations
        delete_observation(_found(rows.filter(pk=int(value)).first()), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=ActorSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def actors(self, request: Request, code: str) -> Response:
        """With their roles, without their contact."""
        rows = self.get_object().city.actors.order_by("name")
        return Response(
            ActorSerializer(rows.prefetch_related("roles__element", "roles__target"), many=True).data
        )

    @extend_schema(request=ActorInput, responses={201: ActorSerializer})
    @actors.mapping.post
    def add_actor(self, request: Request, code: str) -> Response:
        return _actor_saved(self.get_object(), None, request)

    @extend_schema(responses=ActorSerializer, filters=False, parameters=[_number("actor")])
    @action(detail=True, url_path=ONE_ACTOR)
    def actor(self, request: Request, code: str, actor: str) -> Response:
        return Response(ActorSerializer(_actor(self.get_object(), actor)).data)

    @extend_schema(request=ActorInput, responses=ActorSerializer, parameters=[_number("actor")])
    @actor.mapping.patch
    def change_actor(self, request: Request, code: str, actor: str) -> Response:
        """What is left out stays."""
        strategy = self.get_object()
        return _actor_saved(strategy, _actor(strategy, actor), request)

    @extend_schema(request=None, responses={204: None}, parameters=[_number("actor")])
    @actor.mapping.delete
    def remove_actor(self, request: Request, code: str, actor: str) -> Response:
        """With its roles."""
        delete_actor(_actor(self.get_object(), actor), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=RoleInput, responses={201: ActorRoleSerializer}, parameters=[_number("actor")])
    @action(detail=True, methods=["post"], url_path=f"{ONE_ACTOR}/roles")
    def add_role(self, request: Request, code: str, actor: str) -> Response:
        """In an element of this strategy or a target of its city; the same role twice is one."""
        strategy = self.get_object()
        row, given = _actor(strategy, actor), _given(RoleInput, request)
        form = RoleForm({**given, "target_code": given["target"]}, strategy=strategy)
        field: Any = form.fields["element"]
        field.to_field_name = "code"
        data = _valid(form).cleaned_data
        spot = {"element": data["element"], "target": data["target_code"]}
        role = _acted(lambda: add_role(row, by=request.user, role=data["role"], **spot))
        return Response(ActorRoleSerializer(role).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None}, parameters=[_number("actor"), _number("role")])
    @action(detail=True, methods=["delete"], url_path=rf"{ONE_ACTOR}/roles/(?P<role>\d{{1,18}})")
    def remove_role(self, request: Request, code: str, actor: str, role: str) -> Response:
        roles = _actor(self.get_object(), actor).roles
        remove_role(_found(roles.filter(pk=int(role)).first()), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=CompetenceSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def competences(self, request: Request, code: str) -> Response:
        return _competences(self.get_object())

    @extend_schema(
        request=CompetenceInput(many=True), responses=CompetenceSerializer(many=True), filters=False
    )
    @competences.mapping.put
    def put_competences(self, request: Request, code: str) -> Response:
        """What the city itself may do; targets that are left out keep theirs."""
        strategy = self.get_object()
        given = CompetenceInput(data=request.data, many=True)
        given.is_valid(raise_exception=True)
        degrees = _degrees(given.validated_data)
        _acted(lambda: set_competences(strategy.city, degrees, by=request.user))
        return _competences(strategy)


def _indicator_saved(strategy: Strategy, row: LocalIndicator | None, request: Request) -> Response:
    given = _given(IndicatorInput, request, partial=row is not None)
    marks = given.pop("milestones", None)
    instance = LocalIndicator.objects.get(pk=row.pk) if row else None
    blank = IndicatorForm(instance=instance, city=strategy.city)
    data = {**_shown(blank), **given, "un_code": given.get("un_indicator", blank.initial.get("un_code"))}
    data |= _marks_as_fields(marks)
    form = _valid(IndicatorForm(data, instance=instance, city=strategy.city))
    saved = _acted(
        lambda: save_indicator(
            strategy.city,
            row,
            by=request.user,
            marks=form.marks() if marks is not None else {},
            **form.values(),
        )
    )
    code = status.HTTP_200_OK if row else status.HTTP_201_CREATED
    return Response(LocalIndicatorSerializer(_indicator(strategy, saved.code)).data, status=code)


def _marks_as_fields(marks: Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
    """As the form has them, one of each role; without any the stored ones stay and are not looked at."""
    found: dict[str, Any] = {name: None for role in ROLES.values() for name in (role, f"{role}_year")}
    for mark in marks or ():
        name = ROLES[mark["role"]]
        if found[name] is not None:
            raise serializers.ValidationError({"milestones": [f"Twice: {mark['role']}"]})
        found[name], found[f"{name}_year"] = mark["value"], mark["year"]
    return found


def _actor_saved(strategy: Strategy, row: Actor | None, request: Request) -> Response:
    given = _given(ActorInput, request, partial=row is not None)
    instance = Actor.objects.get(pk=row.pk) if row else None
    data = {**_shown(ActorForm(instance=instance, city=strategy.city)), **given}
    form = _valid(ActorForm(data, instance=instance, city=strategy.city))
    saved = _acted(lambda: save_actor(strategy.city, row, by=request.user, **form.cleaned_data))
    code = status.HTTP_200_OK if row else status.HTTP_201_CREATED
    return Response(ActorSerializer(saved).data, status=code)


def _degrees(rows: Sequence[Mapping[str, Any]]) -> dict[int, tuple[int, str] | None]:
    codes = [normal_target(row["target"]) or row["target"] for row in rows]
    targets = {target.code: target for target in Target.objects.filter(code__in=codes)}
    if unknown := sorted(set(codes) - set(targets)):
        raise serializers.ValidationError({"target": [f"Unknown: {', '.join(unknown)}"]})
    data: dict[str, Any] = {}
    for code, row in zip(codes, rows, strict=True):
        key = targets[code].pk
        data |= {f"degree_{key}": row["degree"], f"basis_{key}": row["legal_basis"]}
    return _valid(CompetenceForm(data, targets=targets.values(), chosen={})).degrees()


def _competences(strategy: Strategy) -> Response:
    rows = strategy.city.competences.select_related("target").order_by("target__position", "tier")
    return Response(CompetenceSerializer(rows, many=True).data)


def _indicator(strategy: Strategy, code: str) -> LocalIndicator:
    found: LocalIndicator = _found(strategy.city.indicators.filter(code=code).first())
    return found


def _actor(strategy: Strategy, key: str) -> Actor:
    found: Actor = _found(strategy.city.actors.filter(pk=int(key)).first())
    return found


def _found(row: Any) -> Any:
    if row is None:
        raise NotFound
    return row


def _given(serializer: type[serializers.Serializer[Any]], request: Request, *, partial: bool = False) -> Any:
    found = serializer(data=request.data, partial=partial)
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def _shown(form: Any) -> dict[str, Any]:
    """What the form would show, and so send again."""
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def _valid(form: Any) -> Any:
    if not form.is_valid():
        _refuse({name: [str(text) for text in texts] for name, texts in form.errors.items()})
    return form


def _acted(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except ValidationError as error:
        _refuse(error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages})


def _refuse(errors: Mapping[str, Sequence[str]]) -> NoReturn:
    found: dict[str, list[str]] = {}
    for name, texts in errors.items():
        found.setdefault(API_NAMES.get(name, name), []).extend(texts)
    raise serializers.ValidationError(found)
