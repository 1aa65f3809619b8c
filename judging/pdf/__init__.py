"""Certificates as PDF: a payload (plain values) in, the bytes of one A4 page out. See docs/certificates.md."""

from judging.pdf.layout import spaced_code
from judging.pdf.pages import lay_out
from judging.pdf.parts import TextDoesNotFit
from judging.pdf.press import BATCH_SIZE, print_certificate, print_certificates
from judging.pdf.printer import print_sheets
from judging.pdf.typesetting import unprintable_characters

__all__ = [
    "BATCH_SIZE",
    "TextDoesNotFit",
    "lay_out",
    "print_certificate",
    "print_certificates",
    "print_sheets",
    "spaced_code",
    "unprintable_characters",
]
