"""Tables of results as the ministries publish them: from a file to checked rows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from submissions.imports import Table
from submissions.models import Innovation, NationalLevel, NationalProposal
from submissions.services.national_results import ResultRow


class ResultRowForm(forms.Form):
    """One row: what it is about by number or title, and how far it came. Columns are named as in the office."""

    judul = forms.CharField(required=False, max_length=Innovation._meta.get_field("title").max_length)
    nomor_registrasi = forms.CharField(
        required=False, max_length=NationalProposal._meta.get_field("registration_number").max_length
    )
    hasil = forms.CharField(max_length=NationalLevel._meta.get_field("award").max_length)
    tanggal = forms.DateField(required=False, input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"])
    sumber = forms.URLField(required=False, assume_scheme="https", max_length=500)
    catatan = forms.CharField(required=False, max_length=1000)

    def clean(self):
        data = super().clean()
        if not data.get("judul") and not data.get("nomor_registrasi"):
            self.add_error("judul", _("Name the title or the registration number."))
        return data

    def row(self, number: int) -> ResultRow:
        data = self.cleaned_data
        return ResultRow(
            number=number,
            title=data["judul"],
            registration_number=data["nomor_registrasi"],
            result=data["hasil"],
            happened_on=data["tanggal"],
            source_url=data["sumber"],
            note=data["catatan"],
        )


RESULTS = Table(("judul", "nomor_registrasi", "hasil", "tanggal", "sumber", "catatan"), ResultRowForm)
