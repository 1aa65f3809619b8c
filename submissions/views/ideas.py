"""What the people of an agency propose, and what the person in charge makes of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from submissions.forms.ideas import AdoptForm, IdeaForm, SetAsideForm, SupportForm, TakeBackForm
from submissions.idea_enums import WORD_LIMITS, IdeaState
from submissions.models import Edition, Idea
from submissions.selectors.ideas import edition_for_ideas, ideas_of_agency
from submissions.services.ideas import (
    IdeaText,
    adopt_idea,
    hand_in_idea,
    rewrite_idea,
    set_idea_aside,
    support_idea,
    take_back_idea,
    take_back_support,
)
from submissions.views.desk import AgencyDeskMixin


class IdeaList(AgencyDeskMixin, TemplateView):
    template_name = "submissions/opd/idea_list.html"
    tab = "idea-list"

    def get_context_data(self, **kwargs):
        ideas = list(ideas_of_agency(self.agency, self.request.user))
        waiting = [idea for idea in ideas if idea.state == IdeaState.WAITING]
        answered = [idea for idea in ideas if idea.state != IdeaState.WAITING]
        return super().get_context_data(waiting=waiting, answered=answered, **kwargs)


class IdeaNew(AgencyDeskMixin, FormView):
    template_name = "submissions/opd/idea_form.html"
    form_class = IdeaForm
    tab = "idea-list"
    initial = {"revision": 0}

    def form_valid(self, form):
        try:
            idea = hand_in_idea(self.agency.pk, actor=self.request.user, text=form.text())
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. Your idea is handed in; colleagues can support it now."))
        return redirect("submissions:idea-detail", agency_pk=self.agency.pk, pk=idea.pk)


class IdeaMixin(AgencyDeskMixin):
    """For pages of one idea that this member of its agency reads; others do not exist."""

    tab = "idea-list"

    @cached_property
    def idea(self) -> Idea:
        return get_object_or_404(ideas_of_agency(self.agency, self.request.user), pk=self.kwargs["pk"])

    @property
    def is_author(self) -> bool:
        return self.idea.author_id == self.request.user.pk

    @property
    def is_waiting(self) -> bool:
        return self.idea.state == IdeaState.WAITING

    def get_context_data(self, **kwargs):
        return super().get_context_data(idea=self.idea, is_author=self.is_author, **kwargs)


class IdeaDetail(IdeaMixin, TemplateView):
    template_name = "submissions/opd/idea_detail.html"

    def get_context_data(self, **kwargs):
        may_decide = self.is_approver and self.is_waiting
        return super().get_context_data(
            may_support=self.is_waiting and not self.is_author,
            may_change=self.is_waiting and self.is_author,
            may_decide=may_decide,
            edition=edition_for_ideas() if may_decide else None,
            supporters=list(self.idea.supports.select_related("user")),
            **kwargs,
        )


class IdeaSupporting(IdeaMixin, View):
    def post(self, request, agency_pk, pk):
        form = SupportForm(request.POST)
        act = support_idea if form.is_valid() and form.cleaned_data["supports"] else take_back_support
        try:
            act(self.idea.pk, actor=request.user)
        except ValidationError as error:
            messages.error(request, error.message)
        return redirect("submissions:idea-detail", agency_pk=agency_pk, pk=pk)


class IdeaAct(IdeaMixin, FormView):
    """One act about an idea: what its service refuses stands in the form, and nothing is lost."""

    template_name = "submissions/opd/idea_act.html"
    done = ""

    @property
    def may_act(self) -> bool:
        return self.is_approver

    def get_form(self, form_class=None):
        """Reading the form and sending it both ask for it first."""
        if not self.may_act:
            raise PermissionDenied
        return super().get_form(form_class)

    def get_initial(self):
        return {"revision": self.idea.revision}

    def perform(self, **data) -> str:
        """Call the service and return the address to go on to."""
        raise NotImplementedError

    def detail_url(self) -> str:
        return reverse("submissions:idea-detail", args=[self.agency.pk, self.idea.pk])

    def form_valid(self, form):
        try:
            onward = self.perform(**form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(onward)


class IdeaEdit(IdeaAct):
    template_name = "submissions/opd/idea_form.html"
    form_class = IdeaForm

    @property
    def may_act(self):
        return self.is_author

    @property
    def done(self):
        return _("The idea is saved.")

    def get_initial(self):
        said = {name: getattr(self.idea, name) for name in ("title", *WORD_LIMITS, "field")}
        return {**super().get_initial(), **said}

    def perform(self, revision, **text):
        rewrite_idea(self.idea.pk, actor=self.request.user, revision=revision, text=IdeaText(**text))
        return self.detail_url()


class IdeaTakeBack(IdeaAct):
    form_class = TakeBackForm

    @property
    def may_act(self):
        return self.is_author

    @property
    def done(self):
        return _("Your idea is taken back. Only you still see it.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(is_taking_back=True, **kwargs)

    def perform(self, revision):
        take_back_idea(self.idea.pk, actor=self.request.user, revision=revision)
        return self.detail_url()


class IdeaSetAside(IdeaAct):
    form_class = SetAsideForm

    @property
    def done(self):
        return _("The idea is set aside; its author reads your reason.")

    def perform(self, **data):
        set_idea_aside(self.idea.pk, actor=self.request.user, **data)
        return self.detail_url()


class IdeaAdopt(IdeaAct):
    form_class = AdoptForm

    @property
    def done(self):
        return _("The draft is made and names the author as initiator. Now complete it together.")

    @cached_property
    def edition(self) -> Edition:
        edition = edition_for_ideas()
        if edition is None:
            raise Http404
        return edition

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "edition": self.edition}

    def get_initial(self):
        return {**super().get_initial(), "title": self.idea.title, "group": self.edition.groups.first()}

    def perform(self, revision, title, group=None):
        submission = adopt_idea(
            self.idea.pk,
            actor=self.request.user,
            revision=revision,
            edition_id=self.edition.pk,
            title=title,
            group_id=group.pk if group else None,
        )
        return reverse("submissions:submission-detail", args=[submission.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(edition=self.edition, **kwargs)
