"""Where customers of a level concentrate: industry by region, against what is to be expected."""

import numpy as np
import pandas as pd

from salesnb.metrics.chance import holm, more_than_expected
from salesnb.scopes import ScopedStore

_CELLS = ["industry", "region", "level"]
_LEAST = 3
_FALSE_ALARM = 0.05
_QUERY = """
select industry, region, level, cast(count(*) as integer) as customers,
  cast(sum(purchases_12m) as double) as purchases_12m
from fact_customers
where cooperation_from is not null and not is_lost
group by industry, region, level
order by industry, region, level
"""


def level_concentrations(store: ScopedStore) -> pd.DataFrame:
    """Return where customers of each level concentrate, industry by region.

    Expected in a cell are as many customers of a level as its customers of all levels would have if
    levels were spread evenly. A concentration has more than that beyond chance (exact test, of all
    cells together 5 % is the chance of a false one), and at least three. Counted are customers that
    bought and are not lost: one with half of all sales is one customer.

    Returns
    -------
    industry, region (empty = not known), level, customers, of (customers of the cell in all levels),
    expected, ratio (customers / expected), p_value (of the family), is_concentration,
    purchases_12m (yuan). Cells without a customer of the level are left out.
    """
    frame = store.run(_QUERY)
    if frame.empty:
        return frame.assign(of=0, expected=0.0, ratio=0.0, p_value=1.0, is_concentration=False)
    cell = frame.groupby(["industry", "region"], dropna=False)["customers"].transform("sum")
    level = frame.groupby("level", dropna=False)["customers"].transform("sum")
    total = pd.Series(float(frame["customers"].sum()), index=frame.index)
    counts = (frame["customers"], cell, level, total)
    chances = more_than_expected(*(np.asarray(column, dtype=np.float64) for column in counts))
    is_tested = (frame["customers"] >= _LEAST) & frame["industry"].notna() & frame["region"].notna()
    p_value = pd.Series(1.0, index=frame.index)
    p_value[is_tested] = holm(chances[is_tested.to_numpy()])
    expected = cell * level / total
    return frame.assign(
        of=cell,
        expected=expected,
        ratio=frame["customers"] / expected,
        p_value=p_value,
        is_concentration=p_value < _FALSE_ALARM,
    )
