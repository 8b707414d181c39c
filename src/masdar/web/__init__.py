"""The workbench: an API over the store, and the pages that use it. See docs/workbench.md and docs/security.md."""

from __future__ import annotations

from masdar.web.app import make_app
from masdar.web.settings import Settings

__all__ = ["Settings", "make_app"]
