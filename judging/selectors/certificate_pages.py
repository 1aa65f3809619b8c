"""What a template gives to every certificate that is issued with it."""

from typing import Any

from wagtail.models import Site

from judging.models import CertificateTemplate, Letterhead


def page_of(template: CertificateTemplate) -> dict[str, Any]:
    """Return the part of a payload that is the same for all certificates of a template, but for the wording.

    The letterhead is that of the default site. Pictures are named by the hash of their content.
    """
    letterhead = _letterhead_of(template)
    emblem = template.emblem or (letterhead.emblem if letterhead else None)
    return {
        "kind": template.kind,
        "design": template.design,
        "orientation": template.orientation,
        "language": template.language,
        "title": template.title,
        "issuer": template.issuer,
        "edition": {"year": template.edition.year, "name": template.edition.name},
        "letterhead": [line.strip() for line in letterhead.lines.splitlines() if line.strip()] if letterhead else [],
        "emblem": emblem.name if emblem else "",
        "place": template.place,
        "date": template.dated_on.isoformat(),
        "signatories": [
            {
                "position": one.position,
                "name": one.name,
                "nip": one.nip,
                "signature": one.signature.name or "",
            }
            for one in template.signatories.all()
        ],
    }


def _letterhead_of(template: CertificateTemplate) -> Letterhead | None:
    site = Site.objects.filter(is_default_site=True).first() if template.uses_letterhead else None
    return Letterhead.for_site(site) if site else None
