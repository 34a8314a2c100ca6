"""What is known to be true of the made-up company, for checking what analyses find."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from salesnb.demo.codes import LOST, WON
from salesnb.demo.company import Company
from salesnb.demo.identities import Identities
from salesnb.demo.words import LANGUAGES


@dataclass(frozen=True)
class Truths:
    """Facts that were built into the spreadsheets, in the words that stand in them.

    Attributes
    ----------
    files : the workbooks in the order of their names.
    since, until : first and last day of the data, ISO.
    bad_channel, best_channel : sources whose leads reach 意向 and 成交 least and most often.
    slow_quoter, slow_responder : the rep who takes longest from 商机 to 报价, and the one who
        takes longest from assignment to first contact.
    weak_team, strong_team : lowest and highest completion of the sales target.
    team_completion : per team, sales over target of the last twelve full months.
    churned_customers : ids of customers that ordered regularly and stopped more than six months
        before `until`.
    late_payers : ids of customers that pay weeks after the due date.
    departed_reps : reps who left; their open things are still theirs.
    moved_rep, moved_to, moved_on : the rep who changed team, the new team, and the day (ISO).
    counts : rows per table, and won and lost opportunities.
    """

    files: list[Path]
    since: str
    until: str
    bad_channel: str
    best_channel: str
    slow_quoter: str
    slow_responder: str
    weak_team: str
    strong_team: str
    team_completion: dict[str, float]
    churned_customers: list[str]
    late_payers: list[str]
    departed_reps: list[str]
    moved_rep: str
    moved_to: str
    moved_on: str
    counts: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> str:
        """All of it as one JSON document; file names without their folder."""
        facts = asdict(self) | {"files": [file.name for file in self.files]}
        return json.dumps(facts, ensure_ascii=False, indent=2)


def collect_truths(
    company: Company,
    identities: Identities,
    reps: np.ndarray,
    rows: dict[str, int],
    files: list[Path],
    lang: str,
) -> Truths:
    """The truths of one company in the words of one language."""
    words, people, firms = LANGUAGES[lang], company.people, company.companies
    moved_on = company.calendar.dates(np.array([float(people.moves_on)]))[0]
    stages = company.deals["stage"]
    return Truths(
        files=files,
        since=company.calendar.start.isoformat(),
        until=company.calendar.until.isoformat(),
        bad_channel=words.sources[company.channels.bad],
        best_channel=words.sources[company.channels.best],
        slow_quoter=str(reps[people.slow_quoter]),
        slow_responder=str(reps[people.slow_responder]),
        weak_team=words.teams[int(people.completion.argmin())],
        strong_team=words.teams[int(people.completion.argmax())],
        team_completion=dict(zip(words.teams, people.completion.tolist(), strict=True)),
        churned_customers=sorted(identities.customers[firms.is_churned]),
        late_payers=sorted(identities.customers[firms.is_late]),
        departed_reps=sorted(reps[people.departed].tolist()),
        moved_rep=str(reps[people.mover]),
        moved_to=words.teams[people.new_team],
        moved_on=str(moved_on.astype("datetime64[D]")),
        counts=rows | {"won": int((stages == WON).sum()), "lost": int((stages == LOST).sum())},
    )
