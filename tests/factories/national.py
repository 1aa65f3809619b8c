import factory
from factory.django import DjangoModelFactory

from submissions import models
from submissions.enums import MembershipRole, SubmissionStatus
from submissions.national_enums import NationalKind
from submissions.services.national import Said, make_candidate, take_step
from submissions.services.submissions import change_status
from tests.factories.submissions import InnovationFactory, MembershipFactory, ReadySubmissionFactory

SOURCE = "https://example.id/pengumuman"


class NationalCompetitionFactory(DjangoModelFactory):
    """A KIPP with one group, a section of at most ten words that is filled from the answers, and two levels."""

    class Meta:
        model = models.NationalCompetition
        skip_postgeneration_save = True

    kind = NationalKind.KIPP
    year = factory.Sequence(lambda n: 2030 + n % 60)
    name = factory.LazyAttribute(lambda one: f"KIPP {one.year}")
    source = "Pedoman contoh"

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        models.NationalGroup.objects.create(competition=self, code="umum", name="Umum")
        NationalSectionFactory(competition=self)
        for order, number in enumerate((99, 45)):
            models.NationalLevel.objects.create(
                competition=self, name=f"Top {number}", award=f"KIPP nasional - Top {number}", sort_order=order
            )


class NationalSectionFactory(DjangoModelFactory):
    class Meta:
        model = models.NationalSection

    competition = factory.SubFactory(NationalCompetitionFactory)
    code = factory.Sequence(lambda n: f"bagian-{n:05}")
    title = factory.Sequence(lambda n: f"Bagian {n:05}")
    word_limit = 10
    filled_from = "ringkasan"


def verified_version(**fields):
    """Return the version of a submission that was verified; `fields`: of its innovation."""
    fields.setdefault("agency", None)
    innovation = InnovationFactory(**{name: value for name, value in fields.items() if value is not None})
    submission = ReadySubmissionFactory(innovation=innovation)
    person = MembershipFactory(agency=innovation.agency, role=MembershipRole.APPROVER)
    change_status(submission.pk, "submit", actor=person.user)
    submission.refresh_from_db()
    submission.status = SubmissionStatus.VERIFIED
    submission.save()
    return submission.versions.get()


def proposal_in(state, *, actor, competition=None, number="SINOVIK-1", **fields):
    """Return a proposal that was walked to the state by its services; `fields`: of its innovation."""
    competition = competition or NationalCompetitionFactory()
    version = verified_version(**fields)
    proposal = make_candidate(version.pk, competition.pk, actor=actor, group_id=competition.groups.get().pk)
    for action in WAYS[state]:
        level = competition.levels.first()
        said = Said(note="Contoh", source_url=SOURCE, registration_number=number, level_id=level.pk)
        proposal = take_step(proposal.pk, action, actor=actor, said=said)
    return proposal


SENT = ("prepare", "send")
WAYS = {
    "candidate": (),
    "prepared": ("prepare",),
    "proposed": SENT,
    "admin_passed": (*SENT, "pass_administration"),
    "admin_failed": (*SENT, "fail_administration"),
    "finalist": (*SENT, "pass_administration", "become_finalist"),
    "recognised": (*SENT, "recognise"),
    "not_recognised": (*SENT, "end"),
    "withdrawn": ("withdraw",),
}
