"""Certificates as PDF: a payload (plain values) in, the bytes of one A4 page out. See docs/certificates.md."""

from judging.pdf.layout import TextDoesNotFit, lay_out, spaced_code
from judging.pdf.press import print_certificate
from judging.pdf.typesetting import unprintable_characters

__all__ = ["TextDoesNotFit", "lay_out", "print_certificate", "spaced_code", "unprintable_characters"]
