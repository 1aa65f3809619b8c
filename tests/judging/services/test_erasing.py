from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from innovation_portal.utils.schedule import registered_jobs, run_jobs
from judging.enums import AwardState
from judging.models import Award, Objection, ObjectionFile
from judging.retention import OBJECTORS
from judging.services.awards import finalise_awards
from judging.services.erasing import erase_objectors
from judging.services.objections import answer_objection
from judging.services.revocations import revoke_award
from tests.factories.judging import AwardFactory, ObjectionFactory
from tests.factories.submissions import StageFactory

FINAL = datetime(2027, 3, 31, 3, 0, tzinfo=UTC)
KEPT_UNTIL = datetime(2028, 3, 31, 17, 0, tzinfo=UTC)  # midnight in Jakarta


@pytest.fixture
def objection(db, secretary):
    """An answered objection with a file and two mails, of an edition whose only award is provisional."""
    made = ObjectionFactory(
        email="siti@example.id", phone="0811 222", relation="Pengguna", award__state=AwardState.PROVISIONAL
    )
    ObjectionFile.objects.create(
        objection=made,
        file=ContentFile(b"x", name="bukti.pdf"),
        original_name="bukti.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
    )
    answer_objection(made.pk, actor=secretary, outcome="dismissed", text="Layanan berjalan.", seen=0)
    StageFactory(
        edition=made.award.level.edition,
        kind="objection",
        opens_at=FINAL - timedelta(days=9),
        closes_at=FINAL - timedelta(days=1),
    )
    return made


def kept_of(objection):
    objection.refresh_from_db()
    messages = list(OutgoingMessage.objects.values_list("address", flat=True))
    person = (objection.name, objection.email, objection.phone, objection.relation)
    return person, objection.files.count(), messages


def erase_at(moment) -> int:
    with clock.at(moment):
        return erase_objectors()


def test_the_writer_is_erased_when_the_months_are_over_and_the_words_stay(
    objection, secretary, django_capture_on_commit_callbacks
):
    with clock.at(FINAL):
        finalise_awards(objection.award.level.edition_id, actor=secretary)
    evidence, before = objection.files.get().file, kept_of(objection)
    assert OBJECTORS.months == 12
    assert erase_at(KEPT_UNTIL - timedelta(minutes=1)) == 0
    assert kept_of(objection) == before

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_at(KEPT_UNTIL) == 1

    assert kept_of(objection) == (("", "", "", ""), 0, [])
    assert not evidence.storage.exists(evidence.name)
    assert (objection.reason, objection.erased_at) == ("Layanan ini sudah berhenti sejak Maret.", KEPT_UNTIL)
    assert [answer.text for answer in objection.answers.all()] == ["Layanan berjalan."]
    assert erase_at(KEPT_UNTIL) == 0
    assert ModelLogEntry.objects.filter(action="judging.erase_objector").count() == 1


def test_nothing_is_erased_while_an_award_of_the_edition_is_provisional(objection, secretary):
    with clock.at(FINAL):
        finalise_awards(objection.award.level.edition_id, actor=secretary)
    Award.objects.filter(pk=AwardFactory(run=objection.award.run, level=objection.award.level).pk).update(
        state=AwardState.PROVISIONAL
    )

    assert erase_at(KEPT_UNTIL + timedelta(days=900)) == 0


def test_of_awards_that_were_all_revoked_the_months_count_from_there(objection, secretary):
    with clock.at(FINAL):
        revoke_award(objection.award_id, actor=secretary, reason="Data tidak benar.")

    assert [erase_at(moment) for moment in (KEPT_UNTIL - timedelta(minutes=1), KEPT_UNTIL)] == [0, 1]


def test_the_schedule_erases(objection):
    Award.objects.update(state=AwardState.FINAL, finalised_at=FINAL)

    with clock.at(KEPT_UNTIL):
        assert run_jobs([job for job in registered_jobs() if job.name == "retention"]) == []

    assert Objection.objects.get().erased_at == KEPT_UNTIL


def test_the_public_form_and_the_secretariat_are_told(client, objection, secretary):
    StageFactory._meta.model.objects.update(opens_at=clock.now() - timedelta(1), closes_at=clock.now() + timedelta(1))
    form = client.get(reverse("judging:objection-create", args=[objection.award_id])).content.decode()
    assert "dihapus 12 bulan setelah penghargaan final" in form
    Award.objects.update(state=AwardState.FINAL, finalised_at=FINAL)
    erase_at(KEPT_UNTIL)
    client.force_login(secretary)

    page = client.get(reverse("objections:answer", args=[objection.pk])).content.decode()

    assert "Nama, kontak, dan bukti dihapus pada Sabtu, 1 April 2028" in page
    assert "<dt>Nama</dt>" not in page


def test_awards_that_were_final_before_count_from_the_day_of_the_migration(db):
    final, provisional = AwardFactory(), AwardFactory(state=AwardState.PROVISIONAL)

    import_module("judging.migrations.0013_awards_final_since").note_today(apps, None)

    noted = dict(Award.objects.values_list("pk", "finalised_at"))
    assert (noted[final.pk].date(), noted[provisional.pk]) == (clock.now().date(), None)
