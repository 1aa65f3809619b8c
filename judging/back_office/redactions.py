"""What judges of a blind round do not read, beside the names that are always hidden."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from judging.back_office.entries import EntryForm
from judging.back_office.round_pages import RoundAction
from judging.models import Redaction
from judging.selectors.blinding import redactions_of
from judging.services.redactions import black_out, show_again


class RedactionForm(EntryForm):
    words = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=200,
        help_text=gettext_lazy("For example an abbreviation of the agency, or the name of its building."),
    )
    reason = None


class Redactions(RoundAction):
    """Blacks out words of one entry; what was blacked out so far stands below."""

    page_title = gettext_lazy("Blacked out words")
    header_icon = "view"
    submit_label = gettext_lazy("Black out")
    form_class = RedactionForm
    template_name = "judging/admin/redactions.html"
    consequences = (
        gettext_lazy(
            "Agency, region, innovators, names of files and links are hidden by themselves. Words that you add here "
            "are blacked out wherever they stand in the entry, in every blind round."
        ),
        gettext_lazy("What stands inside a picture or a PDF is shown as it is: read the evidence, too."),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"round_": self.round}

    def perform(self, *, submission, words):
        black_out(submission, actor=self.request.user, words=words)
        return _("“%(words)s” is blacked out in %(entry)s.") % {"words": words, "entry": submission}

    def get_success_url(self):
        return reverse("rounds:redactions", args=[self.round.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(redactions=redactions_of(self.round), **kwargs)


class RedactionRemoval(RoundAction):
    page_title = gettext_lazy("Show the words again")
    header_icon = "view"
    submit_label = gettext_lazy("Show again")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.redaction = get_object_or_404(
            Redaction.objects.select_related("submission"),
            pk=kwargs["redaction_pk"],
            submission__edition=self.round.edition_id,
        )

    def get_page_subtitle(self):
        return f"{self.redaction.submission}: {self.redaction.words}"

    def perform(self):
        show_again(self.redaction.pk, actor=self.request.user)
        return _("Judges read “%(words)s” again.") % {"words": self.redaction.words}

    def get_back_url(self):
        return reverse("rounds:redactions", args=[self.round.pk])
