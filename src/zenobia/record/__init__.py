"""The record: readings kept in one file, merged into incidents, reviewed, searched and given out.

Importing this loads SQLAlchemy; the reader is loaded when reports are added."""

from zenobia.record.query import Filters, Sort
from zenobia.record.record import Record

__all__ = ["Filters", "Record", "Sort"]
