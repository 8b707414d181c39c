"""The wheel carries the workbench's pages: they are built from ``ui/`` before the package is.

Where npm is missing the wheel is made without them, and the server says so; an editable install never builds them,
since ``make`` does (see the Makefile).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
UI = ROOT / "ui"
FIRST = ROOT / "src" / "masdar" / "web" / "static" / "index.html"


def build_pages() -> None:
    """Build the pages where they are missing or older than what they are made from."""
    parts = [UI / "index.html", UI / "package-lock.json", *(UI / "src").rglob("*")]
    made = FIRST.stat().st_mtime if FIRST.is_file() else 0.0
    if not UI.is_dir() or made > max(part.stat().st_mtime for part in parts if part.is_file()):
        return
    npm = shutil.which("npm")
    if npm is None:
        print("npm was not found: the package is built without the workbench's pages.", file=sys.stderr)
        return
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=UI, check=True)
    subprocess.run([npm, "run", "build"], cwd=UI, check=True)


class BuildWithPages(build_py):
    """Builds the pages, then the package."""

    def run(self) -> None:
        """As setuptools does, after the pages."""
        if not self.editable_mode:
            build_pages()
        super().run()


setup(cmdclass={"build_py": BuildWithPages})
