"""One record typed in instead of a file: the same checks, the same upsert."""

from salesnb.entry.dialogue import ask_record, say_findings
from salesnb.entry.form import EntryForm
from salesnb.entry.record import Field, Finding, Record, Stored

__all__ = ["EntryForm", "Field", "Finding", "Record", "Stored", "ask_record", "say_findings"]
