"""Pages of reference: what an author of a venue looks up, written from the code that it describes.

Each page is the text of one file in docs/reference/. What a page says of an answer is what the
reference answered when the page was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from solvent_conformance.pages.controls import controls_page
from solvent_conformance.pages.refusals import refusals_page
from solvent_conformance.pages.requests import requests_page
from solvent_conformance.pages.rulebooks import rulebooks_page
from solvent_conformance.pages.tables import tables_page

PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "controls.md": controls_page,
        "requests.md": requests_page,
        "tables.md": tables_page,
        "refusals.md": refusals_page,
        "rulebooks.md": rulebooks_page,
    }
)
"""Name of a file in docs/reference/ -> what writes its text."""
