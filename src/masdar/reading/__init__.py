"""From files, pages and streams to reports: text, and where it came from."""

from masdar.reading.door import measure, read_reports
from masdar.reading.report import Problem, Report

__all__ = ["Problem", "Report", "measure", "read_reports"]
