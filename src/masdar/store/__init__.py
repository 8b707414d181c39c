"""Keeping records: events of many reports, joined into incidents."""
