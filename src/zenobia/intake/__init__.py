"""Intake: a path, bytes, standard input or text to `Report` values. Knows nothing of models and storage.

A module a format (`plain`, `html_page`, `pdf`, `word`, `csv_table`, `jsonl`) makes a draft or records; `finish` mends a draft
and takes its heading out; `load` chooses.
"""

from zenobia.intake.given import Given
from zenobia.intake.load import load_placed, load_reports, report_from_path, report_from_text, reports_from_bytes
from zenobia.intake.paths import count_hint

__all__ = ["Given", "count_hint", "load_placed", "load_reports", "report_from_path", "report_from_text", "reports_from_bytes"]
