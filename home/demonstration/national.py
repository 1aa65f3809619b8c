"""Two of last year's awarded innovations on their way to this year's KIPP and to IGA."""

from innovation_portal.accounts.models import User
from submissions.models import Edition, NationalCompetition
from submissions.national_enums import NationalKind
from submissions.selectors.national import candidates_for
from submissions.services.national import make_candidate, take_step
from submissions.services.national_competitions import add_known_competitions, clone_competition


def add_national(finished: Edition, *, year: int, actor: User) -> None:
    """Add the known competitions with `year` made from KIPP 2025; propose the awarded of `finished`.

    Past results need nothing: they are the recognitions of the published lists.
    """
    add_known_competitions(actor=actor)
    kipp = NationalCompetition.objects.filter(kind=NationalKind.KIPP, year=year).first() or clone_competition(
        NationalCompetition.objects.get(kind=NationalKind.KIPP, year=2025).pk, year=year, actor=actor
    )
    iga = NationalCompetition.objects.filter(kind=NationalKind.IGA, sections__isnull=False).first()
    first, second, *_others = candidates_for(kipp, edition_year=finished.year)
    ready = make_candidate(first.version.pk, kipp.pk, actor=actor, group_id=kipp.groups.first().pk)
    take_step(ready.pk, "prepare", actor=actor)
    make_candidate(second.version.pk, iga.pk, actor=actor, group_id=iga.groups.first().pk)
