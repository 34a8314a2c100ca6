"""Files to sheets, sheets to rows under the names of columns."""
