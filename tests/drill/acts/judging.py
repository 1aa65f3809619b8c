"""Allocation of judges, sealing, announcing and a batch of certificates."""

from collections import Counter
from datetime import timedelta

from home.benchmark.registry import People
from innovation_portal.utils import clock
from innovation_portal.utils.emails import OutgoingMessage
from innovation_portal.utils.hashing import hash_of, hash_of_chunks
from judging.enums import PrintState, RoundState
from judging.models import Assignment, Award, Certificate, IssueRun, PrintItem, ResultRun, Round
from judging.services.allocation import apply_allocation
from judging.services.awards import announce_awards
from judging.services.issue_runs import print_what_is_missing, work_on_run
from judging.services.results import calculate_result, confirm_result
from judging.services.seals import reopen_result, seal_result

SILENCE = timedelta(minutes=10)


class Allocation:
    name = "allocation of judges"

    def __init__(self, round_: Round, people: People, planned: int):
        self.round, self.actor, self.planned = round_, people.secretary, planned

    def begin(self):
        Assignment.objects.filter(round=self.round).delete()

    def do(self):
        apply_allocation(self.round.pk, actor=self.actor, seed=7)

    def half_done(self):
        return self._count() % self.planned

    def lost(self):
        return max(0, self.planned - self._count())

    def doubled(self):
        pairs = Counter(Assignment.objects.filter(round=self.round).values_list("panelist", "version"))
        return sum(count - 1 for count in pairs.values())

    def _count(self) -> int:
        return Assignment.objects.filter(round=self.round).count()


class Sealing:
    name = "sealing a round"

    def __init__(self, round_: Round, people: People):
        self.round, self.actor = round_, people.chair

    def begin(self):
        sealed = ResultRun.objects.filter(round=self.round, sealed_at__isnull=False, reopened_at=None).first()
        if sealed:
            reopen_result(sealed.pk, actor=self.actor, reason="Latihan gangguan.")
        self.run = confirm_result(calculate_result(self.round.pk, actor=self.actor).pk, actor=self.actor)

    def do(self):
        seal_result(self.run.pk, actor=self.actor)

    def half_done(self):
        run = ResultRun.objects.select_related("round").get(pk=self.run.pk)
        is_whole = run.sealed_at is not None and run.seal_hash == hash_of(run.seal)
        is_untouched = run.sealed_at is None and not run.seal_hash
        is_closed = run.round.state == RoundState.SEALED
        return int(not ((is_whole and is_closed) or (is_untouched and not is_closed)))

    def lost(self):
        return int(not ResultRun.objects.filter(pk=self.run.pk, sealed_at__isnull=False).exists()) + self.half_done()

    def doubled(self):
        return ResultRun.objects.filter(round=self.round, sealed_at__isnull=False, reopened_at=None).count() - 1


class Announcing:
    name = "announcing the awards"

    def __init__(self, round_: Round, people: People, planned: int):
        self.edition, self.actor, self.planned = round_.edition, people.secretary, planned

    def begin(self):
        Award.objects.filter(level__edition=self.edition).delete()
        self._mails().delete()

    def do(self):
        announce_awards(self.edition.pk, actor=self.actor)

    def half_done(self):
        return int(self._awards().exists() != self._mails().exists()) + self._awards().count() % self.planned

    def lost(self):
        return max(0, self.planned - self._awards().count()) + int(not self._mails().exists())

    def doubled(self):
        pairs = Counter(self._mails().values_list("recipient", "subject"))
        return max(0, self._awards().count() - self.planned) + sum(count - 1 for count in pairs.values())

    def _awards(self):
        return Award.objects.filter(level__edition=self.edition)

    def _mails(self):
        return OutgoingMessage.objects.filter(kind="awards_announced")


class CertificateBatch:
    name = "printing a batch of certificates"

    def __init__(self, certificates: list[Certificate], people: People):
        self.ids, self.actor = [one.pk for one in certificates], people.secretary

    def begin(self):
        PrintItem.objects.all().delete()
        IssueRun.objects.all().delete()
        self._certificates().update(file="", file_sha256="")
        self.run = print_what_is_missing(self._certificates()[0].edition_id, actor=self.actor)

    def do(self):
        # The schedule takes up a run after minutes of silence, which the drill does not wait for.
        IssueRun.objects.filter(pk=self.run.pk).update(beat_at=clock.now() - SILENCE)
        PrintItem.objects.filter(state=PrintState.TAKEN).update(taken_at=clock.now() - SILENCE)
        work_on_run(self.run.pk)

    def half_done(self):
        printed = set(PrintItem.objects.filter(state=PrintState.PRINTED).values_list("certificate", flat=True))
        return sum((one.pk in printed) != self._is_whole(one) for one in self._certificates())

    def lost(self):
        return sum(not self._is_whole(one) for one in self._certificates())

    def doubled(self):
        return PrintItem.objects.count() - len(self.ids)

    def _certificates(self):
        return Certificate.objects.filter(pk__in=self.ids)

    @staticmethod
    def _is_whole(certificate: Certificate) -> bool:
        if not certificate.file:
            return False
        with certificate.file.open("rb") as stored:
            return hash_of_chunks([stored.read()]) == certificate.file_sha256
