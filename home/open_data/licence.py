"""Under which licence the data may be used, as the settings of the site say."""

from django.conf import settings
from pydantic import BaseModel, Field

from home.models import PortalSettings


class Licence(BaseModel):
    """Lisensi data dan cara menyebut sumbernya."""

    nama: str = Field(description="Nama lisensi.", examples=["CC BY 4.0"])
    alamat: str = Field(
        description="Alamat teks lisensi.", examples=["https://creativecommons.org/licenses/by/4.0/deed.id"]
    )
    sebutan: str = Field(
        description="Sebutan sumber yang dicantumkan pemakai data.",
        examples=[f"{settings.PORTAL_NAME}, {settings.GOVERNMENT_NAME}, https://inovasi.example.go.id"],
    )


def licence_of_the_site() -> Licence:
    portal = PortalSettings.load()
    source = f"{portal.portal_name}, {portal.government_name}, {settings.PORTAL_ADDRESS.rstrip('/')}"
    return Licence(nama=portal.data_licence, alamat=portal.data_licence_url, sebutan=source)
