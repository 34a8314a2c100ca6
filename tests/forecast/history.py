"""Made-up histories: as many leads a month, of which so many are won, lost, or still open."""

from dataclasses import dataclass
from typing import Any

from tests.frames import CONTACT, Records

MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09")
NOW = "2026-10"


@dataclass(frozen=True)
class Month:
    """What becomes of the leads of a month within it."""

    won: int = 10
    lost: int = 10
    open: int = 0
    size: float = 100
    owner: str = "李娜"
    first_day: int = 2


def leads(month: str, told: Month) -> list[dict[str, Any]]:
    """Return the leads of a month; those that end do so ten days later."""
    states = ["won"] * told.won + ["lost"] * told.lost + [None] * told.open
    return [
        {
            **CONTACT,
            "lead_id": f"{told.owner}-{month}-{n}",
            "owner": told.owner,
            "created_at": f"{month}-{told.first_day:02d} 09:00",
            "stage": state or "lead",
            "outcome": state,
            "outcome_date": f"{month}-{told.first_day + 10:02d}" if state else None,
            "deal_amount": told.size if state == "won" else None,
        }
        for n, state in enumerate(states)
    ]


def orders(month: str, *amounts: float, owner: str = "李娜") -> list[dict[str, Any]]:
    """Return orders of existing customers on the 20th."""
    return [
        {
            "order_id": f"{owner}-{month}-{n}",
            "customer_id": "C1",
            "order_date": f"{month}-20",
            "owner": owner,
            "amount": amount,
        }
        for n, amount in enumerate(amounts)
    ]


def target(value: float, period: str = NOW, scope: str = "company") -> dict[str, Any]:
    return {"period": period, "scope": scope, "metric": "sales", "value": value}


def usual_then(now: Month, usual: Month | None = None) -> Records:
    """Return four months as usual (20 leads, half of them won at 100), then one that differs."""
    usual = usual or Month()
    return [row for month in MONTHS for row in leads(month, usual)] + leads(NOW, now)
