from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from sdgplatform.access.api import SIGNED_IN
from sdgplatform.jobs.models import Job
from sdgplatform.uploads.responses import serve_upload
from workshops.actions.reports import request_report
from workshops.models import Workshop, WorkshopReport


class ReportSerializer(serializers.ModelSerializer[WorkshopReport]):
    workshop = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    pdf = serializers.SerializerMethodField()
    size = serializers.IntegerField(source="pdf.size", read_only=True)

    class Meta:
        model = WorkshopReport
        fields = ("code", "workshop", "version", "language", "checksum", "made_at", "pdf", "size", "facts")
        read_only_fields = fields

    def get_pdf(self, report: WorkshopReport) -> str:
        return reverse("api-report-pdf", args=[report.code], request=self.context.get("request"))


class ReportRequestSerializer(serializers.Serializer[dict[str, Any]]):
    workshop = serializers.SlugField()
    language = serializers.ChoiceField(choices=settings.LANGUAGES)


class ReportJobSerializer(serializers.ModelSerializer[Job]):
    class Meta:
        model = Job
        fields = ("code", "state", "percent", "error")
        read_only_fields = fields


class ReportViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    viewsets.GenericViewSet[WorkshopReport],
):
    """Frozen versions of workshop reports. POST asks for the next one and answers with its job."""

    lookup_field = "code"
    queryset = WorkshopReport.objects.none()
    serializer_class = ReportSerializer
    filterset_fields = ("language", "workshop__slug")
    action_permissions = {
        "list": SIGNED_IN,
        "retrieve": "workshops.view_report",
        "create": SIGNED_IN,
        "pdf": "workshops.view_report",
    }

    def get_queryset(self) -> Any:
        rows = WorkshopReport.objects.visible_to(self.request.user)
        return rows.select_related("workshop", "pdf").order_by("pk")

    @extend_schema(request=ReportRequestSerializer, responses={202: ReportJobSerializer})
    def create(self, request: Request) -> Response:
        wanted = ReportRequestSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        slug = wanted.validated_data["workshop"]
        workshop = Workshop.objects.visible_to(request.user).filter(slug=slug).first()
        if workshop is None:
            raise serializers.ValidationError({"workshop": ["There is no such workshop."]})
        if not request.user.has_perm("workshops.make_report", workshop):
            raise PermissionDenied
        job = request_report(workshop, language=wanted.validated_data["language"], by=request.user)
        return Response(ReportJobSerializer(job).data, status=202)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def pdf(self, request: Request, code: str) -> HttpResponseBase:
        return serve_upload(self.get_object().pdf, request._request)
