"""PDF copies of presentations, made by LibreOffice where it is installed, for pictures of their slides."""

from __future__ import annotations

import hashlib
import logging
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from ingest.converters import office, run_office

log = logging.getLogger(__name__)

SUFFIXES = frozenset({".pptx", ".odp"})
SECONDS = 180
"""Longest time one conversion may take. 100 slides took 6 s."""
_FILTER = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
"""With hidden slides, so that page n of the copy is slide n."""


class SlidePdfs:
    """Copies in one folder, each made when it is first asked for. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made yet."""
        self._folder = folder
        self._lock = threading.Lock()
        self._failed: set[str] = set()

    def can_copy(self, path: Path) -> bool:
        """Whether there may be a copy of this file."""
        return path.suffix.lower() in SUFFIXES and office() is not None

    def copy_of(self, path: Path) -> Path | None:
        """The PDF copy of a presentation as it is now; None when LibreOffice cannot make one."""
        program = office()
        if program is None or not path.is_file():
            return None
        name = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
        copy = self._folder / f"{name}.pdf"
        with self._lock:  # one at a time: LibreOffice takes all of a core and some hundred megabytes
            if not copy.is_file() and name not in self._failed:
                try:
                    _convert(program, path, copy)
                except (OSError, subprocess.SubprocessError) as error:
                    self._failed.add(name)
                    log.warning("No pictures of %r: LibreOffice could not convert it (%s)", path.name, error)
        return copy if copy.is_file() else None


def _convert(program: str, path: Path, copy: Path) -> None:
    """Makes the copy. Raises OSError or SubprocessError: LibreOffice is silent of what it cannot read."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=copy.parent) as scratch:
        folder = Path(scratch)
        deck = folder / f"deck{path.suffix.lower()}"
        shutil.copyfile(path, deck)
        run_office(program, deck, _FILTER, folder, check=True, seconds=SECONDS)
        made = folder / "deck.pdf"
        if not made.is_file():
            raise FileNotFoundError("no copy was made")
        made.replace(copy)
