"""Who works in the made-up company: 40 reps in 8 teams, what each is good at, and who left."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.random import Generator

from salesnb.demo.calendars import BusinessCalendar
from salesnb.demo.codes import N_INDUSTRIES
from salesnb.demo.names import person_names
from salesnb.demo.words import LANGUAGES

N_TEAMS, REPS_PER_TEAM = 8, 5
N_REPS = N_TEAMS * REPS_PER_TEAM
_N_DEPARTED = 3
_COMPLETIONS = (0.71, 0.81, 0.88, 0.93, 0.97, 1.01, 1.07, 1.19)


@dataclass(frozen=True)
class People:
    """The sales force. Arrays run over the 40 reps unless said otherwise.

    Attributes
    ----------
    team : team (0-7) at the beginning of the data.
    skill : about standard normal; moves conversion, winning and effort.
    response_hours, quote_days : the rep's median first response and time from 商机 to 报价.
    leaves : the moment from which the rep does nothing any more (leaving, or end of the data).
    completion : per team, the share of its target that it reaches over the last year.
    mover, new_team, moves_on : the rep who changed team, where to, and on which day.
    slow_quoter, slow_responder : two reps with one clear weakness each.
    """

    team: np.ndarray
    skill: np.ndarray
    response_hours: np.ndarray
    quote_days: np.ndarray
    leaves: np.ndarray
    completion: np.ndarray
    mover: int
    new_team: int
    moves_on: int
    slow_quoter: int
    slow_responder: int

    @property
    def region(self) -> np.ndarray:
        """Region of each rep; two teams share one."""
        return self.team // 2

    @property
    def departed(self) -> np.ndarray:
        """Numbers of the reps who left."""
        return np.flatnonzero(self.leaves < self.leaves.max())

    def team_on(self, rep: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Team of each rep on a day."""
        moved = (rep == self.mover) & (day >= self.moves_on)
        return np.where(moved, self.new_team, self.team[rep])

    def active_owner(self, rng: Generator, owner: np.ndarray, moments: np.ndarray) -> np.ndarray:
        """The owner, or a colleague of the same team where the owner has left (or is about to)."""
        staying = np.flatnonzero(self.leaves == self.leaves.max())
        gone = moments > self.leaves[owner] - 5
        stand_in = owner.copy()
        for team in range(N_TEAMS):
            rows = np.flatnonzero(gone & (self.team[owner] == team))
            stand_in[rows] = rng.choice(staying[self.team[staying] == team], len(rows))
        return stand_in


def make_people(rng: Generator, calendar: BusinessCalendar) -> People:
    """Draw skills and habits, and pick the reps with a story."""
    team = np.repeat(np.arange(N_TEAMS), REPS_PER_TEAM)
    completion = rng.permutation(np.array(_COMPLETIONS))
    skill = rng.normal(0, 0.8, N_REPS) + 1.2 * (completion[team] - 0.95)
    response = 2.2 * np.exp(rng.normal(0, 0.45, N_REPS) - 0.15 * skill)
    quote = 0.85 * np.exp(rng.normal(0, 0.3, N_REPS) - 0.1 * skill)
    weak, strong = int(completion.argmin()), int(completion.argmax())
    ordinary = rng.permutation(np.flatnonzero((team != weak) & (team != strong)))
    slow_quoter, slow_responder = int(ordinary[0]), int(ordinary[1])
    quote[slow_quoter], response[slow_responder] = 9.0, 62.0
    skill[[slow_quoter, slow_responder]] = 0.1
    apart = ordinary[2:][team[ordinary[2:]] != team[slow_responder]]
    mover = int(apart[-1])
    first_of_team = np.unique(team[apart[:-1]], return_index=True)[1]
    departed = apart[:-1][np.sort(first_of_team)][:_N_DEPARTED]
    leaves = np.full(N_REPS, float(calendar.n_days))
    leaves[departed] = (
        calendar.next_workday(
            calendar.n_days - np.array([58, 130, 221]) - rng.integers(0, 15, _N_DEPARTED)
        )
        + 0.75
    )
    moves_on = calendar.index(_first_of_month(calendar, 8))
    new_team = int(team[mover]) ^ 1
    return People(
        *(team, skill, response, quote, leaves, completion),
        *(mover, new_team, moves_on, slow_quoter, slow_responder),
    )


