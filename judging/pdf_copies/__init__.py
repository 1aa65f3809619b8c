"""A PDF that claims to be a certificate beside our own file: bytes in, differences in words out. No database."""

from judging.pdf_copies.comparison import Difference, DifferenceKind, differences_between
from judging.pdf_copies.reading import MAX_BYTES, Copy, read_copy

__all__ = ["MAX_BYTES", "Copy", "Difference", "DifferenceKind", "differences_between", "read_copy"]
