"""The minutes of a sealed result (berita acara), printed from the seal alone."""

from judging.minutes.press import print_minutes

__all__ = ["print_minutes"]
