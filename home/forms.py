from django import forms
from django.utils.translation import gettext_lazy as _

from home.selectors.catalogue import CatalogueQuery, Order
from home.selectors.search import words_of
from submissions.enums import LifeState, ServiceField

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


class CatalogueForm(forms.Form):
    """The address of the catalogue: what is searched, chosen and how it is ordered. What makes no sense is ignored."""

    q = forms.CharField(max_length=120, required=False)
    bidang = forms.MultipleChoiceField(choices=ServiceField, required=False)
    pengakuan = NumberListField()
    keadaan = forms.MultipleChoiceField(choices=LifeState, required=False)
    daerah = NumberListField()
    tahun = NumberListField()
    urut = forms.ChoiceField(choices=[(order.value, order.value) for order in Order], required=False)

    def query(self) -> CatalogueQuery:
        self.is_valid()
        words = tuple(words_of(self.cleaned_data.get("q", "")))
        default = Order.BEST if words else Order.NEWEST
        return CatalogueQuery(
            words=words,
            chosen=tuple(
                (name, tuple(sorted(set(self.cleaned_data[name]))))
                for name in ("bidang", "pengakuan", "keadaan", "daerah", "tahun")
                if self.cleaned_data.get(name)
            ),
            order=Order(self.cleaned_data.get("urut") or default),
        )


class AgencySearchForm(forms.Form):
    """The address of the list of agencies; what makes no sense is ignored."""

    q = forms.CharField(max_length=120, required=False)
    daerah = forms.IntegerField(min_value=1, max_value=2_147_483_647, required=False)

    def asked(self) -> dict:
        self.is_valid()
        return {"search": self.cleaned_data.get("q", ""), "region_id": self.cleaned_data.get("daerah")}
