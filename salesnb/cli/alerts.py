"""The command on alerts: list them, acknowledge or put one off, see which rules are right."""

import getpass
from datetime import date
from pathlib import Path
from typing import Any

import click

from salesnb.cli.group import day_of, find_workspace, local_now, main, note_export
from salesnb.cli.options import echo_rows, look_options
from salesnb.errors import UsageError
from salesnb.labels import label, listed, plural, say
from salesnb.terminal import tell

_SHOWN = ("key", "level", "subject", "text", "since", "amount", "owner", "to", "state")
_HEADS = {
    "key": "alerts_col_key",
    "level": "alerts_col_level",
    "subject": "alerts_col_subject",
    "text": "alerts_col_message",
    "since": "alerts_col_since",
    "amount": "amount",
    "owner": "alerts_col_owner",
    "to": "alerts_col_to",
    "state": "alerts_col_state",
}
_MOST_ROWS = 50  # of a table, the gravest; csv and xlsx have all
_CSV = ("key", "to", "state", "first_seen", "acknowledged_by", "snoozed_until")


@main.command()
@look_options
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "xlsx"]), default="table"
)
@click.option(
    "--out",
    metavar="FILE.xlsx",
    type=click.Path(path_type=Path),
    help="For xlsx; default: alerts-DAY.xlsx here.",
)
@click.option("--acknowledge", "known", metavar="KEY", help="You know of it and take care of it.")
@click.option("--snooze", "rest", metavar="KEY", help="Put it off, with --until.")
@click.option("--until", metavar="D", help="Until which day it is put off.")
@click.option("--precision", is_flag=True, help="How often the alerts of each rule came true.")
@click.pass_obj
def alerts(
    start: Path | None,
    scope: str | None,
    viewer: str | None,
    as_of: str | None,
    form: str,
    out: Path | None,
    known: str | None,
    rest: str | None,
    until: str | None,
    precision: bool,
) -> None:
    """Show what asks for action, the gravest first."""
    from salesnb.alerts import record_alerts
    from salesnb.session import Session

    if sum(map(bool, (known, rest, precision))) > 1:
        raise UsageError(say("err_alert_one"))
    if as_of and (known or rest):
        raise UsageError(say("err_alert_today"))
    workspace = find_workspace(start)
    day = day_of(as_of, "--as-of")
    session = Session(workspace.root, scope=scope, period="this-month", as_of=day, viewer=viewer)
    if precision:
        _print_precision(session, form)
        return
    if known or rest:
        keys = list(session.alerts()["key"])
        _handle(session, keys, known, rest, day_of(until, "--until"))
        return
    # What the operator sees of the whole company is written down: since when, and what is over.
    is_written = (scope, viewer, day) == (None, None, None)
    found = record_alerts(workspace, session.as_of) if is_written else session.alerts()
    if form != "table":
        note_export(session, "alerts", form)
    _print(session, session.alert_states(found), form, out)


def _handle(
    session: Any, keys: list[str], known: str | None, rest: str | None, until: date | None
) -> None:
    from salesnb.alerts import acknowledge, snooze

    by = session.viewer or getpass.getuser()
    who = {"day": session.as_of, "by": by, "viewer": session.viewer}
    if known:
        acknowledge(session.workspace, known, keys, **who)
        tell(label("cli_alert_acknowledged", session.lang, key=known))
    elif rest:
        snooze(session.workspace, rest, keys, until=until, **who)
        tell(label("cli_alert_snoozed", session.lang, key=rest, until=until))


def _print(session: Any, frame: Any, form: str, out: Path | None) -> None:
    """Print alerts for programs by their contract, for people with how they stand."""
    from salesnb.alerts import COLUMNS

    days = frame.assign(since=frame["since"].dt.strftime("%Y-%m-%d"))
    if form == "json":
        echo_rows(days[COLUMNS], form)
        return
    if form == "csv":
        echo_rows(days[[*COLUMNS, *_CSV]], form)
        return
    if form == "xlsx":
        _write(session, out or Path(f"alerts-{session.as_of}.xlsx"))
    elif len(frame):
        click.echo(_readable(days.head(_MOST_ROWS), session.lang))
        _tell_rest(session, frame.iloc[_MOST_ROWS:])
    red = int((frame["level"] == "red").sum())
    none = label("cli_alerts_none", session.lang, scope=session.scope)
    tell(plural("cli_alerts_count", session.lang, len(frame), red=red) if len(frame) else none)


def _tell_rest(session: Any, rest: Any) -> None:
    """Say how many alerts of each rule a table leaves out."""
    if rest.empty:
        return
    lang, rules = session.lang, session.settings.alerts.rules
    counts = rest["rule"].value_counts()
    named = listed(f"{rules[rule].name(lang)} {count:,}" for rule, count in counts.items())
    words = {"shown": _MOST_ROWS, "count": len(rest), "rules": named.text(lang)}
    tell(label("cli_alerts_rest", lang, **words))


def _readable(days: Any, lang: str) -> str:
    import pandas as pd

    table = days[list(_SHOWN)].astype(object)
    table["level"] = [label(f"flag_{level}", lang) for level in table["level"]]
    table["to"] = [label(f"alert_to_{to}", lang) for to in table["to"]]
    table["state"] = [label(f"alert_state_{state}", lang) for state in table["state"]]
    table["text"] = table["text"].str.replace("**", "", regex=False)
    table["amount"] = [None if pd.isna(each) else f"{each:,.0f}" for each in table["amount"]]
    table = table.where(table.notna(), "-")
    titles = {name: label(head, lang) for name, head in _HEADS.items()}
    with pd.option_context("display.unicode.east_asian_width", True, "display.max_colwidth", 60):
        return str(table.rename(columns=titles).to_string(index=False))


def _write(session: Any, path: Path) -> None:
    from salesnb.reports.xlsx import write_workbook
    from salesnb.views.alerts import alert_list

    title = f"{label('alerts_short', session.lang)} · {session.scope_title()} · {session.as_of}"
    write_workbook(
        alert_list(session).content,
        path,
        lang=session.lang,
        title=title,
        lineage={},
        made_at=local_now(session.workspace),
        currency=session.settings.workspace.currency,
    )
    tell(label("cli_alerts_written", session.lang, path=path))


def _print_precision(session: Any, form: str) -> None:
    frame, lang = session.alert_precision(), session.lang
    if form == "json":
        click.echo(frame.to_json(orient="records", force_ascii=False))
        return
    if form == "csv":
        click.echo(frame.to_csv(index=False), nl=False)
        return
    rules = session.settings.alerts.rules
    rows = [
        {
            label("alerts_precision_rule", lang): rules[row["rule"]].name(lang),
            label("alerts_precision_judged", lang): row["judged"],
            label("alerts_precision_slipped", lang): row["slipped"],
            label("alerts_precision_share", lang): f"{row['precision']:.0%}",
            label("alerts_precision_range", lang): f"{row['low']:.0%} – {row['high']:.0%}",
            label("alerts_precision_open", lang): row["too_young"],
        }
        for row in frame.to_dict("records")
        if row["judged"]
    ]
    if rows:
        import pandas as pd

        with pd.option_context("display.unicode.east_asian_width", True):
            click.echo(pd.DataFrame(rows).to_string(index=False))
    else:
        tell(label("alerts_precision_none", lang))
