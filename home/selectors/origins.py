"""Where what stands on the page of an innovation comes from, for its editors."""

from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.models import InnovationPage
from home.selectors.proofs import public_proofs
from home.selectors.publication import PublicFacts, public_facts
from innovation_portal.utils.formats import full_date
from submissions.enums import ServiceField


@dataclass(frozen=True)
class Origin:
    """One fact, what it says now, and where it comes from; `url`: the page where that was read."""

    label: str
    value: str
    source: str
    url: str = ""


def origins_of(page: InnovationPage) -> list[Origin]:
    """Return the facts of the page, those of one source together, and at the end what the editors wrote."""
    facts = public_facts([page.innovation_id]).get(page.innovation_id)
    return [*(_facts(page, facts) if facts else []), *_editorial(page)]


def _facts(page: InnovationPage, facts: PublicFacts) -> list[Origin]:
    source = _source(facts)
    stated = [
        (_("Title"), facts.title),
        (_("Summary"), facts.summary),
        (_("Owner"), facts.agency_name),
        (_("Region"), facts.region_name),
        (_("Field"), str(ServiceField(facts.field).label) if facts.field else ""),
        (_("In use since"), full_date(facts.started_on) if facts.started_on else ""),
        (_("Sections"), ", ".join(dict.fromkeys(section.heading for section in facts.sections))),
        (_("Innovators"), ", ".join(facts.innovators)),
        (_("Evidence"), ", ".join(proof.title for proof in public_proofs(facts.version))),
    ]
    return [
        *(Origin(label, value, source) for label, value in stated if value),
        Origin(_("State of life"), str(facts.innovation.get_life_state_display()), _("Registry")),
        *(
            Origin(
                _("Recognition"),
                honour.name,
                _("Published source") if honour.source_url else _("Award of the portal"),
                honour.source_url,
            )
            for honour in sorted(facts.honours, key=attrgetter("is_public_data"))
        ),
    ]


def _source(facts: PublicFacts) -> str:
    version = facts.version
    if version is None:
        return _("Registry")
    return _("Frozen version %(number)s of %(day)s, %(edition)s") % {
        "number": version.number,
        "day": full_date(version.submitted_at),
        "edition": facts.edition_name,
    }


def _editorial(page: InnovationPage) -> list[Origin]:
    figures, parts = len(page.figures), len(page.body)
    told = ngettext("%(count)s figure", "%(count)s figures", figures) % {"count": figures}
    written = ngettext("%(count)s part", "%(count)s parts", parts) % {"count": parts}
    stated = [
        (_("Headline"), page.headline),
        (_("Introduction"), page.lead),
        (_("Cover picture"), page.cover_alt if page.cover else ""),
        (_("Before and after"), told if figures else ""),
        (_("Story"), written if parts else ""),
        (_("Legal basis"), page.legal_basis),
    ]
    return [Origin(label, value, _("Editors")) for label, value in stated]
