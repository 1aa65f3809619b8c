import os
from pathlib import Path

DESK, PHONE = 1440, 360


class Album:
    """Pictures of a walk, numbered in order. The environment variable SCREENSHOTS names a folder that keeps them."""

    def __init__(self, fallback: Path):
        self.folder = Path(os.environ.get("SCREENSHOTS") or fallback)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.steps = 0

    def keep(self, page, name: str, *, widths=(DESK,)) -> None:
        self.steps += 1
        page.wait_for_load_state()
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            path = self.folder / f"{self.steps:02}-{name}-{width}.png"
            # Hiding the caret would put a style into the page, against its security policy.
            page.screenshot(path=path, full_page=True, caret="initial")
        page.set_viewport_size({"width": DESK, "height": 900})

    def keep_picture(self, picture, name: str) -> None:
        self.steps += 1
        picture.save(self.folder / f"{self.steps:02}-{name}.png")
