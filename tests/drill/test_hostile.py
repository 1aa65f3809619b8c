from random import Random
from urllib.parse import urlsplit

import pytest

from tests.drill import hostile
from tests.page_parts import Form, Parts, parts_of

PAGE = """
<a href="/opd/1/#isi">Desk</a> <a href="https://lain.example.id/">Away</a> <a href="?p=2">Next</a>
<form action="/opd/1/usulan/" method="post" enctype="multipart/form-data" id="f">
  <input type="hidden" name="csrfmiddlewaretoken" value="rahasia"><input name="title" value="Judul &amp; isi">
  <textarea name="text">
Baris</textarea>
  <select name="group"><option value="1">A</option><option value="2" selected>B</option></select>
  <input type="checkbox" name="agreed" value="ya" checked><input type="file" name="file"><input name="off" disabled>
  <button name="action" value="save">Save</button>
</form>
<input name="later" form="f" value="x">
<form><input name="q"></form>
"""
FORM = Form(
    "/opd/1/usulan/",
    "post",
    is_multipart=True,
    fields=[
        ("csrfmiddlewaretoken", "rahasia"),
        ("title", "Judul & isi"),
        ("text", "Baris"),
        ("group", "2"),
        ("agreed", "ya"),
        ("later", "x"),
    ],
    buttons=[("action", "save")],
    files=["file"],
    choices={"group": ["1", "2"], "agreed": ["ya"]},
)


def test_a_page_is_read_as_a_browser_reads_it():
    search = Form("/opd/1/", "get", is_multipart=False, fields=[("q", "")])

    assert parts_of(PAGE, "/opd/1/", "text/html; charset=utf-8") == Parts(["/opd/1/", "/opd/1/?p=2"], [FORM, search])
    assert parts_of('{"html": "<a href=x>"}', "/a/", "application/json") == Parts(["/a/x"])
    assert parts_of("<a href=x>", "/a/", "text/plain") == Parts()


@pytest.mark.parametrize("seed", range(20))
def test_the_same_chance_bends_the_same_way(seed):
    once, again = (
        [hostile.on_form(FORM, random), hostile.on_address("/opd/1/?p=2", random, ["q"])]
        for random in (Random(seed), Random(seed))  # noqa: S311
    )

    assert once == again


def test_what_is_drawn_differs_and_fits_into_a_line_of_a_request():
    random = Random(1)  # noqa: S311
    attacks = [hostile.on_form(FORM, random) for _each in range(200)]
    attacks += [hostile.on_address("/opd/1/?p=2", random, ["q"]) for _each in range(200)]

    assert len({str(attack) for attack in attacks}) > 390
    assert all(attack.address.isascii() and attack.address.isprintable() for attack in attacks)
    assert {urlsplit(attack.address).path for attack in attacks} > {"/opd/1/", "/opd/1/usulan/"}
    assert {b"a\0b" in attack.body for attack in attacks} == {True, False}
