"""What all addresses of the interface have in common."""

import pytest
from django.conf import settings
from django.test import Client

from home.api import operations
from home.api.problems import EXPLANATIONS
from home.models import CatalogueEntry
from tests.factories.home import published_past_innovation

PROBLEMS = f"{settings.PORTAL_ADDRESS}/data/api/#masalah-"
LICENCE = '<https://creativecommons.org/licenses/by/4.0/deed.id>; rel="license"'


@pytest.fixture
def few_requests(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"open_data": "2/m/ip"}


def test_an_answer_may_be_kept_and_read_by_anybody(client, site):
    headers = client.get("/api/v1/inovasi/").headers

    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=60"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Expose-Headers"] == "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
    assert headers["Link"] == LICENCE
    assert headers["Content-Language"] == "id"
    assert "Vary" not in headers
    assert "Set-Cookie" not in headers


def test_what_has_not_changed_is_not_sent_again(client, past):
    etag = client.get("/api/v1/inovasi/").headers["ETag"]

    unchanged = client.get("/api/v1/inovasi/", headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (304, b"", etag)
    assert unchanged.headers["Access-Control-Allow-Origin"] == "*"

    published_past_innovation()
    changed = client.get("/api/v1/inovasi/", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_head_says_the_same_without_the_body(client, past):
    whole, head = client.get("/api/v1/inovasi/"), client.head("/api/v1/inovasi/")

    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])


def test_a_page_of_others_asks_a_browser_first(client, site):
    response = client.options("/api/v1/inovasi/", headers={"Origin": "https://example.id"})

    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Headers"] == "If-None-Match"


def test_whoever_asks_too_often_is_told_when_to_come_back(client, site, few_requests):
    headers = [client.get("/api/v1/edisi/").headers["RateLimit"] for _request in range(2)]
    refused = client.get("/api/v1/edisi/")

    assert [each.partition(";t=")[0] for each in headers] == ['"alamat";r=1', '"alamat";r=0']
    assert refused.headers["RateLimit-Policy"] == '"alamat";q=2;w=60'
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert refused.headers["RateLimit"] == f'"alamat";r=0;t={refused.headers["Retry-After"]}'
    assert (refused.status_code, refused.json()["type"]) == (429, f"{PROBLEMS}429")
    assert refused.headers["Link"] == LICENCE


def test_one_address_leaves_the_other_its_requests(client, site, few_requests):
    for _request in range(3):
        client.get("/api/v1/edisi/")

    assert client.get("/api/v1/edisi/").status_code == 429
    assert client.get("/api/v1/edisi/", REMOTE_ADDR="203.0.113.7").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(site, method):
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/inovasi/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["type"] == f"{PROBLEMS}405"


@pytest.mark.parametrize(
    ("path", "parameter", "message"),
    [
        ("inovasi/?tahun=dua", "tahun", "harus berupa bilangan bulat"),
        ("inovasi/?tahun=99999", "tahun", "bilangan ini terlalu besar"),
        ("inovasi/?batas=0", "batas", "bilangan ini terlalu kecil"),
        ("inovasi/?bidang=lain", "bidang", "bukan salah satu pilihan yang ada"),
        ("inovasi/?daerah=x", "daerah", "bentuknya tidak sesuai"),
        ("inovasi/?tahum=2025", "tahum", "parameter ini tidak dikenal"),
        ("inovasi/?opd=%00", "opd", "tidak boleh memuat bita nol"),
        ("inovasi/?q=" + "a" * 121, "q", "terlalu panjang"),
        ("inovasi/?diubah_sejak=2026-05-29T00:00:00", "diubah_sejak", EXPLANATIONS["timezone_aware"]),
        ("inovasi/?diubah_sejak=kemarin", "diubah_sejak", "nilai ini tidak dapat dibaca"),
        ("inovasi/?kursor=abc", "kursor", EXPLANATIONS["cursor"]),
        ("inovasi/satu/", "innovation_id", "harus berupa bilangan bulat"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_parameter(client, site, path, parameter, message):
    response = client.get(f"/api/v1/{path}", headers={"Accept-Language": "en"})

    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json() == {
        "type": f"{PROBLEMS}422",
        "title": "Permintaan tidak dapat dipahami",
        "status": 422,
        "detail": "Perbaiki parameter yang disebut dalam kesalahan, lalu ulangi.",
        "kesalahan": [{"parameter": parameter, "pesan": message}],
    }


@pytest.mark.parametrize("path", ["inovasi/999/", "kepatuhan/1999/", "tidak/ada/", ""])
def test_what_is_not_there_is_a_problem_too(client, site, path):
    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response.json()["type"]) == (404, f"{PROBLEMS}404")


def test_an_address_without_its_slash_is_led_on(client, site):
    response = client.get("/api/v1/inovasi?tahun=2025")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/inovasi/?tahun=2025")


def test_a_fault_of_ours_is_logged_and_told_without_its_cause(client, site, monkeypatch, caplog):
    def fail():
        raise RuntimeError("kata sandi basis data")

    monkeypatch.setattr(operations, "open_compliance", fail)

    response = client.get("/api/v1/kepatuhan/")

    assert (response.status_code, response.json()["type"]) == (500, f"{PROBLEMS}500")
    assert "kata sandi" not in response.content.decode()
    assert "kata sandi basis data" in caplog.text


def test_moments_beyond_what_databases_store_are_no_mistake(client, past):
    for moment, found in (("0001-01-01T00:00:00%2B14:00", 1), ("9999-12-31T23:59:59-14:00", 0)):
        response = client.get(f"/api/v1/inovasi/?diubah_sejak={moment}")
        assert len(response.json()["data"]) == found == CatalogueEntry.objects.count() * found
