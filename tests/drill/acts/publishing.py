"""The catalogue and the nightly files of the open data."""

from datetime import timedelta

from django.db.models import F, Value
from django.db.models.functions import Concat

from home.models import Dump, InnovationPage
from home.services.dumps import make_dump
from home.services.publishing import publish_all
from innovation_portal.utils import clock
from innovation_portal.utils.hashing import hash_of_chunks
from submissions.models import Innovation


class Publishing:
    name = "publishing to the catalogue"

    def __init__(self, innovations: list[Innovation]):
        self.ids = [innovation.pk for innovation in innovations]

    def begin(self):
        Innovation.objects.filter(pk__in=self.ids).update(title=Concat(F("title"), Value("+")))

    def do(self):
        publish_all(self.ids)

    def half_done(self):
        return self._current() % len(self.ids)

    def lost(self):
        return len(self.ids) - self._current()

    def doubled(self):
        return InnovationPage.objects.filter(innovation__in=self.ids).count() - len(self.ids)

    def _current(self) -> int:
        return InnovationPage.objects.filter(innovation__in=self.ids, title=F("innovation__title"), live=True).count()


class NightlyFile:
    name = "a nightly file of the open data"

    def begin(self):
        # Of yesterday, because the schedule orders those of today by itself.
        self.order = {"dataset": "inovasi", "format": "csv", "day": clock.today() - timedelta(days=1)}
        self._dumps().delete()
        self.dump = Dump.objects.create(**self.order, ordered_at=clock.now())

    def do(self):
        make_dump(self.dump.pk)

    def half_done(self):
        return sum(not self._is_whole(dump) for dump in self._dumps().filter(made_at__isnull=False))

    def lost(self):
        return int(not self._dumps().filter(made_at__isnull=False).exists()) + self.half_done()

    def doubled(self):
        return self._dumps().count() - 1

    def _dumps(self):
        return Dump.objects.filter(**self.order)

    @staticmethod
    def _is_whole(dump: Dump) -> bool:
        with dump.file.open("rb") as stored:
            return hash_of_chunks([stored.read()]) == dump.sha256
