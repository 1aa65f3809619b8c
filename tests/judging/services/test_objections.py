from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import AwardState
from judging.models import Award, Objection, ObjectionAnswer, ObjectionFile
from judging.selectors.objections import (
    latest_objection_period,
    objection_by_code,
    objection_files_visible_to,
    objections_visible_to,
)
from judging.services.objections import Objector, answer_objection, submit_objection
from submissions.enums import StageKind
from tests.factories.files import PDF
from tests.factories.judging import AwardFactory, ObjectionFactory
from tests.factories.submissions import EditionFactory, MembershipFactory, StageFactory

WITNESS = Objector(name="Siti Pelapor", email="siti@example.id", relation="Pengguna layanan")


@pytest.fixture
def award(db):
    """A provisional award whose objection period is open."""
    award = AwardFactory(state=AwardState.PROVISIONAL)
    StageFactory(edition=award.level.edition, kind=StageKind.OBJECTION)
    return award


def object_to(award, objector=WITNESS, **changes):
    facts = {"reason": "Layanan berhenti sejak Maret.", "consent": "Saya setuju.", **changes}
    return submit_objection(award.pk, objector=objector, **facts)


def test_an_objection_keeps_what_was_sent_and_starts_as_received(award):
    upload = SimpleUploadedFile("foto\\bukti.pdf", PDF)

    objection = object_to(award, uploads=[upload])

    fields = ("award", "reason", "name", "email", "phone", "relation", "consent")
    assert Objection.objects.values_list(*fields).get() == (
        award.pk,
        "Layanan berhenti sejak Maret.",
        "Siti Pelapor",
        "siti@example.id",
        "",
        "Pengguna layanan",
        "Saya setuju.",
    )
    stored = ObjectionFile.objects.get()
    assert (stored.objection, stored.original_name, stored.content_type, stored.size) == (
        objection,
        "bukti.pdf",
        "application/pdf",
        len(PDF),
    )
    with stored.file.open() as kept:
        assert kept.read() == PDF
    assert objection_by_code(objection.public_id).state == "received"
    assert Award.objects.get().state == AwardState.PROVISIONAL


def test_the_mail_to_an_address_that_anybody_could_have_typed_repeats_nothing_that_was_typed(award):
    objection = object_to(
        award, reason="BELI SEKARANG", objector=Objector("Kunjungi toko.example", "korban@example.id")
    )

    message = OutgoingMessage.objects.get()
    assert (message.kind, message.address, message.recipient) == ("objection_received", "korban@example.id", None)
    assert message.subject == f"Sanggahan Anda sudah diterima: {objection.public_id}"
    assert f"/sanggah/{objection.public_id}/" in message.body
    assert "BELI SEKARANG" not in message.body
    assert "toko.example" not in message.body


def test_who_gives_a_telephone_number_only_gets_no_mail(award, secretary):
    objection = object_to(award, objector=Objector("Budi", phone="0811 000 000"))
    answer_objection(objection.pk, actor=secretary, outcome="dismissed", text="Sudah diperiksa.", seen=0)

    assert not OutgoingMessage.objects.exists()


@pytest.mark.parametrize(("days", "is_taken"), [(-2, False), (0, True), (9.9, True), (10.1, False)])
def test_objections_are_taken_while_the_stage_lasts(award, days, is_taken):
    with clock.at(clock.now() + timedelta(days=days)):
        if is_taken:
            object_to(award)
        else:
            with pytest.raises(ValidationError) as raised:
                object_to(award)
            assert raised.value.code == "closed"

    assert Objection.objects.exists() is is_taken


def test_a_final_award_takes_no_objection_while_others_do(award):
    AwardFactory(run=award.run, state=AwardState.PROVISIONAL)
    Award.objects.filter(pk=award.pk).update(state=AwardState.FINAL)

    with pytest.raises(ValidationError) as raised:
        object_to(award)

    assert raised.value.code == "closed"
    assert not Objection.objects.exists()


def test_every_bad_file_is_named_and_nothing_is_kept(award):
    files = [("a.pdf", PDF), ("program.pdf", b"MZ" + b"0" * 200), ("kosong.pdf", b"")]

    with pytest.raises(ValidationError) as raised:
        object_to(award, uploads=[SimpleUploadedFile(name, content) for name, content in files])

    [field, messages] = *raised.value.message_dict, raised.value.message_dict["uploads"]
    assert field == "uploads"
    assert [message.split(":")[0] for message in messages] == ["program.pdf", "kosong.pdf"]
    assert not Objection.objects.exists()


