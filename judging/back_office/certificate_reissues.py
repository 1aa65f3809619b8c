"""Correcting a certificate: the words are typed, the difference is shown, and a second press reissues exactly that."""

from dataclasses import astuple

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from innovation_portal.accounts.fresh_login import FreshLoginRequired
from innovation_portal.utils.back_office import ActionView
from innovation_portal.utils.hashing import hash_of
from judging.enums import CertificateKind
from judging.models import Certificate
from judging.selectors.certificate_words import CertificateWords, word_changes, words_in_registry, words_of
from judging.services.certificates import reissue_certificate


class ReissueForm(forms.Form):
    """The corrected words and why. `agreed` is the fingerprint of the words whose difference was on the page."""

    recipient = forms.CharField(label=gettext_lazy("Given to"), max_length=250)
    innovation = forms.CharField(
        label=gettext_lazy("Innovation"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    innovators = forms.CharField(
        label=gettext_lazy("Innovators"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One name a line."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What was wrong"),
        max_length=Certificate._meta.get_field("revocation_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Everybody who checks the old certificate reads it, and the agency by mail."),
    )
    agreed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args, names_work: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        if not names_work:  # a judge gets it for no innovation
            del self.fields["innovation"], self.fields["innovators"]

    def clean(self):
        data = super().clean()
        if not self.errors:
            innovators = tuple(filter(None, map(str.strip, data.get("innovators", "").splitlines())))
            data["words"] = CertificateWords(data["recipient"], data.get("innovation", ""), innovators)
        return data

    @property
    def is_agreed(self) -> bool:
        return self.cleaned_data["agreed"] == hash_of(astuple(self.cleaned_data["words"]))

    def ask_to_agree(self) -> None:
        """Put the fingerprint of the words into the form as it is drawn next."""
        self.data = self.data.copy()
        self.data["agreed"] = hash_of(astuple(self.cleaned_data["words"]))


class ReissueCertificate(FreshLoginRequired, ActionView):
    permission = "judging.issue_certificate"
    model = Certificate
    template_name = "judging/admin/reissue_certificate.html"
    page_title = gettext_lazy("Correct and reissue")
    header_icon = "edit"
    form_class = ReissueForm
    submit_label = gettext_lazy("Show what changes")
    consequences = (
        gettext_lazy(
            "A new certificate with a new number takes the place of this one; both stay, and each names the other."
        ),
        gettext_lazy("Wording, date and signatory stay. The agency gets one mail with your reason."),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"names_work": self.object.kind != CertificateKind.JUDGE}

    def get_initial(self):
        words = words_of(self.object.payload)
        return {
            "recipient": words.recipient,
            "innovation": words.innovation,
            "innovators": "\n".join(words.innovators),
        }

    def get_context_data(self, **kwargs):
        printed = words_of(self.object.payload)
        return super().get_context_data(registry=word_changes(printed, words_in_registry(self.object)), **kwargs)

    def form_valid(self, form):
        changes = word_changes(words_of(self.object.payload), form.cleaned_data["words"])
        if changes and not form.is_agreed:
            form.ask_to_agree()
            context = self.get_context_data(form=form, changes=changes, submit_label=_("Reissue with these words"))
            return self.render_to_response(context)
        return super().form_valid(form)

    def perform(self, reason, words, **_typed):
        self.reissued = reissue_certificate(self.object.pk, actor=self.request.user, reason=reason, words=words)
        return _("Certificate %(number)s is issued, and its agency has been told.") % {"number": self.reissued.number}

    def get_success_url(self):
        return reverse("certificates:inspect", args=[self.reissued.pk])

    def get_page_subtitle(self):
        return f"{self.object.number}, {self.object.payload['recipient']['name']}"

    def get_back_url(self):
        return reverse("certificates:inspect", args=[self.object.pk])
