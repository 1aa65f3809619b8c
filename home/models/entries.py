"""What lists, filters and search of the catalogue read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.enums import HonourLevel, ReplicationMark
from home.models.innovations import InnovationPage
from submissions.enums import (
    FIELD_MOTIFS,
    DataMark,
    InnovationForm,
    InnovationPhase,
    InnovationType,
    LifeState,
    RegionKind,
    ServiceField,
    SustainableGoal,
)
from submissions.models import Agency, Innovation, Region

LOCAL = (RegionKind.REGENCY, RegionKind.CITY)


class CatalogueEntry(models.Model):
    """One line of the catalogue: a flat copy of what lists, filters and search need of a live page.

    Written by `home.services.publishing` only. The search index beside it (see migration 0002) follows this table by
    itself.
    """

    page = models.OneToOneField(InnovationPage, on_delete=models.CASCADE, primary_key=True, related_name="entry")
    innovation = models.OneToOneField(Innovation, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    agency_name = models.CharField(max_length=200)
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+", db_index=False)
    region_name = models.CharField(max_length=150)
    region_kind = models.CharField(max_length=10, choices=RegionKind)
    field = models.CharField(max_length=20, choices=ServiceField, blank=True)
    life_state = models.CharField(max_length=10, choices=LifeState)
    data_mark = models.CharField(max_length=10, choices=DataMark)
    year = models.PositiveSmallIntegerField(help_text="Of the edition or recognition by which it entered.")
    honour_level = models.PositiveSmallIntegerField(choices=HonourLevel, default=HonourLevel.NONE)
    honour = models.CharField(max_length=150, blank=True, help_text="Best honour with its year, as a badge.")
    category = models.CharField(max_length=150, blank=True, help_text="Name in its edition; years may share one.")
    form = models.CharField(max_length=20, choices=InnovationForm, blank=True)
    type = models.CharField(max_length=12, choices=InnovationType, blank=True)
    phase = models.CharField(max_length=16, choices=InnovationPhase, blank=True)
    replicates = models.ForeignKey(Innovation, on_delete=models.SET_NULL, null=True, related_name="+")
    replication = models.CharField(max_length=10, choices=ReplicationMark, blank=True)
    search_text = models.TextField(blank=True)
    stems = models.TextField(blank=True, help_text="Stems of its words that are no words themselves; SQLite only.")
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        ordering = ["-year", "-page_id"]
        # The first covers a walk through the newest with the filters chosen most, the second the counts of all.
        indexes = [
            models.Index(
                fields=["-year", "-page", "field", "honour_level", "life_state", "region"], name="entry_newest"
            ),
            models.Index(
                fields=[
                    "field",
                    "honour_level",
                    "life_state",
                    "region",
                    "year",
                    "form",
                    "type",
                    "phase",
                    "replication",
                    "agency",
                    "category",
                ],
                name="entry_facets",
            ),
            models.Index(fields=["-honour_level", "-year", "-page"], name="entry_honour"),
            models.Index(fields=["field", "region", "-honour_level", "-year", "-page"], name="entry_neighbours"),
            models.Index(fields=["title", "page"], name="entry_title"),
        ]

    def __str__(self):
        return self.title

    @property
    def cover_class(self) -> str:
        """Brown ground for the province, blue for a kabupaten or kota; the motif is that of the field."""
        motif = FIELD_MOTIFS.get(self.field, "kawung")
        return f"m-{motif} is-indigo" if self.region_kind in LOCAL else f"m-{motif}"

    @property
    def field_name(self) -> str:
        """The field in words, empty where there is none; Django's own way goes through all choices for each entry."""
        return ServiceField(self.field).label if self.field else ""

    @property
    def is_public_data(self) -> bool:
        return self.data_mark == DataMark.PUBLIC

    @property
    def is_example(self) -> bool:
        return self.data_mark == DataMark.EXAMPLE

    @property
    def has_known_life(self) -> bool:
        return self.life_state != LifeState.UNKNOWN


class EntryGoal(models.Model):
    """A sustainable development goal that an entry of the catalogue serves; it may serve several."""

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.CASCADE, related_name="goals", db_index=False)
    goal = models.PositiveSmallIntegerField(choices=SustainableGoal)

    class Meta:
        verbose_name = _("goal of a catalogue entry")
        verbose_name_plural = _("goals of catalogue entries")
        ordering = ["goal"]
        indexes = [models.Index(fields=["goal", "entry"], name="entry_goal")]
        constraints = [models.UniqueConstraint(fields=["entry", "goal"], name="goal_once_per_entry")]

    def __str__(self):
        return self.get_goal_display()


class CatalogueSummary(models.Model):
    """The one row that says how the catalogue stands: its number grows with each change of any entry.

    Written by `home.services.entries` only, but for the night of the sweep. What is remembered of the catalogue is
    remembered under its number.
    """

    number = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="Entries of the whole catalogue by facet and value.")
    cards_swept_on = models.DateField(null=True, help_text="The day of the last night that swept old share cards.")

    class Meta:
        verbose_name = _("summary of the catalogue")
        verbose_name_plural = _("summaries of the catalogue")

    def __str__(self):
        return str(self.number)
