"""Objections in the secretariat's back office: the only place that shows who objected."""

import django_filters
from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from innovation_portal.utils.audit.reads import ProtectedRead, note_read
from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, ReadOnlyPolicy
from innovation_portal.utils.files import serve_private_file
from innovation_portal.utils.formats import short_moment
from judging.enums import ObjectionOutcome, ObjectionState
from judging.models import Objection
from judging.models.objections import REASON_MAX_LENGTH
from judging.selectors.objections import objection_files_visible_to, objections_visible_to
from judging.services.objections import answer_objection
from submissions.models import Edition


class ObjectionFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=ObjectionState.choices)
    edition = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Edition"), field_name="award__level__edition", queryset=Edition.objects.all()
    )

    class Meta:
        model = Objection
        fields = ["state", "edition"]


class ObjectionIndexView(PortalIndexView):
    filterset_class = ObjectionFilterSet

    def get_base_queryset(self):
        return objections_visible_to(self.request.user)

    @property
    def no_results_message(self):
        return _("No objection has come in.")


class AnswerForm(forms.Form):
    """The answer, and how many answers had been read when the form was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=ObjectionOutcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Public answer"),
        max_length=REASON_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Name nobody who objected, nor what tells who it was."),
    )


class ObjectionAnswering(ActionView):
    """One objection with everything about it, and its answer. Against the own agency it does not exist."""

    permission = "judging.answer_objection"
    page_title = gettext_lazy("Objection")
    header_icon = "comment"
    template_name = "judging/admin/objection.html"
    form_class = AnswerForm
    submit_label = gettext_lazy("Answer in public")
    back_url_name = "objections:index"

    @cached_property
    def object(self) -> Objection:
        return get_object_or_404(objections_visible_to(self.request.user), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        note_read(request.user, ProtectedRead.OBJECTION, self.object)
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"seen": self.object.answers.count()}

    def perform(self, **data):
        answer_objection(self.object.pk, actor=self.request.user, **data)
        return _("The objection is answered.")

    def get_success_url(self):
        return reverse("objections:answer", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            objection=self.object,
            answers=self.object.answers.select_related("answered_by"),
            files=self.object.files.all(),
            state_label=ObjectionState(self.object.state).label,
            **kwargs,
        )


class ObjectionFileView(View):
    def get(self, request: HttpRequest, pk: int, file_pk: int):
        found = get_object_or_404(objection_files_visible_to(request.user), pk=file_pk, objection=pk)
        note_read(request.user, ProtectedRead.OBJECTION, found)
        return serve_private_file(
            request, found.file, name=found.original_name, content_type=found.content_type, inline=True
        )


class ObjectionViewSet(PortalViewSet):
    model = Objection
    name = "objections"
    url_prefix = "penilaian/sanggahan"
    icon = "comment"
    menu_label = gettext_lazy("Objections")
    menu_order = 700
    permission_policy = ReadOnlyPolicy(Objection)
    index_view_class = ObjectionIndexView
    form_fields = []
    search_fields = ["public_id", "award__submission__registration_number", "award__submission__innovation__title"]
    list_display = [
        TitleColumn("public_id", label=gettext_lazy("Code"), url_name="objections:answer"),
        Column("award", label=gettext_lazy("Award"), accessor="award.level"),
        Column("innovation", label=gettext_lazy("Innovation"), accessor="award.submission.innovation.title"),
        Column("agency", label=gettext_lazy("Agency"), accessor="award.submission.innovation.agency"),
        Column("state", label=gettext_lazy("State"), accessor=lambda one: ObjectionState(one.state).label),
        Column(
            "submitted_at",
            label=gettext_lazy("Received"),
            sort_key="submitted_at",
            accessor=lambda one: short_moment(one.submitted_at),
        ),
    ]

    def get_urlpatterns(self):
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return [
            *lists,
            path("<int:pk>/", ObjectionAnswering.as_view(), name="answer"),
            path("<int:pk>/berkas/<int:file_pk>/", ObjectionFileView.as_view(), name="file"),
        ]
