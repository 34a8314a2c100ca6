"""What an object is, told on one card: title, points, code, columns; in light and dark JupyterLab."""

from collections.abc import Sequence
from dataclasses import dataclass

from salesnb.figures.markup import Html, text

_STYLE = """<style>
.snb-sheet{max-width:880px;font:14px/1.6 var(--jp-ui-font-family,system-ui,sans-serif);
color:var(--jp-content-font-color1,#1f2328);border-left:3px solid var(--jp-brand-color1,#2f6db5);
padding:2px 14px;margin:4px 0;overflow-wrap:anywhere}
.snb-sheet h4{margin:0;font-size:16px;font-weight:650}
.snb-sheet small,.snb-sheet dt,.snb-sheet summary,.snb-sheet p{
color:var(--jp-content-font-color2,#57606a);font-size:13px}
.snb-sheet h4 small{font-weight:400;margin-left:8px}
.snb-sheet p{margin:6px 0 2px}
.snb-sheet dl{display:grid;grid-template-columns:minmax(76px,max-content) minmax(0,1fr);
gap:2px 16px;margin:6px 0}
.snb-sheet dl>dt,.snb-sheet dl>dd{margin:0;padding:0;float:none;width:auto;overflow:visible}
.snb-sheet pre{white-space:pre-wrap;font:12.5px/1.5 var(--jp-code-font-family,monospace);
background:var(--jp-layout-color2,#f3f4f6);padding:8px 10px;margin:4px 0;border-radius:3px}
.snb-sheet table{border-collapse:collapse;font-size:12.5px;margin:4px 0}
.snb-sheet th,.snb-sheet td{text-align:left;padding:2px 12px 2px 0;vertical-align:top}
.snb-sheet summary{cursor:pointer}
</style>"""


@dataclass(frozen=True)
class Folded:
    """A part of a sheet that opens on demand: a title, and code or the rows of a table."""

    title: str
    code: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    is_open: bool = False


def fact_sheet(
    title: str,
    kind: str,
    points: Sequence[tuple[str, str]],
    folded: Sequence[Folded] = (),
    hint: str = "",
) -> Html:
    """Return a card that tells what something is; in a terminal the same in words.

    Parameters
    ----------
    kind : what sort of thing it is, small beside the title.
    folded : what opens on demand; in a terminal only what is open from the start is told.
    points : name and text of each thing to know, in order.
    hint : a line at the end.
    """
    listed = "".join(f"<dt>{text(name)}</dt><dd>{text(said)}</dd>" for name, said in points)
    html = f'{_STYLE}<div class="snb-sheet"><h4>{text(title)}<small>{text(kind)}</small></h4>'
    html += f"<dl>{listed}</dl>" + "".join(map(_folded, folded))
    html += f"<p>{text(hint)}</p>" if hint else ""
    words = [f"{title} ({kind})", *(f"  {name}: {said}" for name, said in points)]
    for part in (part for part in folded if part.is_open):
        words += ["", f"{part.title}:"]
        words += [f"  {line}" for line in part.code.splitlines()]
    return Html(html + "</div>", "\n".join([*words, *filter(None, [hint])]))


def _folded(part: Folded) -> str:
    state = " open" if part.is_open else ""
    html = f"<details{state}><summary>{text(part.title)}</summary>"
    html += f"<pre>{text(part.code)}</pre>" if part.code else ""
    if part.rows:
        head = "".join(f"<th>{text(name)}</th>" for name in part.head)
        rows = ("".join(f"<td>{text(cell)}</td>" for cell in row) for row in part.rows)
        html += f"<table><tr>{head}</tr>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    return html + "</details>"
