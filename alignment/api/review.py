"""The review of a matrix in the API: findings and reasons, comments, the log, changes and the peer city."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from alignment.actions.comments import add_comment, reopen_comment, resolve_comment
from alignment.actions.peers import invite_peer, remove_peer
from alignment.actions.reasons import explain_warnings
from alignment.actions.review import change_visibility
from alignment.api.serializers import MatrixIssueSerializer, MatrixSerializer, PublishSerializer
from alignment.exchange.current import content_now
from alignment.models import AlignmentMatrix, CellComment, MatrixTransition
from alignment.queries.analysis import MatrixAnalysis
from alignment.queries.changes import base_content, changes_data, compare, possible_bases
from alignment.queries.checksums import verify_matrix
from alignment.queries.comments import find_anchor
from alignment.queries.goal_changes import changes_by_goal, goal_changes_data
from alignment.queries.people import cities_with_planners
from alignment.queries.reasons import explained, reasons_of
from alignment.queries.rows import matrix_findings
from sdgplatform.access.api import PUBLIC

REVIEW_PERMISSIONS = {
    "steps": "alignment.comment_matrix",
    "findings": "alignment.comment_matrix",
    "reasons": "alignment.comment_matrix",
    "put_reasons": "alignment.change_matrix",
    "comments": "alignment.comment_matrix",
    "add_comment": "alignment.comment_matrix",
    "resolve_comment": "alignment.resolve_comment",
    "reopen_comment": "alignment.resolve_comment",
    "differences": "alignment.compare_matrix",
    "change_visibility": "alignment.publish_matrix",
    "put_peer": "alignment.invite_peer",
    "delete_peer": "alignment.invite_peer",
    "checksum": PUBLIC,
}


class StepSerializer(serializers.ModelSerializer[MatrixTransition]):
    by = serializers.CharField(source="by.display_name", default=None)

    class Meta:
        model = MatrixTransition
        fields = ("from_state", "to_state", "reason", "by", "at")
        read_only_fields = fields


class FindingSerializer(serializers.Serializer[Any]):
    """`is_shared`: the reason is that of the whole rule."""

    finding = MatrixIssueSerializer(source="issue")
    indicator = serializers.CharField(source="issue.indicator")
    reason = serializers.CharField(source="reason.text", default=None)
    is_shared = serializers.BooleanField()


class WarningReasonSerializer(serializers.Serializer[Any]):
    """Without element and target it is the reason for all of the rule; a blank text takes it back."""

    rule = serializers.CharField(max_length=4)
    element = serializers.CharField(max_length=30, allow_blank=True, default="")
    target = serializers.CharField(max_length=30, allow_blank=True, default="")
    text = serializers.CharField(max_length=2000, allow_blank=True)


class WarningReasonsSerializer(serializers.Serializer[Any]):
    reasons = WarningReasonSerializer(many=True)


class CommentSerializer(serializers.ModelSerializer[CellComment]):
    """Without element it is about the whole matrix, without target about the row."""

    element = serializers.CharField(source="element.code", default=None)
    target = serializers.SerializerMethodField()
    by = serializers.CharField(source="by.display_name", default=None)

    class Meta:
        model = CellComment
        fields = ("id", "element", "target", "text", "by", "at", "resolved_at")
        read_only_fields = fields

    def get_target(self, comment: CellComment) -> str | None:
        if comment.target:
            return comment.target.code
        return str(comment.goal.number) if comment.goal else None


class NewCommentSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=4000)
    element = serializers.CharField(max_length=30, allow_blank=True, default="")
    target = serializers.CharField(max_length=16, allow_blank=True, default="")


class PeerCitySerializer(serializers.Serializer[Any]):
    city = serializers.SlugField()


class CheckSerializer(serializers.Serializer[Any]):
    is_intact = serializers.BooleanField()
    checksum = serializers.CharField(source="matrix.checksum")
    differing = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class ReviewMixin:
    """Actions of the matrix view set; what is refused answers 409 with its code."""

    get_object: Any

    @extend_schema(responses=StepSerializer(many=True), filters=False)
    @action(detail=True)
    def steps(self, request: Request, code: str) -> Response:
        """Who took which step when, the latest first."""
        rows = self.get_object().transitions.select_related("by__person").order_by("-pk")
        return Response(StepSerializer(rows, many=True).data)

    @extend_schema(
        responses=FindingSerializer(many=True), filters=False, parameters=[OpenApiParameter("rule", str)]
    )
    @action(detail=True)
    def findings(self, request: Request, code: str) -> Response:
        """Every finding for itself, with its reason: E keeps from submitting, W needs one, I informs."""
        matrix = self.get_object()
        issues = matrix_findings(matrix, notices=True)
        wanted = request.query_params.get("rule")
        found = explained([row for row in issues if wanted in (None, row.rule)], reasons_of(matrix))
        return Response(FindingSerializer(found, many=True).data)

    @extend_schema(responses=WarningReasonSerializer(many=True), filters=False)
    @action(detail=True)
    def reasons(self, request: Request, code: str) -> Response:
        """Also those whose warning is away at present."""
        return Response(_reasons(self.get_object()))

    @extend_schema(request=WarningReasonsSerializer, responses=WarningReasonSerializer(many=True))
    @reasons.mapping.put
    def put_reasons(self, request: Request, code: str) -> Response:
        """Give, change or take back some; the others stay."""
        matrix = self.get_object()
        data = WarningReasonsSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        given = {
            (row["rule"], row["element"], row["target"]): row["text"]
            for row in data.validated_data["reasons"]
        }
        explain_warnings(matrix, by=request.user, reasons=given)
        return Response(_reasons(matrix))

    @extend_schema(
        responses=CommentSerializer(many=True), filters=False, parameters=[OpenApiParameter("open", bool)]
    )
    @action(detail=True)
    def comments(self, request: Request, code: str) -> Response:
        """In the order they were written; `?open=true` only those that wait."""
        rows = self.get_object().comments.select_related("element", "goal", "target", "by__person")
        if request.query_params.get("open") == "true":
            rows = rows.filter(resolved_at__isnull=True)
        return Response(CommentSerializer(rows.order_by("pk"), many=True).data)

    @extend_schema(request=NewCommentSerializer, responses={201: CommentSerializer})
    @comments.mapping.post
    def add_comment(self, request: Request, code: str) -> Response:
        matrix = self.get_object()
        data = NewCommentSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        values = data.validated_data
        anchor = find_anchor(matrix, values["element"], values["target"])
        if anchor is None:
            raise serializers.ValidationError({"element": ["This matrix has nothing there."]})
        comment = add_comment(matrix, by=request.user, text=values["text"], **anchor.keys)
        return Response(CommentSerializer(comment).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=CommentSerializer)
    @action(detail=True, methods=["post"], url_path=r"comments/(?P<comment>\d{1,18})/resolve")
    def resolve_comment(self, request: Request, code: str, comment: str) -> Response:
        done = resolve_comment(_comment(self.get_object(), comment), by=request.user)
        return Response(CommentSerializer(done).data)

    @extend_schema(request=None, responses=CommentSerializer)
    @action(detail=True, methods=["post"], url_path=r"comments/(?P<comment>\d{1,18})/reopen")
    def reopen_comment(self, request: Request, code: str, comment: str) -> Response:
        done = reopen_comment(_comment(self.get_object(), comment), by=request.user)
        return Response(CommentSerializer(done).data)

    @extend_schema(
        responses={200: {"type": "object"}},
        filters=False,
        parameters=[OpenApiParameter("since", str, enum=["submission", "version"])],
    )
    @action(detail=True)
    def differences(self, request: Request, code: str) -> Response:
        """Cells added, removed, raised, lowered, flipped or with other details; coverage and intensity by
        goal; rows of the strategy."""
        matrix = self.get_object()
        bases = possible_bases(matrix)
        wanted = request.query_params.get("since")
        since = next((base for base in bases if wanted in (None, base)), None)
        base = base_content(matrix, since) if since else None
        if base is None or since is None:
            raise NotFound
        goals = goal_changes_data(changes_by_goal(MatrixAnalysis(matrix), since, base))
        return Response(changes_data(compare(base, content_now(matrix)), since, goals))

    @extend_schema(request=PublishSerializer, responses=MatrixSerializer)
    @action(detail=True, methods=["post"], url_path="change-visibility")
    def change_visibility(self, request: Request, code: str) -> Response:
        """Of a published matrix, with who in the city agreed."""
        matrix = self.get_object()
        data = PublishSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        return Response(
            MatrixSerializer(change_visibility(matrix, by=request.user, **data.validated_data)).data
        )

    @extend_schema(request=PeerCitySerializer, responses=MatrixSerializer)
    @action(detail=True, methods=["put"], url_path="peer")
    def put_peer(self, request: Request, code: str) -> Response:
        """The city that reads along; another takes its place."""
        matrix = self.get_object()
        data = PeerCitySerializer(data=request.data)
        data.is_valid(raise_exception=True)
        city = cities_with_planners(matrix).filter(slug=data.validated_data["city"]).first()
        if city is None:
            raise serializers.ValidationError({"city": ["No city of the network with planners."]})
        return Response(MatrixSerializer(invite_peer(matrix, by=request.user, city=city)).data)

    @extend_schema(request=None, responses=MatrixSerializer)
    @put_peer.mapping.delete
    def delete_peer(self, request: Request, code: str) -> Response:
        return Response(MatrixSerializer(remove_peer(self.get_object(), by=request.user)).data)

    @extend_schema(responses=CheckSerializer, filters=False)
    @action(detail=True)
    def checksum(self, request: Request, code: str) -> Response:
        """Whether a validated matrix is still what was validated."""
        matrix = self.get_object()
        if not matrix.is_frozen:
            raise NotFound
        return Response(CheckSerializer(verify_matrix(matrix)).data)


def _reasons(matrix: AlignmentMatrix) -> Any:
    return [
        {"rule": rule, "element": element, "target": place, "text": row.text}
        for (rule, element, place), row in reasons_of(matrix).items()
    ]


def _comment(matrix: AlignmentMatrix, key: str) -> CellComment:
    found = matrix.comments.filter(pk=int(key)).select_related("matrix").first()
    if found is None:
        raise NotFound
    return found
