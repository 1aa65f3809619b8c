"""The declarations by which an agency lets the public read something of a submission."""

CONSENT_TO_NAMES = "publikasi"
CONSENT_TO_CONTACT = "publikasi-kontak"
CONSENT_TO_RESOURCES = "publikasi-sumber-daya"
PUBLICATION_CONSENTS = (CONSENT_TO_NAMES, CONSENT_TO_CONTACT, CONSENT_TO_RESOURCES)
