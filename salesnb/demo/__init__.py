"""A made-up company whose spreadsheets show what the product does, and what is true of it."""

from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from salesnb.demo.company import make_company
from salesnb.demo.identities import make_identities
from salesnb.demo.tables import make_tables
from salesnb.demo.truths import Truths, collect_truths
from salesnb.demo.workbooks import write_workbooks

__all__ = ["Truths", "write_company"]


def write_company(
    folder: Path,
    *,
    lang: Literal["zh", "en"],
    until: date,
    seed: int = 2024,
    scale: float = 1.0,
) -> Truths:
    """Write the workbooks of a company of 53 people and about two years into `folder`.

    Nothing is dated after `until` but expectations: expected and due dates, plans, targets. The
    same arguments give the same files, byte for byte; the two languages tell the same story.

    Parameters
    ----------
    folder
        Where the workbooks are written; made if it is missing, files of the same name replaced.
    lang
        Language of file names, sheets, headers and values.
    until
        Last day of the data. They begin on the first day of the month two years earlier.
    seed
        Another seed is another company.
    scale
        Multiplies 6,000 customers, 20,000 leads, 9,000 opportunities and 120,000 follow-ups; the
        people stay. Below 0.1 the weaker truths drown in chance.

    Returns
    -------
    Truths
        The files, and what an analysis of them should find.

    Raises
    ------
    ValueError
        If the language is not known or the scale is not positive.
    """
    if lang not in ("en", "zh"):
        raise ValueError(f"lang is {lang!r}. Allowed are 'en' and 'zh'.")
    if not scale > 0:
        raise ValueError(f"scale is {scale!r}. It must be greater than 0, 1 is the full company.")
    rng = np.random.default_rng(seed)
    names, details = rng.spawn(2)  # names take more draws in one language than in the other
    company = make_company(rng, until, scale)
    identities = make_identities(names, company, lang)
    tables, reps = make_tables(names, details, company, identities, lang)
    files = write_workbooks(folder, tables, lang=lang, since=company.calendar.start, until=until)
    rows = {name: len(table) for name, table in tables.items()}
    return collect_truths(company, identities, reps, rows, files, lang)
