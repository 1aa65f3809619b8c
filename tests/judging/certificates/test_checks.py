"""Checking by address and by what stands on the paper, and what is written down of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from innovation_portal.utils import clock
from judging.enums import CheckOutcome, CheckWay
from judging.models import CertificateCheck
from judging.selectors.checks import CheckCount, checks_of
from judging.services.certificates import issue_certificate, revoke_certificate
from judging.services.checks import erase_old_checks, note_check, visitor_of_day
from tests.judging.certificates.test_views import check_url, text_of

SEARCH = "judging:certificate-search"


def noted() -> list[tuple]:
    return list(CertificateCheck.objects.order_by("pk").values_list("way", "outcome", "certificate"))


@pytest.mark.parametrize("number", ["{0}", " Nomor {0} ", "No. {0}", "lower"])
def test_the_number_and_four_characters_lead_to_the_page(client, ceremony, number):
    ceremony.template.number_pattern = "B/000.8.3.4/{seq:03}/{year}"
    ceremony.template.save()
    certificate = ceremony.certificate()
    typed = certificate.number.lower() if number == "lower" else number.format(certificate.number)

    response = client.get(reverse(SEARCH), {"nomor": typed, "kode": certificate.public_id[:4].lower()})

    assert response.url == f"{check_url(certificate)}?cara=ketik"


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer_at_the_same_cost(client, ceremony):
    certificate = ceremony.certificate()
    other = "2222" if certificate.public_id[:4] != "2222" else "3333"
    client.get(reverse(SEARCH))
    answers, costs = [], []
    for number, code in [(certificate.number, other), ("000.8.3.4/999/2026", certificate.public_id[:4])]:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(SEARCH), {"nomor": number, "kode": code})
        answers.append((response.status_code, response.context["form"].errors))
        costs.append([query["sql"].split("WHERE")[0] for query in queries])

    assert answers[0] == answers[1]
    assert [error.code for error in response.context["form"].errors.as_data()["kode"]] == ["unknown"]
    assert [len(cost) for cost in costs] == [2, 2]
    assert noted() == [("typed", "unknown", None)] * 2


def test_the_whole_code_with_the_number_of_another_paper_is_refused(client, ceremony):
    certificate, other = ceremony.certificate(), ceremony.certificate()

    response = client.get(reverse(SEARCH), {"nomor": other.number, "kode": certificate.public_id})

    assert [error.code for error in response.context["form"].errors.as_data()["kode"]] == ["unknown"]


def test_one_number_can_be_tried_ten_times_an_hour_from_wherever(client, ceremony):
    certificate = ceremony.certificate()
    typed = {"nomor": certificate.number, "kode": "2345"}
    answers = [
        client.get(reverse(SEARCH), typed, REMOTE_ADDR=f"198.51.100.{place}").status_code for place in range(12)
    ]
    right = client.get(reverse(SEARCH), {**typed, "kode": certificate.public_id[:4]}, REMOTE_ADDR="203.0.113.9")
    neighbour = client.get(reverse(SEARCH), {"kode": certificate.public_id})

    assert answers == [200] * 10 + [429] * 2
    assert right.status_code == 429
    assert right.headers["Retry-After"] == "600"
    assert "Coba lagi dalam 10 menit" in right.content.decode()
    assert neighbour.status_code == 302


def test_one_address_opens_300_pages_a_minute_and_its_refusals_are_noted_once(client, ceremony):
    url = check_url(ceremony.certificate())
    answers = [client.get(url).status_code for _ in range(303)]

    assert answers == [200] * 300 + [429] * 3
    assert noted()[-1] == ("page", "limited", None)
    assert CertificateCheck.objects.filter(outcome=CheckOutcome.LIMITED).count() == 1
    assert client.get(url, REMOTE_ADDR="198.51.100.7").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "..%5C..%5Cetc%5Cpasswd",
        "a" * 3000,
        "%3Cscript%3E",
        "PAGE2345ABCD",
        "'%20OR%201=1--",
        "ＡＢＣＤ２３４５６７８９",
    ],
)
def test_tricks_in_the_address_are_not_found_and_say_nothing(client, ceremony, path):
    ceremony.certificate()

    response = client.get(f"/piagam/{path}/")

    assert response.status_code == 404
    assert noted() == [("page", "unknown", None)]
    assert b"<script>" not in response.content


def test_names_that_are_markup_are_shown_as_text(client, ceremony):
    certificate = ceremony.certificate(version={"title": "<img src=x onerror=alert(1)>"})

    page = client.get(check_url(certificate)).content.decode()

    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


def test_old_and_new_certificate_link_to_each_other(client, ceremony):
    old = ceremony.certificate()
    revoke_certificate(old.pk, actor=ceremony.secretary, reason="Salah nama")
    new = issue_certificate(old.award_id, actor=ceremony.secretary)

    old_page, new_page = client.get(check_url(old)), client.get(check_url(new))

    assert f'href="{check_url(new)}"' in old_page.content.decode()
    assert "Piagam ini sudah diganti" in text_of(old_page)
    assert f'href="{check_url(old)}"' in new_page.content.decode()
    assert "Piagam ini sah" in text_of(new_page)


def test_check_page_costs_the_same_queries_however_many_certificates_there_are(client, ceremony):
    certificate = ceremony.certificate()
    client.get(check_url(certificate))
    with CaptureQueriesContext(connection) as alone:
        client.get(check_url(certificate))
    for _ in range(3):
        ceremony.certificate()
    with CaptureQueriesContext(connection) as among_others:
        client.get(check_url(certificate))

    assert len(among_others) == len(alone) <= 4


def test_checks_are_counted_by_way_and_outcome_with_the_last_day(client, ceremony):
    certificate, other = ceremony.certificate(), ceremony.certificate()
    first, second = datetime(2026, 11, 1, 20, tzinfo=UTC), datetime(2026, 11, 5, 3, tzinfo=UTC)
    with clock.at(first):
        client.get(check_url(certificate))
        client.get(check_url(other))
    with clock.at(second):
        client.get(check_url(certificate))
        client.get(reverse(SEARCH), {"kode": certificate.public_id}, follow=True)
        revoke_certificate(certificate.pk, actor=ceremony.secretary, reason="Salah nama")
        client.get(check_url(certificate))

    assert checks_of(certificate) == [
        CheckCount(CheckWay.PAGE, CheckOutcome.VALID, 2, second.date()),
        CheckCount(CheckWay.PAGE, CheckOutcome.REVOKED, 1, second.date()),
        CheckCount(CheckWay.TYPED, CheckOutcome.VALID, 1, second.date()),
    ]
    # Twenty o'clock in London is the next day in Semarang.
    assert checks_of(other) == [CheckCount(CheckWay.PAGE, CheckOutcome.VALID, 1, first.date() + timedelta(days=1))]


def test_the_log_tells_visitors_of_a_day_apart_and_knows_no_address(client, ceremony):
    certificate = ceremony.certificate()
    client.get(check_url(certificate), REMOTE_ADDR="198.51.100.7")
    client.get(check_url(certificate), REMOTE_ADDR="198.51.100.7")
    client.get(check_url(certificate), REMOTE_ADDR="198.51.100.8")

    visitors = list(CertificateCheck.objects.order_by("pk").values_list("visitor", flat=True))
    assert visitors[0] == visitors[1] != visitors[2]
    assert visitors[0] == visitor_of_day("198.51.100.7", clock.today())
    assert visitor_of_day("198.51.100.7", clock.today() + timedelta(days=1)) != visitors[0]
    assert "198.51" not in str(list(CertificateCheck.objects.values()))


def test_visitors_go_after_a_week_and_checks_after_two_years(ceremony):
    certificate = ceremony.certificate()
    for days in (0, 7, 8, 730, 731):
        with clock.at(clock.now() - timedelta(days=days)):
            note_check(CheckWay.PAGE, CheckOutcome.VALID, address="198.51.100.7", certificate=certificate)

    gone = erase_old_checks()

    today = clock.today()
    kept = CertificateCheck.objects.order_by("pk").values_list("day", "visitor")
    assert gone == 1
    assert erase_old_checks() == 0
    assert [((today - day).days, bool(visitor)) for day, visitor in kept] == [
        (0, True),
        (7, True),
        (8, False),
        (730, False),
    ]
