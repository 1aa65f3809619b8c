from django import forms
from django.utils.translation import gettext_lazy as _

from home.enums import Display, ReplicationMark
from home.selectors.catalogue import CatalogueQuery, Order
from home.selectors.facet_counts import FACETS
from home.selectors.search import words_of
from submissions.enums import InnovationForm, InnovationPhase, InnovationType, LifeState, ServiceField

ORDER_LABELS = {
    Order.BEST: _("Best match"),
    Order.NEWEST: _("Newest"),
    Order.HONOUR: _("Highest recognition"),
    Order.TITLE: _("Title, A to Z"),
}


class NumberListField(forms.TypedMultipleChoiceField):
    """Numbers from the address. Any number is accepted: one that no entry has finds nothing."""

    def __init__(self, **kwargs):
        super().__init__(coerce=int, required=False, **kwargs)

    def valid_value(self, value):
        return value.isascii() and value.isdecimal() and len(value) <= 9


class TextListField(forms.MultipleChoiceField):
    """Texts from the address. Any short text is accepted: one that no entry has finds nothing."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def valid_value(self, value):
        return len(value) <= 150


class CatalogueForm(forms.Form):
    """The address of the catalogue: what is searched, chosen and how it is shown. What makes no sense is ignored."""

    q = forms.CharField(max_length=120, required=False)
    persis = forms.BooleanField(required=False)
    bidang = forms.MultipleChoiceField(choices=ServiceField, required=False)
    pengakuan = NumberListField()
    keadaan = forms.MultipleChoiceField(choices=LifeState, required=False)
    daerah = NumberListField()
    opd = NumberListField()
    tahun = NumberListField()
    kategori = TextListField()
    tpb = NumberListField()
    bentuk = forms.MultipleChoiceField(choices=InnovationForm, required=False)
    jenis = forms.MultipleChoiceField(choices=InnovationType, required=False)
    tahap = forms.MultipleChoiceField(choices=InnovationPhase, required=False)
    replikasi = forms.MultipleChoiceField(choices=ReplicationMark, required=False)
    cari_opd = forms.CharField(max_length=60, required=False)
    urut = forms.ChoiceField(choices=[(order.value, order.value) for order in Order], required=False)
    tampilan = forms.ChoiceField(choices=[(display.value, display.value) for display in Display], required=False)

    def query(self) -> CatalogueQuery:
        self.is_valid()
        words = tuple(words_of(self.cleaned_data.get("q", "")))
        default = Order.BEST if words else Order.NEWEST
        return CatalogueQuery(
            words=words,
            chosen=tuple(
                (name, tuple(sorted(set(self.cleaned_data[name])))) for name in FACETS if self.cleaned_data.get(name)
            ),
            order=Order(self.cleaned_data.get("urut") or default),
        )

    @property
    def is_exact(self) -> bool:
        """Whether the words are meant as typed, so that they are not corrected."""
        self.is_valid()
        return self.cleaned_data.get("persis", False)

    @property
    def display(self) -> Display:
        self.is_valid()
        return Display(self.cleaned_data.get("tampilan") or Display.CARDS)

    @property
    def agency_search(self) -> str:
        """Part of a name, by which the choice of agencies is narrowed."""
        self.is_valid()
        return self.cleaned_data.get("cari_opd", "")


class AgencySearchForm(forms.Form):
    """The address of the list of agencies; what makes no sense is ignored."""

    q = forms.CharField(max_length=120, required=False)
    daerah = forms.IntegerField(min_value=1, max_value=2_147_483_647, required=False)

    def asked(self) -> dict:
        self.is_valid()
        return {"search": self.cleaned_data.get("q", ""), "region_id": self.cleaned_data.get("daerah")}
