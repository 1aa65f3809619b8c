"""The demonstration: two editions finished, this year's in its middle, played through the services."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from home.demonstration.certificates import write_templates
from home.demonstration.context import deliver_in_malls
from home.demonstration.courses import LAST_YEAR, THIS_YEAR, TWO_YEARS_AGO, Course
from home.demonstration.editorial import add_editorial, name_channels
from home.demonstration.entries import enter_stories
from home.demonstration.heads import add_escalation, name_heads
from home.demonstration.ideas import add_ideas
from home.demonstration.iid import add_iid_sheets
from home.demonstration.judging import (
    PAPERS_ONLY,
    PLANS,
    Plan,
    begin_round,
    judge_everything,
    judge_in_part,
    plan_rounds,
)
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
from judging.enums import AwardKind, CertificateKind
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
WINNERS = (
    ("Terbaik I", AwardKind.WINNER, 1),
    ("Terbaik II", AwardKind.WINNER, 1),
    ("Terbaik III", AwardKind.WINNER, 1),
)


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
    """Play three years through the services; `say` hears how far it is. All of it is stored, or nothing.

    Everything invented is marked as an example. To be called on a database without editions.
    """
    this_year = Calendar.in_the_middle()
    last_year, two_years_ago = (Calendar(moved_by_years(this_year.closes_at, -years)) for years in (1, 2))
    year = clock.today().year
    oldest, old, new = (
        read_stories(course.folder, year - years)
        for years, course in ((2, TWO_YEARS_AGO), (1, LAST_YEAR), (0, THIS_YEAR))
    )
    with tasks_at_once():
        with played_at(two_years_ago.day(-90)):
            say("Pages, regions, agencies and past innovations")
            set_up_site()
            _import_registry()
            publish_all()  # what was known before the first edition stands in the catalogue below what that adds
            cast = _cast(oldest + old + new)
        say(f"Edition {year - 2}, with one round")
        _play_two_years_ago(year - 2, two_years_ago, oldest, cast)
        say(f"Edition {year - 1}, from its opening to its certificates")
        finished = _play_last_year(year - 1, last_year, old, cast)
        say(f"Edition {year}, up to its middle")
        _play_this_year(finished, year, this_year, new, cast)
        say("Catalogue, features and news")
        publish_all()
        name_channels(Agency.objects.filter(code__in=cast.staff), actor=cast.secretary)
        add_editorial(clock.today())
        say("What the public asked, and what became of the innovations")
        add_voice(cast.staff, editor=cast.people[EDITOR])
        say("Sheets of the regional innovation index")
        add_iid_sheets(cast.staff)
        say("On the way to the national competitions")
        add_national(finished, year=year, actor=cast.secretary)
        say("Ideas from staff, and what is known of the services")
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


def _play_two_years_ago(year: int, calendar: Calendar, stories: list[Story], cast: Cast) -> None:
    """Play a small year: papers only, eight awards, and certificates for those alone."""
    with played_at(calendar.day(-75)):
        edition = create_edition_from_template(year, actor=cast.secretary, stages=calendar.stages, is_example=True)
        _prepare_judging(edition, calendar, plans=PAPERS_ONLY, nominees=5, kinds=AwardKind.values)
    _register(edition, calendar, TWO_YEARS_AGO, stories, cast)
    judge_everything(
        edition, _by_title(stories), plans=PAPERS_ONLY, calendar=calendar, people=cast.people, secretary=cast.secretary
    )
    _announce(edition, calendar, cast.secretary)
    _certify_and_finish(edition, calendar, cast.secretary)


def _play_last_year(year: int, calendar: Calendar, stories: list[Story], cast: Cast) -> Edition:
    with played_at(calendar.day(-75)):
        edition = create_edition_from_template(year, actor=cast.secretary, stages=calendar.stages, is_example=True)
        _prepare_judging(edition, calendar, plans=PLANS, nominees=6, kinds=CertificateKind.values)
    _register(edition, calendar, LAST_YEAR, stories, cast)
    judge_everything(
        edition, _by_title(stories), plans=PLANS, calendar=calendar, people=cast.people, secretary=cast.secretary
    )
    _announce(edition, calendar, cast.secretary)
    object_and_answer(edition, calendar=calendar, secretary=cast.secretary)
    _certify_and_finish(edition, calendar, cast.secretary)
    return edition


def _prepare_judging(
    edition: Edition, calendar: Calendar, *, plans: Sequence[Plan], nominees: int, kinds: Iterable[str]
) -> None:
    for order, (name, kind, places) in enumerate((*WINNERS, ("Nomine", AwardKind.NOMINEE, nominees))):
        AwardLevel.objects.create(edition=edition, name=name, kind=kind, places=places, sort_order=order)
    write_templates(edition, dated_on=calendar.day(66).date(), kinds=kinds)
    plan_rounds(edition, plans, calendar=calendar)


def _register(edition: Edition, calendar: Calendar, course: Course, stories: list[Story], cast: Cast) -> None:
    """Open an edition and let agencies come, as its course says."""
    with played_at(calendar.day(-60)):
        open_edition(edition.pk, actor=cast.secretary)
        for agency, reason in course.exempt.items():
            obligation = edition.obligations.get(agency__code=agency)
            exempt_agency(obligation.pk, actor=cast.secretary, reason=reason)
    more_time = course.more_time
    with played_at(calendar.day(more_time.granted)):
        grant_extension(
            edition.pk,
            Agency.objects.get(code=more_time.agency).pk,
            actor=cast.secretary,
            closes_at=calendar.closes_at + timedelta(days=more_time.days),
            reason=more_time.reason,
        )
    enter_stories(stories, edition, course=course, calendar=calendar, staff=cast.staff, verifier=cast.people[VERIFIER])


def _announce(edition: Edition, calendar: Calendar, secretary: User) -> None:
    with played_at(calendar.day(50)):
        announce_awards(edition.pk, actor=secretary)


def _certify_and_finish(edition: Edition, calendar: Calendar, secretary: User) -> None:
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
        name_heads(actor=cast.secretary, known=cast.people)
        edition = clone_edition(finished.pk, year=year, actor=cast.secretary)
        add_escalation(edition)
    _register(edition, calendar, THIS_YEAR, stories, cast)
    round_ = edition.rounds.get(number=1)
    begin_round(round_, calendar=calendar, people=cast.people, secretary=cast.secretary, day=-13)
    judge_in_part(round_, _by_title(stories), calendar=calendar, people=cast.people, day=-12)


def _by_title(stories: list[Story]) -> dict[str, Story]:
    return {story.title: story for story in stories}
