"""The pages of the open data for people."""

from datetime import timedelta

import pytest

from home.api.documents import openapi_document
from home.api.problems import TITLES
from tests.factories.home import NIGHT, awarded_page, make_all_dumps, published_past_innovation


def test_the_page_lists_the_newest_file_of_each_table_and_all_nights(client, past):
    make_all_dumps()
    newest = make_all_dumps(NIGHT + timedelta(days=1))

    response = client.get("/data/")
    page = response.content.decode()

    shown = [file for _dataset, files in response.context["tables"] for file in files]
    assert sorted(shown, key=lambda file: file.pk) == sorted(newest, key=lambda file: file.pk)
    assert [(night.day, len(files)) for night, files in response.context["nights"]] == [(28, 12), (27, 12)]
    for file in newest:
        assert file.sha256 in page
        assert f'href="{file.get_absolute_url()}"' in page
    assert "https://creativecommons.org/licenses/by/4.0/deed.id" in page


def test_before_the_first_night_the_page_says_when_files_come(client, site):
    page = client.get("/data/").content.decode()

    assert "Berkas pertama dibuat nanti malam" in page
    assert 'href="/data/api/"' in page


@pytest.mark.parametrize("nights", [1, 3])
def test_the_page_needs_the_same_queries_for_one_and_for_many_nights(client, past, nights, django_assert_num_queries):
    for night in range(nights):
        make_all_dumps(NIGHT + timedelta(days=night))
    client.get("/data/")

    with django_assert_num_queries(1):
        assert client.get("/data/").status_code == 200


def test_the_reference_explains_every_address_parameter_and_field(client, site):
    response = client.get("/data/api/")
    document = openapi_document()

    explained = {address.path: address for address in response.context["addresses"]}
    assert list(explained) == list(document["paths"])
    for path, operations in document["paths"].items():
        address = explained[path]
        assert [term.name for term in address.parameters] == [
            parameter["name"] for parameter in operations["get"].get("parameters", [])
        ]
        assert [term for term in address.parameters + address.fields if not (term.kind and term.description)] == []
    rows = {term.name for term in explained["/api/v1/inovasi/"].fields}
    assert {"id", "judul", "bidang", "keadaan"} <= rows
    assert {"uraian", *rows} <= {term.name for term in explained["/api/v1/inovasi/{innovation_id}/"].fields}


def test_choices_are_named_beside_what_takes_them(client, site):
    [first, *_others] = client.get("/data/api/").context["addresses"]
    choices = {term.name: term.choices for term in first.parameters + first.fields if term.choices}

    assert choices["urut"] == ["baru", "pengakuan", "judul", "diubah"]
    assert choices["keadaan"] == ["unknown", "running", "growing", "stopped"]
    assert choices["bidang"][0] == "kesehatan"


def test_a_refusal_leads_to_its_explanation(client, site):
    page = client.get("/data/api/").content.decode()

    assert client.get("/api/v1/tidak-ada/").json()["type"].endswith("/data/api/#masalah-404")
    assert [status for status in TITLES if f'id="masalah-{status}"' not in page] == []


def test_examples_of_the_reference_can_be_asked(client, site, settings):
    awarded_page(2026)
    published_past_innovation()
    examples = [address.example for address in client.get("/data/api/").context["addresses"]]

    answers = {each: client.get(each.removeprefix(settings.PORTAL_ADDRESS)).status_code for each in examples}

    assert len(answers) == 8
    # The number of the innovation is an example too.
    assert {each: status for each, status in answers.items() if status != 200} == {
        f"{settings.PORTAL_ADDRESS}/api/v1/inovasi/41/": 404
    }
