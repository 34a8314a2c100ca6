"""Which reports a call asks for: notebooks x scopes, each with its file and its parameters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from salesnb.errors import UsageError, unknown
from salesnb.labels import say
from salesnb.periods import Period, parse_period
from salesnb.reports.paths import file_of, people_indexes, report_path, scope_slugs
from salesnb.scopes import Scope, ScopeKind, read_organisation
from salesnb.settings import Settings
from salesnb.store import Store
from salesnb.workspace import Workspace

EVERY: tuple[ScopeKind, ...] = ("company", "department", "team", "rep")
FORMATS = ("html", "xlsx", "pdf")


@dataclass(frozen=True)
class Task:
    """One report to be made.

    Attributes
    ----------
    source : the notebook.
    path : the HTML file; its other formats lie beside it.
    index : the page that the report links back to: the viewer's own, else that of all reports.
    widest : all that the viewer might see when it was made.
    parameters : what the notebook's parameters cell is given, the six of every notebook.
    formats : which files are made, of FORMATS.
    own : parameters that only this notebook has.
    """

    notebook: str
    source: Path
    scope: Scope
    period: Period
    lang: str
    path: Path
    index: Path
    parameters: dict[str, str | None]
    widest: str = "company"
    formats: tuple[str, ...] = ("html",)
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, Path]:
        """The files to be made, by format."""
        return {form: file_of(self.path, form) for form in self.formats}

    @property
    def name(self) -> str:
        """How progress and errors name the report."""
        return f"{self.notebook} · {self.scope} · {self.period}"


def plan_reports(
    workspace: Workspace,
    *,
    notebooks: Sequence[str] = (),
    scopes: Sequence[str] = (),
    every: Sequence[str] = (),
    period: str | None = None,
    as_of: date | None = None,
    viewer: str | None = None,
    lang: str | None = None,
    out: Path | None = None,
    formats: Sequence[str] = ("html",),
    own: Mapping[str, Mapping[str, Any]] | None = None,
    store: Store | None = None,
) -> list[Task]:
    """Return the reports to make, checked before any is started.

    Parameters
    ----------
    notebooks : names of the workspace's notebooks or files; empty = those of params/reports.yml.
    scopes : as a user writes them; with `every` empty too, the viewer's widest scope.
    every : kinds of scope of which all that report now are added.
    period : None = for each notebook the one of params/reports.yml, else last-month.
    formats : which files each report becomes, of html, xlsx, pdf.
    own : parameters of single notebooks, {notebook: {name: value}}.
    store : held at the snapshot that is rendered from; None = the workspace's newest.

    Raises
    ------
    UsageError, ScopeError
        Anything of it that does not exist, or is beyond the viewer's right.
    """
    asked = _known_formats(formats)
    settings = workspace.settings
    read = store or workspace.store
    day = as_of or settings.workspace.today or read.last_import_on()
    organisation = read_organisation(read, settings, day)
    wanted = [organisation.resolve(text, viewer) for text in scopes]
    for kind in every:
        if kind not in EVERY:
            raise UsageError(unknown("kind of scope", kind, EVERY))
        wanted += organisation.active(kind)
    for scope in wanted:
        organisation.resolve(str(scope), viewer)
    wanted = list(dict.fromkeys(wanted)) or [organisation.resolve(None, viewer)]
    folders = scope_slugs(
        [
            *(Scope(kind, name) for kind in EVERY for name in organisation.names(kind) or [""]),
            *(scope for scope in wanted if scope.query),
        ]
    )
    language = lang or settings.workspace.lang
    reports = out or workspace.reports
    people = people_indexes(reports, organisation.viewers())
    right = organisation.right(viewer)
    index = people.get(viewer or "", reports) / "index.html"
    sources = _sources(workspace, settings, notebooks)
    periods = _periods(workspace, sources, period, day, is_named=bool(notebooks))
    return [
        Task(
            notebook=name,
            source=source,
            scope=scope,
            period=periods[name],
            lang=language,
            path=report_path(reports, periods[name], folders[scope], name, language),
            index=index,
            widest=right,
            parameters={
                "workspace": ".",
                "scope": str(scope),
                "period": periods[name].text,
                "as_of": day.isoformat(),
                "viewer": viewer,
                "lang": language,
            },
            formats=asked,
            own=(own or {}).get(name, {}),
        )
        for scope in wanted
        for name, source in sources.items()
        if name in periods
    ]


def _known_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats in the order of FORMATS, each once."""
    for form in formats or ("",):
        if form not in FORMATS:
            raise UsageError(unknown("format", form, FORMATS))
    return tuple(form for form in FORMATS if form in formats)


def _periods(
    workspace: Workspace, names: Iterable[str], asked: str | None, day: date, *, is_named: bool
) -> dict[str, Period]:
    """Return the period of each notebook; those that are not of such periods are left out.

    Raises
    ------
    UsageError
        A notebook that was asked for by name is of other periods.
    """
    found, settings, calendar = {}, workspace.settings, workspace.calendar()
    for name in names:
        report = settings.reports.get(name)
        text = asked or (report.period if report else "last-month")
        period = parse_period(text, day, settings.workspace.fiscal_year_start, calendar)
        if report and report.only not in (None, period.grain):
            if is_named:
                raise UsageError(say(f"err_report_{report.only}", report=name, period=str(period)))
            continue
        found[name] = period
    return found


def _sources(workspace: Workspace, settings: Settings, notebooks: Sequence[str]) -> dict[str, Path]:
    known = {path.stem: path for path in sorted(workspace.notebooks.glob("*.ipynb"))}
    wanted = notebooks or [name for name in settings.reports if name in known]
    if not wanted:
        raise UsageError(say("err_no_notebook", folder=workspace.notebooks))
    found = {}
    for text in wanted:
        path = Path(text)
        if text in known:
            found[text] = known[text]
        elif path.suffix == ".ipynb" and path.is_file():
            found[path.stem] = path.resolve()
        else:
            raise UsageError(unknown("notebook", text, known))
    return found
