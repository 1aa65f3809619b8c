from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from submissions import models
from tests.factories.submissions import RegionFactory


class ServiceMallFactory(DjangoModelFactory):
    """A mall; `innovations=[…]` and `agencies=[…]` are in it."""

    class Meta:
        model = models.ServiceMall
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Mal Pelayanan Publik Uji {n:05}")
    opened_year = 2023
    source = "Siaran pers Februari 2023"
    source_url = "https://berita.example.id/mpp"

    @factory.post_generation
    def innovations(self, create, extracted, **kwargs):
        for innovation in extracted or []:
            models.MallInnovation.objects.create(mall=self, innovation=innovation)

    @factory.post_generation
    def agencies(self, create, extracted, **kwargs):
        for agency in extracted or []:
            models.MallAgency.objects.create(mall=self, agency=agency)


class OmbudsmanFindingFactory(DjangoModelFactory):
    """A value of compliance of a region; `region=None, agency=…` is one of an agency."""

    class Meta:
        model = models.OmbudsmanFinding

    region = factory.SubFactory(RegionFactory)
    year = 2024
    kind = "kepatuhan"
    value = Decimal("98.21")
    source = "Siaran pers Ombudsman 2024"
    source_url = "https://ombudsman.example.id/2024"


class ChannelFigureFactory(DjangoModelFactory):
    """Complaints of a region in a year; `region=None, agency=…` are those of an agency."""

    class Meta:
        model = models.ChannelFigure

    region = factory.SubFactory(RegionFactory)
    year = 2022
    kind = "aduan"
    name = "LaporUji"
    received = 22980
    settled_share = Decimal("65.20")
    source = "Berita 2023"
