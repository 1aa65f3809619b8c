import pytest
from django.db.models import Value

from submissions.selectors.similar import innovations_titled, similar_innovations, title_nearness
from tests.factories.submissions import InnovationFactory, SubmissionFactory, put_into


@pytest.fixture
def titles(db):
    return {
        title: InnovationFactory(title=title)
        for title in (
            "Kabut Cepat Sirna (kasa berbuntut percepat operasi kraniotomi)",
            "Kasa Berbuntut",
            "Antrean Daring Puskesmas",
            "Bank Sampah Sekolah",
        )
    }


def test_similar_titles_come_nearest_first(titles):
    found = similar_innovations("Kasa Berbuntut II")

    assert [innovation.title for innovation in found] == [
        "Kasa Berbuntut",
        "Kabut Cepat Sirna (kasa berbuntut percepat operasi kraniotomi)",
    ]


def test_similar_titles_leave_the_own_one_out_and_keep_to_the_limit(titles):
    own = titles["Kasa Berbuntut"]

    assert own not in similar_innovations("Kasa Berbuntut II", exclude_id=own.pk)
    assert similar_innovations("Kasa Berbuntut II", limit=1) == [own]


@pytest.mark.parametrize("title", ["", "   ", "?!", "di", "Taman baca tepi sungai"])
def test_title_like_no_other_finds_nothing(titles, title):
    assert similar_innovations(title) == []


@pytest.mark.parametrize(("status", "is_known"), [("draft", False), ("withdrawn", False), ("verified", True)])
def test_foreign_drafts_are_never_shown(db, status, is_known):
    submission = SubmissionFactory(innovation=InnovationFactory(title="Rahasia Dapur"))
    put_into(submission, status)

    assert similar_innovations("Rahasia Dapur") == ([submission.innovation] if is_known else [])
    assert list(innovations_titled(Value("rahasia dapur "))) == ([submission.innovation] if is_known else [])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("kasa", "kasa", 1.0),
        ("Kasa", "kASA!", 1.0),
        ("kasa", "bola", 0.0),
        ("", "", 0.0),
        ("kata", "kasa", 0.4),
        ("kasa", "Uji kasa baru", 1.0),
    ],
)
def test_nearness_is_the_share_of_the_shorter_title(one, other, expected):
    assert title_nearness(one, other) == pytest.approx(expected)


@pytest.mark.parametrize("count", [1, 3])
def test_similar_titles_cost_the_same_queries(db, count, django_assert_num_queries):
    for number in range(count):
        InnovationFactory(title=f"Antrean Daring {number}")

    with django_assert_num_queries(4):
        found = similar_innovations("Antrean Daring")
        assert [(innovation.agency.name, list(innovation.recognitions.all())) for innovation in found]
    assert len(found) == count
