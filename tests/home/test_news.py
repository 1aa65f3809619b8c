import xml.etree.ElementTree as ElementTree

from pytest_django.asserts import assertContains

from home.models import NewsIndexPage, NewsPage

ATOM = "{http://www.w3.org/2005/Atom}"


def test_feed_holds_published_news_newest_first(client, site):
    index = NewsIndexPage.objects.get()
    index.add_child(instance=NewsPage(title="Lama", dated_on="2026-01-01", lead="Kabar lama."))
    index.add_child(instance=NewsPage(title="Baru & segar", dated_on="2026-02-01", lead="Kabar baru."))
    index.add_child(instance=NewsPage(title="Draf", dated_on="2026-03-01", lead="x", live=False))

    response = client.get("/kabar/atom/")

    feed = ElementTree.fromstring(response.content)  # noqa: S314  our own feed
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed.findtext(f"{ATOM}title") == "Kabar Satu OPD Satu Inovasi"
    assert [
        (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary"), entry.find(f"{ATOM}link").get("href"))
        for entry in feed.iter(f"{ATOM}entry")
    ] == [
        ("Baru & segar", "Kabar baru.", "http://testserver/kabar/baru-segar/"),
        ("Lama", "Kabar lama.", "http://testserver/kabar/lama/"),
    ]
    assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}published") == "2026-02-01T00:00:00+07:00"


def test_list_names_its_feed(client, site):
    html = client.get("/kabar/").content.decode()

    assert '<link rel="alternate" type="application/atom+xml" title="Kabar" href="/kabar/atom/">' in html


def test_a_piece_of_news_leads_on_to_the_three_newest_others(client, site):
    index = NewsIndexPage.objects.get()
    for day in range(1, 6):
        index.add_child(instance=NewsPage(title=f"Kabar {day}", dated_on=f"2026-01-0{day}", lead="Kabar."))
    index.add_child(instance=NewsPage(title="Draf", dated_on="2026-03-01", lead="x", live=False))

    response = client.get("/kabar/kabar-4/")

    assert [item.title for item in response.context["others"]] == ["Kabar 5", "Kabar 3", "Kabar 2"]
    assertContains(response, '<a href="/kabar/kabar-2/">Kabar 2</a>', html=True)


def test_paper_names_the_address_of_its_page(client, site):
    NewsIndexPage.objects.get().add_child(instance=NewsPage(title="Baru", dated_on="2026-01-01", lead="Kabar."))

    assertContains(
        client.get("/kabar/baru/"), '<p class="so-paper-address">http://localhost:8000/kabar/baru/</p>', html=True
    )
