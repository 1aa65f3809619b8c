from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from innovation_portal.utils import clock
from innovation_portal.utils.models import OutgoingMessage
from judging.enums import RoundKind, RoundState
from judging.models import Round, SittingDay, Slot
from judging.selectors.timetables import slots_of, timetable_of
from judging.services.timetables import announce_timetable, make_timetable
from tests.factories.judging import RoundFactory, SittingDayFactory, VerifiedSubmissionFactory
from tests.factories.submissions import MembershipFactory


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def day(db):
    day = SittingDayFactory(rooms=2)
    for submission in VerifiedSubmissionFactory.create_batch(2, edition=day.round.edition):
        MembershipFactory(agency=submission.innovation.agency)
    return day


def address(name, *args):
    return reverse(f"rounds:{name}", args=args)


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_days_are_added_and_changed_and_what_is_wrong_stands_in_the_form(office):
    round_ = RoundFactory(kind=RoundKind.PRESENTATION)
    date = clock.today() + timedelta(days=7)
    data = {"date": date, "begins_at": "08:30", "ends_at": "12:00", "gap_minutes": 0, "rooms": 1, "place": "Aula"}

    response = office.post(address("add-day", round_.pk), data)

    day = SittingDay.objects.get()
    assert response.url == address("timetable", round_.pk)
    assert (day.round, day.date, f"{day.begins_at:%H.%M}", day.place) == (round_, date, "08.30", "Aula")
    assert errors_of(office.post(address("add-day", round_.pk), data)) == {
        "__all__": ["Babak ini sudah punya hari itu."]
    }
    office.post(address("change-day", round_.pk, day.pk), {**data, "place": "", "link": "rapat.example.id/1"})
    day.refresh_from_db()
    assert (day.place, day.link) == ("", "https://rapat.example.id/1")
    office.post(address("remove-day", round_.pk, day.pk))
    assert not SittingDay.objects.exists()


def test_timetable_is_previewed_in_the_chosen_order_and_stored_as_shown(office, day):
    response = office.get(address("make-timetable", day.round_id), {"order": "category"})
    shown = response.context["timetable"]
    assert not Slot.objects.exists()

    office.post(address("make-timetable", day.round_id), {"order": "category", "expected": shown.digest})

    assert [slot.submission_id for slot in slots_of(day.round)] == [one.entry.submission_id for one in shown.proposed]


def test_preview_that_went_stale_is_shown_anew(office, day):
    digest = timetable_of(day.round, proposes=True).digest
    VerifiedSubmissionFactory(edition=day.round.edition)

    response = office.post(address("make-timetable", day.round_id), {"order": "drawn", "expected": digest})

    assert errors_of(response) == {"__all__": ["Ada yang berubah sejak pratinjau ini. Periksa pratinjau yang baru."]}
    assert len(response.context["timetable"].proposed) == 3
    assert not Slot.objects.exists()


def test_slots_are_announced_moved_and_removed(office, day, secretary):
    make_timetable(day.round_id, actor=secretary)
    first, second = slots_of(day.round)
    digest = timetable_of(day.round).digest
    office.post(address("announce-timetable", day.round_id), {"expected": digest})
    assert OutgoingMessage.objects.count() == 2

    move = address("move-slot", day.round_id, first.pk)
    data = {"to": second.key, "expected": first.key}
    assert errors_of(office.post(move, data)) == {
        "__all__": ["Tulis alasan pemindahan; OPD sudah diberi tahu waktu yang lain."]
    }
    office.post(move, {**data, "reason": "Berhalangan."})
    assert [slot.pk for slot in slots_of(day.round)] == [second.pk, first.pk]

    office.post(address("remove-slot", day.round_id, first.pk), {"reason": "Mundur."})
    office.post(address("clear-timetable", day.round_id))
    assert [slot.pk for slot in slots_of(day.round)] == [second.pk]


def test_workbook_and_paper_hold_the_timetable_in_order(office, day, secretary):
    make_timetable(day.round_id, actor=secretary)
    entries = [one.entry for one in timetable_of(day.round).sittings]

    content = b"".join(office.get(address("timetable-workbook", day.round_id)))
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    paper = office.get(address("timetable-paper", day.round_id)).content.decode()

    assert rows[0] == (
        *(
            "Hari",
            "Mulai",
            "Selesai",
            "Ruang",
            "Tempat",
            "Rapat daring",
            "Nomor pendaftaran",
            "Judul",
            "Perangkat daerah",
        ),
    )
    assert [(f"{row[1]:%H.%M}", row[3], row[6]) for row in rows[1:]] == [
        ("09.00", room, entry.submission.registration_number) for room, entry in enumerate(entries, start=1)
    ]
    assert paper.index(entries[0].title) < paper.index(entries[1].title)


def test_queries_of_the_timetable_do_not_grow(office, day, secretary, django_assert_num_queries):
    office.get(address("timetable", day.round_id))
    for _number in range(2):
        VerifiedSubmissionFactory(edition=day.round.edition)
        make_timetable(day.round_id, actor=secretary)
        announce_timetable(day.round_id, actor=secretary)
        with django_assert_num_queries(15):
            office.get(address("timetable", day.round_id))


def test_timetable_of_a_sealed_round_can_only_be_read(office, secretary, day):
    [slot, _other] = make_timetable(day.round_id, actor=secretary)
    acts = [
        address("add-day", day.round_id),
        address("change-day", day.round_id, day.pk),
        address("announce-timetable", day.round_id),
        address("move-slot", day.round_id, slot.pk),
    ]

    pages = [office.get(address("timetable", day.round_id)).content.decode()]
    Round.objects.update(state=RoundState.SEALED)
    pages.append(office.get(address("timetable", day.round_id)).content.decode())

    assert [[act in page for act in acts] for page in pages] == [[True] * 4, [False] * 4]
    assert address("timetable-workbook", day.round_id) in pages[1]
