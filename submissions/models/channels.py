from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from submissions.enums import ChannelKind
from submissions.models.agencies import Agency
from submissions.validators import normal_phone, validate_https


class AgencyChannel(models.Model):
    """Where the public reaches an agency: its site and social media, and where it takes complaints.

    `address` is an https address or a telephone number, as the kind says.
    """

    agency = ParentalKey(Agency, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=20, choices=ChannelKind)
    address = models.CharField(
        _("address"), max_length=300, help_text=_("https://… or a telephone number, for example 024 8311174.")
    )

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "address"], name="channel_once_per_agency"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.address}"

    @property
    def url(self) -> str:
        """Where a click leads."""
        if not ChannelKind(self.kind).is_phone:
            return self.address
        number = self.address.replace(" ", "")
        return f"https://wa.me/{number.removeprefix('+')}" if self.kind == ChannelKind.WHATSAPP else f"tel:{number}"

    @property
    def shown(self) -> str:
        """The address as people write it: without scheme, a number as 0…"""
        if ChannelKind(self.kind).is_phone:
            return self.address.replace("+62", "0", 1)
        return self.address.removeprefix("https://").removeprefix("www.").rstrip("/")

    @property
    def is_for_complaints(self) -> bool:
        return ChannelKind(self.kind).is_for_complaints

    def clean(self):
        super().clean()
        if self.kind not in ChannelKind.values:
            return
        try:
            if ChannelKind(self.kind).is_phone:
                self.address = normal_phone(self.address)
            else:
                validate_https(self.address)
        except ValidationError as error:
            raise ValidationError({"address": error}) from error
