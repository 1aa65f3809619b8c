"""The demonstration: last year's edition finished, this year's in its middle, played through the services."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from home.demonstration.certificates import write_templates
from home.demonstration.context import deliver_in_malls
from home.demonstration.editorial import add_editorial, name_channels
from home.demonstration.entries import enter_stories
from home.demonstration.ideas import add_ideas
from home.demonstration.iid import add_iid_sheets
from home.demonstration.judging import begin_round, judge_everything, judge_in_part, plan_rounds
from home.demonstration.moments import Calendar, played_at, tasks_at_once
from home.demonstration.national import add_national
from home.demonstration.objections import object_and_answer
from home.demonstration.open_data import write_dumps
from home.demonstration.people import ACCOUNTS, EDITOR, SECRETARY, VERIFIER, Account, Staff, hire, staff_agencies
from home.demonstration.stories import Story, read_stories
from home.demonstration.voice import add_voice
from home.services.publishing import publish_all
from home.services.site import set_up_site
from innovation_portal.accounts.models import User
from innovation_portal.utils import clock
from judging.enums import AwardKind
from judging.models import AwardLevel, Certificate
from judging.services.awards import announce_awards, finalise_awards
from judging.services.certificates import issue_certificates
from judging.services.editions import clone_edition
from judging.services.signing import sign_certificate
from judging.signing import make_test_key, pkcs12_key
from submissions.imports import AGENCIES, INNOVATIONS
from submissions.known_context import load_known_context
from submissions.models import Agency, Edition
from submissions.services.edition_template import create_edition_from_template
from submissions.services.editions import finish_edition, moved_by_years, open_edition
from submissions.services.obligations import exempt_agency, grant_extension
from submissions.services.registry_import import import_agencies, import_innovations

DATA = settings.BASE_DIR / "submissions" / "data"
LEVELS = (
    ("Terbaik I", AwardKind.WINNER, 1),
    ("Terbaik II", AwardKind.WINNER, 1),
    ("Terbaik III", AwardKind.WINNER, 1),
    ("Nomine", AwardKind.NOMINEE, 6),
)
EXEMPT, EXEMPTION = "BANHUB", "Tidak menyelenggarakan pelayanan langsung kepada masyarakat Jawa Tengah."
EXTENDED, EXTENSION = "DINSOS", "Pegawai bertugas di pengungsian banjir selama masa pendaftaran."


@dataclass(frozen=True)
class Cast:
    """Everybody who takes part."""

    people: dict[Account, User]
    staff: dict[str, Staff]

    @property
    def secretary(self) -> User:
        return self.people[SECRETARY]


@transaction.atomic
def load_demonstration(*, say: Callable[[str], None]) -> None:
    """Play two years through the services; `say` hears how far it is. All of it is stored, or nothing.

    Everything invented is marked as an example. To be called on a database without editions.
    """
    this_year = Calendar.in_the_middle()
    last_year = Calendar(moved_by_years(this_year.closes_at, -1))
    year = clock.today().year
    old, new = read_stories("last_year", year - 1), read_stories("this_year", year)
    with tasks_at_once():
        with played_at(last_year.day(-90)):
            say("Pages, regions, agencies and past innovations")
            set_up_site()
            _import_registry()
            publish_all()  # what was known before the first edition stands in the catalogue below what that adds
            cast = _cast(old + new)
        say(f"Edition {year - 1}, from its opening to its certificates")
        finished = _play_last_year(year - 1, last_year, old, cast)
        say(f"Edition {year}, up to its middle")
        _play_this_year(finished, year, this_year, new, cast)
        say("Catalogue, features and news")
        publish_all()
        name_channels(Agency.objects.filter(code__in=cast.staff), actor=cast.secretary)
        add_editorial(clock.today())
        say("What the public asked, and what became of last year's innovations")
        add_voice(cast.staff, editor=cast.people[EDITOR])
        say("Sheets of the regional innovation index")
        add_iid_sheets(cast.staff)
        say("On the way to the national competitions")
        add_national(finished, year=year, actor=cast.secretary)
        deliver_in_malls()
        add_ideas(Edition.objects.get(year=year), cast.staff)
        say("Open data")
        write_dumps()


def _import_registry() -> None:
    import_agencies(AGENCIES.check(AGENCIES.read(DATA / "agencies.csv")))
    import_innovations(INNOVATIONS.check(INNOVATIONS.read(DATA / "past_innovations.csv")))
    load_known_context()


def _cast(stories: list[Story]) -> Cast:
    people = hire(ACCOUNTS)
    owners = Q(is_obliged=True) | Q(code__in={story.agency for story in stories})
    return Cast(people, staff_agencies(Agency.objects.filter(owners), actor=people[SECRETARY], known=people))


def _play_last_year(year: int, calendar: Calendar, stories: list[Story], cast: Cast) -> Edition:
    with played_at(calendar.day(-75)):
        edition = create_edition_from_template(year, actor=cast.secretary, stages=calendar.stages, is_example=True)
        _prepare_judging(edition, calendar)
    with played_at(calendar.day(-60)):
        open_edition(edition.pk, actor=cast.secretary)
        _exempt(edition, cast)
    enter_stories(
        stories,
        edition,
        calendar=calendar,
        days=(-50, -1),
        staff=cast.staff,
        verifier=cast.people[VERIFIER],
    )
    judge_everything(edition, _by_title(stories), calendar=calendar, people=cast.people, secretary=cast.secretary)
    _award(edition, calendar, cast.secretary)
    return edition


def _prepare_judging(edition: Edition, calendar: Calendar) -> None:
    for order, (name, kind, places) in enumerate(LEVELS):
        AwardLevel.objects.create(edition=edition, name=name, kind=kind, places=places, sort_order=order)
    write_templates(edition, dated_on=calendar.day(66).date())
    plan_rounds(edition, calendar=calendar)


def _award(edition: Edition, calendar: Calendar, secretary: User) -> None:
    with played_at(calendar.day(50)):
        announce_awards(edition.pk, actor=secretary)
    object_and_answer(edition, calendar=calendar, secretary=secretary)
    with played_at(calendar.day(57)):
        finalise_awards(edition.pk, actor=secretary)
    with played_at(calendar.day(66)):
        _sign(issue_certificates(edition.pk, actor=secretary), secretary)
        finish_edition(edition.pk, actor=secretary)


def _sign(certificates: list[Certificate], secretary: User) -> None:
    """Seal them with a key that is made here and thrown away; file and check page say that it is a test."""
    passphrase = token_urlsafe()
    key = pkcs12_key(make_test_key(passphrase=passphrase, at=clock.now()).pkcs12, passphrase)
    for certificate in certificates:
        sign_certificate(certificate.pk, actor=secretary, key=key)


def _play_this_year(finished: Edition, year: int, calendar: Calendar, stories: list[Story], cast: Cast) -> None:
    with played_at(calendar.day(-75)):
        edition = clone_edition(finished.pk, year=year, actor=cast.secretary)
    with played_at(calendar.day(-60)):
        open_edition(edition.pk, actor=cast.secretary)
        _exempt(edition, cast)
    enter_stories(
        stories,
        edition,
        calendar=calendar,
        days=(-50, -14),
        staff=cast.staff,
        verifier=cast.people[VERIFIER],
    )
    with played_at(calendar.day(-13)):
        grant_extension(
            edition.pk,
            Agency.objects.get(code=EXTENDED).pk,
            actor=cast.secretary,
            closes_at=calendar.closes_at + timedelta(days=3),
            reason=EXTENSION,
        )
    round_ = edition.rounds.get(number=1)
    begin_round(round_, calendar=calendar, people=cast.people, secretary=cast.secretary, day=-13)
    judge_in_part(round_, _by_title(stories), calendar=calendar, people=cast.people, day=-12)


def _exempt(edition: Edition, cast: Cast) -> None:
    obligation = edition.obligations.get(agency__code=EXEMPT)
    exempt_agency(obligation.pk, actor=cast.secretary, reason=EXEMPTION)


def _by_title(stories: list[Story]) -> dict[str, Story]:
    return {story.title: story for story in stories}
