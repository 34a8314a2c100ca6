"""How often what was warned of came true: for whoever tunes the thresholds of a rule."""

from datetime import date, timedelta

import pandas as pd

from salesnb.alerts.book import AlertBook
from salesnb.alerts.expressions import Checked, sound_rules
from salesnb.alerts.sources import id_of, source_sql
from salesnb.engines.dialect import quoted
from salesnb.metrics import wilson
from salesnb.scopes import ScopedStore
from salesnb.settings import Settings

_COLUMNS = ["rule", "judged", "slipped", "too_young"]


def alert_precision(store: ScopedStore, settings: Settings, book: AlertBook) -> pd.DataFrame:
    """Return for each rule that says what `slipped` means how many of its alerts came true.

    Of every thing the first alert counts; only those count that lie inside the scope. One is judged
    `judged_after` days after it was first seen, by what is known now.

    Returns
    -------
    rule, judged, slipped, precision (slipped of judged) with low and high (95 %), too_young.
    """
    judging = [name for name, rule in settings.alerts.rules.items() if rule.slipped is not None]
    sound, _ = sound_rules(store, settings, judging)
    rows = [_of_rule(store, settings, checked, book) for checked in sound]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    counts = frame.astype(dict.fromkeys(_COLUMNS[1:], "int64"))
    share = counts["slipped"] / counts["judged"].where(counts["judged"] > 0)
    return counts.assign(precision=share, **wilson(counts["slipped"], counts["judged"]))


def _of_rule(
    store: ScopedStore, settings: Settings, checked: Checked, book: AlertBook
) -> tuple[str, int, int, int]:
    rule = checked.rule
    assert rule.fact is not None
    last = store.as_of - timedelta(days=rule.judged_after)
    seen = book.seen_before(checked.name, last)
    if not seen:
        return checked.name, 0, 0, 0
    entities = [entity for entity, _, _ in seen]
    days = [date.fromisoformat(first) for _, first, _ in seen]
    facts = source_sql(store, settings, rule.fact, [checked.sql["slipped"]])
    entity = f"cast(facts.{quoted(rule.per)} as varchar)" if rule.per else id_of(rule.fact, "facts")
    found = store.run(
        f"""with facts as ({facts}),
        seen as (
          select unnest(cast(? as varchar[])) as entity_id, unnest(cast(? as date[])) as first_seen,
            unnest(cast(? as boolean[])) as is_old
        )
        select seen.entity_id, is_old,
          max(case when {checked.sql["slipped"]} then 1 else 0 end) as slipped
        from seen join facts on {entity} = seen.entity_id
        group by seen.entity_id, is_old""",
        [entities, days, [is_old for _, _, is_old in seen]],
    )
    old = found[found["is_old"]]
    return checked.name, len(old), int(old["slipped"].sum()), len(found) - len(old)