def test_too_many_files_are_refused_before_any_is_looked_into(award):
    files = [SimpleUploadedFile("program.pdf", b"MZ")] * 4

    with pytest.raises(ValidationError) as raised:
        object_to(award, uploads=files)

    assert raised.value.message_dict == {"uploads": ["Lampirkan paling banyak 3 berkas."]}
    assert not Objection.objects.exists()


def test_an_answer_is_public_logged_and_mailed_and_leaves_the_award(award, secretary):
    objection = object_to(award)

    answer_objection(objection.pk, actor=secretary, outcome="accepted", text="  Benar, sudah kami periksa.  ", seen=0)

    answer = ObjectionAnswer.objects.get()
    assert (answer.number, answer.outcome, answer.text, answer.answered_by) == (
        1,
        "accepted",
        "Benar, sudah kami periksa.",
        secretary,
    )
    assert objection_by_code(objection.public_id).state == "accepted"
    assert Award.objects.get().state == AwardState.PROVISIONAL
    message = OutgoingMessage.objects.get(kind="objection_answered")
    assert message.address == "siti@example.id"
    assert "Benar, sudah kami periksa." in message.body
    entry = ModelLogEntry.objects.get(action="judging.answer_objection")
    assert (entry.user, entry.data, entry.label) == (secretary, {"outcome": "accepted"}, objection.public_id)


def test_an_answer_is_amended_by_another_and_stays(secretary):
    objection = ObjectionFactory()
    first = answer_objection(objection.pk, actor=secretary, outcome="accepted", text="Benar.", seen=0)

    second = answer_objection(objection.pk, actor=secretary, outcome="dismissed", text="Ralat: tidak.", seen=1)

    assert list(objection.answers.all()) == [second, first]
    assert objection_by_code(objection.public_id).state == "dismissed"


def test_an_answer_to_what_another_has_answered_meanwhile_is_stale(secretary):
    objection = ObjectionFactory()
    answer_objection(objection.pk, actor=secretary, outcome="accepted", text="Benar.", seen=0)

    with pytest.raises(ValidationError) as raised:
        answer_objection(objection.pk, actor=secretary, outcome="dismissed", text="Tidak.", seen=0)

    assert raised.value.code == "stale"
    assert ObjectionAnswer.objects.get().text == "Benar."


def test_an_answer_says_something(secretary):
    with pytest.raises(ValidationError) as raised:
        answer_objection(ObjectionFactory().pk, actor=secretary, outcome="accepted", text=" \n", seen=0)

    assert raised.value.code == "text_required"


def test_only_the_secretariat_answers_and_nobody_for_the_own_agency(secretary, verifier, judge, superuser):
    objection = ObjectionFactory()
    agency = objection.award.submission.innovation.agency
    for member in (secretary, superuser):
        MembershipFactory(agency=agency, user=member)

    for actor in (verifier, judge, secretary, superuser):
        with pytest.raises(PermissionDenied):
            answer_objection(objection.pk, actor=actor, outcome="accepted", text="Benar.", seen=0)
        assert not objections_visible_to(actor).exists()

    assert not ObjectionAnswer.objects.exists()


def test_the_secretariat_sees_objections_and_files_except_those_against_the_own_agency(secretary):
    mine, other = ObjectionFactory(), ObjectionFactory()
    MembershipFactory(agency=mine.award.submission.innovation.agency, user=secretary)
    files = [
        ObjectionFile.objects.create(objection=one, file="objections/x.pdf", original_name="x.pdf", size=1)
        for one in (mine, other)
    ]

    assert list(objections_visible_to(secretary)) == [other]
    assert list(objection_files_visible_to(secretary)) == [files[1]]


def test_the_period_shown_is_that_of_the_latest_edition_with_provisional_awards(award):
    EditionFactory(year=2098)

    period = latest_objection_period()

    assert (period.edition, period.awards, period.is_open) == (award.level.edition, [award], True)


def test_without_provisional_awards_the_period_of_the_current_edition_is_shown(award):
    Award.objects.update(state=AwardState.FINAL)
    edition = EditionFactory(year=2098)

    period = latest_objection_period()

    assert (period.edition, period.stage, period.awards, period.is_open) == (edition, None, [], False)
