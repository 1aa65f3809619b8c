"""The words of the privacy notice, without their markup: what a version keeps."""

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

OWN_NOTICE = "privacy/documents/_notice.html"


def words_of(html: str) -> str:
    """Return the words of a page's main part, or of a fragment without one, a line for each block."""
    tree = BeautifulSoup(html, "html.parser")
    return (tree.find("main") or tree).get_text("\n", strip=True)


def own_words() -> str:
    """Return the notice that comes with the portal."""
    return words_of(render_to_string(OWN_NOTICE))
