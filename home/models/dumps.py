from django.db import models
from django.urls import reverse

from home.enums import DumpFormat


class Dump(models.Model):
    """One table of the open data as one file of one night. Empty facts: it was ordered and is not made yet."""

    dataset = models.SlugField(max_length=30)
    format = models.CharField(max_length=4, choices=DumpFormat)
    day = models.DateField(help_text="Of the night in which it was made, in the portal's time zone.")
    ordered_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="open_data", blank=True, max_length=250)
    rows = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "dump"
        verbose_name_plural = "dumps"
        ordering = ["-day", "dataset", "format"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "format", "day"], name="dump_once_per_dataset_format_and_day"),
            models.CheckConstraint(
                condition=models.Q(made_at__isnull=True) | ~(models.Q(file="") | models.Q(sha256="")),
                name="made_dump_has_a_file_with_its_checksum",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """Under which it is downloaded."""
        return f"{self.dataset}-{self.day.isoformat()}.{self.format}"

    def get_absolute_url(self):
        return reverse("home:open-data-file", args=[self.dataset, self.day.isoformat(), self.format])

    @property
    def content_type(self) -> str:
        return "application/json" if self.format == DumpFormat.JSON else "text/csv; charset=utf-8"
