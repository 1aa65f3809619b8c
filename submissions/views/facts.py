"""The pages on which the facts of a submission are given: starting it, and changing them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from submissions.enums import DossierPart, EditionState
from submissions.forms.facts import FactsForm, StartForm
from submissions.models import Submission
from submissions.selectors.checks import eligibility_problems
from submissions.selectors.editions import current_edition
from submissions.selectors.similar import similar_innovations
from submissions.selectors.submissions import reenterable_innovations
from submissions.selectors.templates import answers_no_longer_asked
from submissions.services.drafts import save_facts, start_submission
from submissions.views.desk import AgencyDeskMixin
from submissions.views.writing import WritingMixin, first_section_url


class SimilarTitles(AgencyDeskMixin, TemplateView):
    """A fragment: innovations with a title like the one being typed."""

    template_name = "submissions/opd/_similar.html"

    def get_context_data(self, **kwargs):
        own = self.request.GET.get("own", "")
        exclude_id = int(own) if own.isdecimal() else None
        title = self.request.GET.get("title", "")[:200]
        similar = similar_innovations(title, exclude_id=exclude_id)
        return super().get_context_data(title=title, similar=similar, **kwargs)


class FactsFormMixin(FormView):
    """What starting a submission and changing its facts have in common: the form, and searching for the source."""

    template_name = "submissions/opd/facts.html"

    def form_valid(self, form):
        if form.is_search:
            return self.form_invalid(form)
        try:
            return redirect(self.save(form))
        except ValidationError as error:
            return self.refused(form, error)

    def save(self, form) -> str:
        """Store the facts and return the address to go on to."""
        raise NotImplementedError

    def warn_of(self, submission) -> None:
        """Say now what would keep the innovation out in the end; a draft is saved all the same."""
        for problem in eligibility_problems(submission):
            messages.warning(self.request, problem.message)

    def refused(self, form, error, **context):
        form.add_error(None, error)
        return self.render_to_response(self.get_context_data(form=form, **context))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        own_id = form.submission.innovation_id if form.submission else None
        title = form["title"].value() or ""
        return {**context, "title": title, "similar": similar_innovations(title, exclude_id=own_id)}


class SubmissionStart(AgencyDeskMixin, FactsFormMixin):
    form_class = StartForm
    tab = "submission-list"

    @cached_property
    def edition(self):
        edition = current_edition()
        if edition is None or edition.state != EditionState.OPEN:
            raise Http404
        return edition

    @cached_property
    def reenterable(self):
        return list(reenterable_innovations(self.agency, self.edition))

    def get_form_kwargs(self):
        wanted = self.request.GET.get("again")
        again = next((one for one in self.reenterable if str(one.pk) == wanted), None)
        return {**super().get_form_kwargs(), "agency": self.agency, "edition": self.edition, "again": again}

    def save(self, form):
        again = form.cleaned_data["again"]
        submission = start_submission(
            self.agency.pk,
            self.edition.pk,
            actor=self.request.user,
            facts=form.facts(),
            innovation_id=again.pk if again else None,
        )
        messages.success(self.request, _("Your draft is saved. Now write the first section."))
        self.warn_of(submission)
        return first_section_url(submission)

    def get_context_data(self, **kwargs):
        return super().get_context_data(edition=self.edition, reenterable=self.reenterable, **kwargs)


class FactsEdit(WritingMixin, FactsFormMixin):
    part = DossierPart.FACTS
    form_class = FactsForm

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "agency": self.agency,
            "edition": self.submission.edition,
            "submission": self.submission,
        }

    def save(self, form):
        revision = form.cleaned_data["revision"]
        save_facts(self.submission.pk, actor=self.request.user, revision=revision, facts=form.facts())
        messages.success(self.request, _("The facts are saved."))
        submission = Submission.objects.get(pk=self.submission.pk)
        self.warn_of(submission)
        kept = answers_no_longer_asked(submission) if submission.group_id != self.submission.group_id else []
        if kept:
            text = ngettext(
                "%(count)s written section is not asked for in this group. Its text is kept on the page of the "
                "submission.",
                "%(count)s written sections are not asked for in this group. Their texts are kept on the page of the "
                "submission.",
                len(kept),
            )
            messages.warning(self.request, text % {"count": len(kept)})
        return first_section_url(submission)

    def refused(self, form, error):
        stored = []
        if getattr(error, "code", "") == "stale":
            self.submission.refresh_from_db()
            stored = form.show_stored(self.submission)
        return super().refused(form, error, stored=stored)
