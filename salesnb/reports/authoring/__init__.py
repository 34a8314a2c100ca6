"""A report of one's own: a new notebook, and whether a notebook would work when scheduled."""

from salesnb.reports.authoring.checks import Remark, check_notebook
from salesnb.reports.authoring.new import create_notebook

__all__ = ["Remark", "check_notebook", "create_notebook"]