def staff_table(
    rng: Generator, people: People, calendar: BusinessCalendar, lang: str
) -> tuple[pd.DataFrame, np.ndarray]:
    """The staff sheet (one row per person, two for the rep who changed team) and the reps' names.

    Managers, department heads and the administrator follow the reps.
    """
    words = LANGUAGES[lang]
    n_people = N_REPS + N_TEAMS + N_TEAMS // 2 + 1
    names, handles = person_names(rng, n_people, lang, unique=True)
    managers = names[N_REPS : N_REPS + N_TEAMS]
    heads = names[N_REPS + N_TEAMS : -1]
    rep_rows = [_rep_row(rep, int(people.team[rep]), people, lang) for rep in range(N_REPS)]
    rows = rep_rows + [_manager_row(team, lang) for team in range(N_TEAMS)]
    rows += [
        {"department": words.departments[n], "role": words.roles[2], "regions": words.regions[n]}
        for n in range(len(heads))
    ]
    rows.append({"role": words.roles[3]})
    table = pd.DataFrame(rows)
    table.insert(0, "name", names)
    counts = pd.Series(handles).groupby(handles).cumcount()
    suffix = np.where(counts > 0, (counts + 1).astype(str), "")
    table["email"] = handles + suffix + "@example.com"
    table["manager"] = np.concatenate(
        [managers[people.team], np.repeat(heads, 2), [names[-1]] * len(heads), [None]]
    )
    table["active"] = table["active"].fillna(words.flags[1])
    industries = np.array(words.industries, dtype=object)
    pairs = rng.integers(0, N_INDUSTRIES, (N_REPS, 2))
    table["industries"] = None
    table.loc[: N_REPS - 1, "industries"] = [
        "、".join(dict.fromkeys(pair)) if lang == "zh" else ", ".join(dict.fromkeys(pair))
        for pair in industries[pairs]
    ]
    return _with_change_of_team(table, people, calendar, lang, managers), names[:N_REPS]


def _rep_row(rep: int, team: int, people: People, lang: str) -> dict[str, object]:
    words = LANGUAGES[lang]
    return {
        "team": words.teams[team],
        "department": words.departments[team // 2],
        "role": words.roles[0],
        "seniority": words.flags[int(people.skill[rep] > 0.45)],
        "active": words.flags[int(rep not in people.departed)],
        "regions": words.regions[team // 2],
    }


def _manager_row(team: int, lang: str) -> dict[str, object]:
    words = LANGUAGES[lang]
    return {
        "team": words.teams[team],
        "department": words.departments[team // 2],
        "role": words.roles[1],
        "seniority": words.flags[1],
        "regions": words.regions[team // 2],
    }


def _with_change_of_team(
    table: pd.DataFrame,
    people: People,
    calendar: BusinessCalendar,
    lang: str,
    managers: np.ndarray,
) -> pd.DataFrame:
    second = table.loc[[people.mover]].assign(
        team=LANGUAGES[lang].teams[people.new_team], manager=managers[people.new_team]
    )
    table["since"] = np.datetime64("NaT", "s")
    second["since"] = calendar.dates(np.array([people.moves_on])).astype("datetime64[s]")
    position = people.mover + 1
    return pd.concat([table[:position], second, table[position:]], ignore_index=True)


def _first_of_month(calendar: BusinessCalendar, months_back: int) -> date:
    """First day of the month so many months before the last one."""
    months = calendar.until.year * 12 + calendar.until.month - 1 - months_back
    return date(months // 12, months % 12 + 1, 1)
