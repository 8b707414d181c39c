"""Keeping records: a database of reports and what they tell, events joined into incidents, and search."""

from __future__ import annotations

from masdar.store.errors import StoreError
from masdar.store.filters import Filters
from masdar.store.store import Store

__all__ = ["Filters", "Store", "StoreError"]
