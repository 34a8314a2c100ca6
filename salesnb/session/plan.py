"""What can be asked of targets: why one was missed, how it is broken down, what it takes."""

import pandas as pd

from salesnb.forecast.decomposition import Gap, decompose_gap, gap_frame
from salesnb.forecast.gap_causes import gap_causes
from salesnb.metrics import target_book
from salesnb.periods import Period
from salesnb.session.look import Look


class PlanQuestions(Look):
    """A look at targets and what is planned."""

    def gap(self, period: str | Period | None = None, reference: str = "recent") -> Gap:
        """Return why sales of the scope are not what their target says (`forecast.decompose_gap`).

        Parameters
        ----------
        period : another period than `target_period`.
        reference : what is usual: recent (about a year of periods before) or last_year.
        """
        window = self.read_period(period or self.target_period)
        return self._store.once(
            ("gap", window, reference),
            lambda: decompose_gap(
                self._store,
                window,
                {"": self.target("sales", window)},
                self.calendar.elapsed_share(window, self.as_of),
                reference=reference,
            ),
        )[""]

    def gaps(
        self, by: str, period: str | Period | None = None, reference: str = "recent"
    ) -> dict[str, Gap]:
        """Return the same for each rep, team or department of the scope."""
        window = self.read_period(period or self.target_period)
        book = target_book(self._store, self.settings, self.calendar)
        column = {"rep": "person"}.get(by, by)
        names = self._store.run(f"select distinct {column} as name from staff")["name"].dropna()
        sellers = self._store.run(
            f"select distinct {'owner' if by == 'rep' else by} as name from fact_sales"
        )
        known = sorted({*names, *sellers["name"].dropna()} - {"unassigned"})
        return self._store.once(
            ("gaps", by, window, reference),
            lambda: decompose_gap(
                self._store,
                window,
                {name: book.find("sales", f"{by}:{name}", window) for name in known},
                self.calendar.elapsed_share(window, self.as_of),
                by=by,
                reference=reference,
            ),
        )

    def gap_steps(
        self,
        by: str | None = None,
        period: str | Period | None = None,
        reference: str = "recent",
    ) -> pd.DataFrame:
        """Return the way from target to actual as rows: group, step, value (`forecast.gap_frame`)."""
        if by is None:
            return gap_frame({"": self.gap(period, reference)})
        return gap_frame(self.gaps(by, period, reference), by)

    def gap_causes(self, period: str | Period | None = None) -> pd.DataFrame:
        """Return which usual causes of the gap the data bear out (see `forecast.gap_causes`)."""
        window = self.read_period(period or self.target_period)
        return self._store.once(
            ("gap_causes", window),
            lambda: gap_causes(self._store, window, self.gap(window), self.calendar),
        ).copy()
