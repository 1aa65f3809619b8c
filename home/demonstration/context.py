"""Where an invented innovation is delivered, so that its page shows it beside the real facts of the region."""

from submissions.enums import DataMark
from submissions.models import Innovation, MallInnovation, ServiceMall

DELIVERED = {"LOKET WENGI: Klinik Izin Malam Hari bagi Pelaku Usaha Mikro": "Mal Pelayanan Publik Demak"}


def deliver_in_malls() -> None:
    """Put the innovations of `DELIVERED` into their malls. The malls are real; that they deliver these is invented."""
    for title, mall in DELIVERED.items():
        innovation = Innovation.objects.get(title=title, data_mark=DataMark.EXAMPLE)
        MallInnovation.objects.create(mall=ServiceMall.objects.get(name=mall), innovation=innovation)
