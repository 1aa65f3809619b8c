"""What editors and the secretariat can do to pages in the back office."""

import json

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.blocks import QuestionBlock, QuestionsBlock, StoryBlock
from home.models import CataloguePage, InnovationPage, NewsIndexPage, NewsPage, StandardPage
from innovation_portal.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.home import published_past_innovation

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def editor(client):
    """The head of editors, who may publish."""
    user = UserFactory(roles=[Role.HEAD_EDITOR])
    client.force_login(user)
    return user


@pytest.fixture
def page():
    return published_past_innovation(title="Apem Asi")


def news_form(**changes):
    return nested_form_data(
        {
            "title": "Pendaftaran dibuka",
            "slug": "pendaftaran-dibuka",
            "dated_on": "2026-04-01",
            "lead": "Mulai hari ini.",
            "body": streamfield([("paragraph", rich_text("<p>Silakan menulis.</p>"))]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **changes,
        }
    )


def test_editors_publish_news(client, editor):
    index = NewsIndexPage.objects.get()

    client.post(
        reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk]),
        news_form(**{"action-publish": "1"}),
    )

    news = NewsPage.objects.get()
    assert (news.title, news.live, news.owner) == ("Pendaftaran dibuka", True, editor)
    assert "Silakan menulis." in client.get("/kabar/pendaftaran-dibuka/").content.decode()


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.EDITORIAL])
def test_pages_of_editors_and_secretariat_wait_for_the_head_of_editors(client, role):
    index = NewsIndexPage.objects.get()
    client.force_login(UserFactory(roles=[role]))

    client.post(
        reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk]),
        news_form(**{"action-publish": "1", "action-submit": "1"}),
    )

    news = NewsPage.objects.get()
    assert (news.live, news.current_workflow_state.workflow.name) == (False, "Persetujuan redaksi")
    task = news.current_workflow_task.specific
    assert [group.name for group in task.groups.all()] == [Role.HEAD_EDITOR.value]


def test_head_of_editors_publishes_what_was_submitted(client, editor):
    index = NewsIndexPage.objects.get()
    news = index.add_child(instance=NewsPage(title="Dibuka", lead="x", live=False))
    news.save_revision()
    workflow = news.get_workflow().start(news, UserFactory(roles=[Role.EDITORIAL]))
    address = reverse("wagtailadmin_pages:workflow_action", args=[news.pk, "approve", workflow.current_task_state.pk])

    client.post(address, {"comment": "Baik."})

    news.refresh_from_db()
    assert news.live


def test_a_picture_needs_its_words(client, editor):
    figure = {"label": "Waktu tunggu", "before": "90", "after": "20", "unit": "menit"}
    page = published_past_innovation()

    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        nested_form_data(
            {
                "headline": "Tanpa antre",
                "lead": "",
                "figures": streamfield([("figure", figure)]),
                "figures_source": "",
                "body": streamfield([]),
                "slug": page.slug,
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
                "action-publish": "1",
            }
        ),
    )

    assert response.context["form"].errors == {"figures_source": ["Tuliskan dari mana angka itu."]}
    page.refresh_from_db()
    assert page.headline == ""


def test_the_address_of_the_catalogue_stays(client, editor):
    page = CataloguePage.objects.get()

    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        nested_form_data(
            {
                "title": "Etalase baru",
                "lead": "",
                "slug": "etalase",
                "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
                "action-publish": "1",
            }
        ),
    )

    assert response.context["form"].errors == {
        "slug": ["Alamat etalase tetap “inovasi”: halaman dan program lain menuju ke sana."]
    }
    page.refresh_from_db()
    assert page.slug == "inovasi"


def test_nobody_adds_or_copies_an_innovation_page_by_hand(client, editor, page):
    catalogue = CataloguePage.objects.get()

    add = client.get(reverse("wagtailadmin_pages:add", args=["home", "innovationpage", catalogue.pk]))
    copy = client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Salinan", "new_slug": "salinan", "new_parent_page": catalogue.pk, "publish_copies": "on"},
    )

    assert add.status_code in {302, 403}
    assert copy.status_code in {200, 302, 403}
    assert list(InnovationPage.objects.all()) == [page]


def test_preview_shows_the_draft_with_the_facts(client, editor, page):
    page.headline = "Air sampai ke ujung sawah"
    page.save_revision()

    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert "Air sampai ke ujung sawah" in response.content.decode()
    assert "Air sampai ke ujung sawah" not in client.get(page.entry.url).content.decode()


def test_a_page_whose_facts_were_taken_back_is_not_found(client, page):
    page.innovation.data_mark = "registry"
    page.innovation.save()

    assert client.get(page.entry.url).status_code == 404


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.JUDGE, Role.LEADERSHIP])
def test_other_roles_edit_no_page(client, role, page):
    about = StandardPage.objects.get(slug="tentang")
    client.force_login(UserFactory(roles=[role]))

    response = client.post(reverse("wagtailadmin_pages:edit", args=[about.pk]), {"title": "Diganti"})

    about.refresh_from_db()
    assert (response.status_code in {302, 403}, about.title) == (True, "Tentang")


def test_only_the_head_of_editors_publishes_in_the_tree():
    publishers = GroupPagePermission.objects.filter(permission__codename="publish_page")

    assert list(publishers.values_list("group__name", flat=True)) == [Role.HEAD_EDITOR.value]


def test_structured_data_is_valid_and_cannot_end_its_block(client):
    page = published_past_innovation(title="Apem </script><b>Asi</b>")

    html = client.get(page.entry.url).content.decode()
    block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]

    assert json.loads(block)["name"] == "Apem </script><b>Asi</b>"
    assert json.loads(block)["award"] == ["Top 45 nasional 2019"]


def test_a_changed_slug_leaves_the_way_from_the_old_address(client, django_capture_on_commit_callbacks):
    index = NewsIndexPage.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        index.slug = "berita"
        index.save_revision().publish()

    for old, new in (("/kabar/", "/berita/"), ("/kabar/atom/", "/berita/atom/")):
        response = client.get(old)
        assert (response.status_code, response.url) == (301, new)


def test_editors_have_the_bar_with_its_checks_on_public_pages_and_nobody_else(client, editor):
    shown = client.get("/tentang/").content.decode()
    client.logout()

    assert "<wagtail-userbar>" in shown
    assert "checker-axe-configuration" in shown
    assert "wagtail-userbar" not in client.get("/tentang/").content.decode()


@pytest.mark.parametrize("stream", [StoryBlock, QuestionsBlock])
def test_every_block_says_what_it_is_for_and_has_something_to_show(stream):
    blocks = stream().child_blocks.values()

    assert [block.name for block in blocks if not (block.meta.description and _example_of(block))] == []


def _example_of(block):
    return getattr(block.meta, "preview_value", None) or getattr(block.meta, "preview_template", None)


def test_preview_of_a_question_is_open_and_on_its_page_it_is_not():
    block = QuestionBlock()
    question = block.bind(block.get_preview_value())

    preview = render_to_string(block.meta.preview_template, {"bound_block": question})

    assert '<details class="so-question" open>' in preview
    assert '<details class="so-question">' in question.render()
