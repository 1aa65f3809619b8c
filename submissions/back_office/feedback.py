"""Feedback of the public in the back office: editors publish and reject, the secretariat erases."""

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from innovation_portal.utils.back_office import ActionView, PortalIndexView, PortalViewSet, ReadOnlyPolicy
from innovation_portal.utils.contacts import pieces_of
from innovation_portal.utils.formats import short_moment
from submissions.models import Agency, Feedback
from submissions.selectors.feedback import decisions_about, feedback_visible_to
from submissions.services.feedback_erasing import erase_feedback
from submissions.services.feedback_moderation import publish_feedback, reject_feedback, undo_moderation
from submissions.voice_enums import FeedbackKind, FeedbackState

WORDS_IN_LIST = 14


class FeedbackFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=FeedbackState.choices)
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=FeedbackKind.choices)
    agency = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Agency"),
        field_name="innovation__agency",
        queryset=Agency.objects.filter(innovations__feedback__isnull=False).distinct(),
    )

    class Meta:
        model = Feedback
        fields = ["state", "kind", "agency"]


class FeedbackIndexView(PortalIndexView):
    filterset_class = FeedbackFilterSet

    def get_base_queryset(self):
        return feedback_visible_to(self.request.user)

    @property
    def no_results_message(self):
        return _("Nobody has asked or reported anything.")


class RevisionForm(forms.Form):
    """Nothing to fill in but which state of the feedback was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PublishForm(RevisionForm):
    hidden_words = forms.CharField(
        label=gettext_lazy("Hide as well"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Names and other words that lead to a person and are not marked above, each on a line of its own, as they "
            "stand in the text."
        ),
    )

    def clean_hidden_words(self):
        lines = (line.strip() for line in self.cleaned_data["hidden_words"].splitlines())
        return [line for line in lines if line]


class ReasonForm(RevisionForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=250,
        help_text=gettext_lazy("Stays in the history; the writer does not read it."),
    )


class FeedbackAct(ActionView):
    """One decision about feedback, possible in the states of `sources`. About the own agency it does not exist."""

    permission = "submissions.moderate_feedback"
    sources: frozenset[FeedbackState] = frozenset({FeedbackState.WAITING})
    form_class = RevisionForm
    header_icon = "comment"
    template_name = "submissions/admin/feedback.html"

    @cached_property
    def object(self) -> Feedback:
        return get_object_or_404(feedback_visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_initial(self):
        return {"revision": self.object.revision}

    def get_back_url(self):
        return reverse("feedback:index")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            feedback=self.object,
            pieces=pieces_of(self.object.text),
            is_possible=self.object.state in self.sources,
            state_label=FeedbackState(self.object.state).label,
            history=decisions_about(self.object),
            may_erase=self.request.user.has_perm("submissions.erase_feedback"),
            **kwargs,
        )


class PublishView(FeedbackAct):
    """Also the page of a feedback: whoever opens one reads it to publish it."""

    page_title = gettext_lazy("Feedback of the public")
    submit_label = gettext_lazy("Publish")
    form_class = PublishForm

    def perform(self, **data):
        publish_feedback(self.object.pk, actor=self.request.user, **data)
        return _("It is public now, and the agency's people have been told by mail.")


class RejectView(FeedbackAct):
    page_title = gettext_lazy("Reject feedback")
    submit_label = gettext_lazy("Reject")
    form_class = ReasonForm
    is_dangerous = True

    def perform(self, **data):
        reject_feedback(self.object.pk, actor=self.request.user, **data)
        return _("It is rejected and stays hidden.")


class UndoView(FeedbackAct):
    page_title = gettext_lazy("Undo the decision")
    submit_label = gettext_lazy("Let it wait again")
    sources = frozenset({FeedbackState.PUBLISHED, FeedbackState.REJECTED})

    def perform(self, **data):
        undo_moderation(self.object.pk, actor=self.request.user, **data)
        return _("It waits again, and the public does not see it.")


class EraseView(FeedbackAct):
    permission = "submissions.erase_feedback"
    page_title = gettext_lazy("Erase what was written")
    submit_label = gettext_lazy("Erase for ever")
    form_class = forms.Form
    sources = frozenset(set(FeedbackState) - {FeedbackState.WITHDRAWN})
    is_dangerous = True

    def perform(self):
        erase_feedback(self.object.pk, actor=self.request.user)
        return _("Text, name and address are erased.")


class FeedbackViewSet(PortalViewSet):
    model = Feedback
    name = "feedback"
    url_prefix = "suara/masukan"
    icon = "comment"
    menu_label = pgettext_lazy("of the public", "Feedback")
    menu_order = 100
    permission_policy = ReadOnlyPolicy(Feedback)
    index_view_class = FeedbackIndexView
    form_fields = []
    search_fields = ["text", "innovation__title"]
    list_display = [
        TitleColumn(
            "text",
            label=gettext_lazy("Text"),
            url_name="feedback:publish",
            accessor=lambda one: Truncator(one.text).words(WORDS_IN_LIST) or "–",
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("innovation", label=gettext_lazy("Innovation")),
        Column("agency", label=gettext_lazy("Agency"), accessor="innovation.agency"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column(
            "sent_at",
            label=gettext_lazy("Received"),
            sort_key="sent_at",
            accessor=lambda one: short_moment(one.sent_at),
        ),
    ]

    def get_urlpatterns(self):
        lists = [pattern for pattern in super().get_urlpatterns() if pattern.name in {"index", "index_results"}]
        return [
            *lists,
            path("<int:pk>/", PublishView.as_view(), name="publish"),
            path("<int:pk>/tolak/", RejectView.as_view(), name="reject"),
            path("<int:pk>/urungkan/", UndoView.as_view(), name="undo"),
            path("<int:pk>/hapus/", EraseView.as_view(), name="erase"),
        ]


@hooks.register("what_waits")
def feedback_to_check(user):
    count = feedback_visible_to(user).filter(state=FeedbackState.WAITING).count()
    if count:
        yield (
            _("Feedback of the public to check: %(count)s") % {"count": count},
            f"{reverse('feedback:index')}?state=waiting",
        )
    reports = feedback_visible_to(user).filter(state=FeedbackState.WAITING, kind=FeedbackKind.STOPPED).count()
    if reports:
        text = _("Of them reports that an innovation no longer runs: %(count)s") % {"count": reports}
        yield text, f"{reverse('feedback:index')}?state=waiting&kind=stopped"
    unanswered = feedback_visible_to(user).filter(state=FeedbackState.PUBLISHED, answered_at=None).count()
    if unanswered:
        text = _("Published and not yet answered by the agency: %(count)s") % {"count": unanswered}
        yield text, f"{reverse('feedback:index')}?state=published"
