"""The form in JupyterLab: widgets over an `EntryForm`. What is saved here happens now."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from html import escape
from typing import Any

import ipywidgets

from salesnb.entry.form import EntryForm
from salesnb.entry.record import LONG_TEXTS, Field, Finding, Record
from salesnb.errors import SalesnbError
from salesnb.labels import label
from salesnb.workspace import Workspace

_COLOURS = {"error": "#b3261e", "warning": "#8a6100", "done": "#1b6e3c", "": "#5f6368"}


def entry_box(form: EntryForm, now: Callable[[], datetime]) -> ipywidgets.VBox:
    """Return the form as a widget.

    Parameters
    ----------
    now : tells the workspace's wall clock when something is checked or saved.
    """
    return _Box(form, now).widget


def clock_of(workspace: Workspace) -> Callable[[], datetime]:
    """Return the workspace's wall clock."""
    return lambda: workspace.local_time(datetime.now(UTC))


class _Row:
    """One field: its title, its input, and what is wrong with it."""

    def __init__(self, field: Field) -> None:
        self.field = field
        star = f' <span style="color:{_COLOURS["error"]}">*</span>' if field.is_required else ""
        self.title = ipywidgets.HTML(
            f'<span title="{escape(field.meaning)}">{escape(field.title)}{star}</span>',
            layout={"width": "150px"},
        )
        self.input = _input_of(field)
        self.remark = ipywidgets.HTML(layout={"flex": "1 1 200px"})
        self.line = ipywidgets.HBox(
            [self.title, self.input, self.remark], layout={"align_items": "center"}
        )

    @property
    def text(self) -> str:
        """The value as typed."""
        value = self.input.value
        return value.isoformat() if isinstance(value, date) else str(value or "")

    @text.setter
    def text(self, text: str) -> None:
        if isinstance(self.input, ipywidgets.DatePicker):
            self.input.value = date.fromisoformat(text) if text else None
        elif isinstance(self.input, ipywidgets.Dropdown):
            if text not in self.input.options:  # stored before its word was taken out of params
                self.input.options = (*self.input.options, text)
            self.input.value = text
        else:
            self.input.value = text

    def say(self, findings: Iterable[Finding] = (), hint: str = "") -> None:
        """Show problems beside the field, or a hint."""
        parts = [_coloured(found.text, found.severity) for found in findings]
        self.remark.value = "".join(parts) or (_coloured(hint) if hint else "")


class _Box:
    """The whole form and what its buttons do."""

    def __init__(self, form: EntryForm, now: Callable[[], datetime]) -> None:
        self._form = form
        self._now = now
        self._record: Record | None = None
        self._rows = {field.name: _Row(field) for field in form.fields}
        first = [r for r in self._rows.values() if _is_first(r.field)]
        more = [r for r in self._rows.values() if not _is_first(r.field)]
        self._more = ipywidgets.Accordion([_lines(more)], selected_index=None)
        self._more.set_title(0, label("entry_more", form.lang, count=len(more)))
        self._status = ipywidgets.HTML()
        save = ipywidgets.Button(description=label("entry_save", form.lang), button_style="primary")
        clear = ipywidgets.Button(description=label("entry_clear", form.lang))
        save.on_click(lambda _: self._guarded(self._save))
        clear.on_click(lambda _: self._clear())
        for row in first:
            if row.field.is_key:
                row.input.observe(lambda _: self._guarded(self._look_up), "value")
        self.widget = ipywidgets.VBox(
            [
                ipywidgets.HTML(f"<b>{escape(form.title)}</b>"),
                _lines(first),
                *([self._more] if more else []),
                ipywidgets.HBox([save, clear]),
                self._status,
            ],
            layout={"max_width": "900px"},
        )
        self._clear()

    @property
    def _values(self) -> dict[str, str]:
        return {name: row.text for name, row in self._rows.items()}

    def _look_up(self) -> None:
        """Show the stored record of the key, or take back what was shown of another."""
        found = self._form.find(self._values)
        if (found and found.key) == (self._record and self._record.key):
            return
        before, self._record = self._record, found
        for name, row in self._rows.items():
            if row.field.is_key:
                continue
            untouched = before is not None and row.text == before.texts.get(name, "")
            if found is not None:
                row.text = found.texts.get(name, "")
            elif untouched:
                row.text = ""
            hidden = found is not None and name in found.hidden
            row.say(hint=label("entry_hidden", self._form.lang) if hidden else "")
        self._say(label("entry_found", self._form.lang, key=found.key) if found else "")

    def _save(self) -> None:
        values = self._values
        findings = self._form.check(values, self._now(), self._record)
        for name, row in self._rows.items():
            row.say(found for found in findings if found.column == name)
        errors = [found for found in findings if found.is_error]
        if errors:
            optional = {name for name, row in self._rows.items() if not _is_first(row.field)}
            if any(error.column in optional for error in errors):
                self._more.selected_index = 0
            said = label("entry_errors", self._form.lang, count=len(errors))
            beside = [error.text for error in errors if error.column not in self._rows]
            self._say(" ".join([said, *beside]), "error")
            return
        stored = self._form.store(values, self._now(), self._record)
        self._clear()
        warnings = [found.text for found in findings]
        self._say(stored.text(self._form.lang), "done", warnings)

    def _clear(self) -> None:
        """Make the form ready for the next record."""
        self._record = None
        for name, row in self._rows.items():
            row.text = self._form.defaults.get(name, "")
            row.say()
        self._say("")

    def _guarded(self, act: Callable[[], None]) -> None:
        """Say what is refused in the form; a traceback in a log helps nobody."""
        try:
            act()
        except SalesnbError as error:
            self._say(error.text(self._form.lang), "error")

    def _say(self, text: str, severity: str = "", more: Iterable[str] = ()) -> None:
        lines = [_coloured(text, severity), *(_coloured(each, "warning") for each in more)]
        self._status.value = "".join(lines) if text else ""


def _is_first(field: Field) -> bool:
    return field.is_key or field.is_required or field.is_recommended


def _lines(rows: Iterable[_Row]) -> ipywidgets.VBox:
    return ipywidgets.VBox([row.line for row in rows])


def _input_of(field: Field) -> Any:
    layout = {"width": "300px"}
    if field.words and field.is_closed:
        return ipywidgets.Dropdown(options=["", *field.words], layout=layout)
    if field.words:
        return ipywidgets.Combobox(
            options=field.words, ensure_option=False, continuous_update=False, layout=layout
        )
    if field.kind == "date":
        return ipywidgets.DatePicker(layout=layout)
    if field.name in LONG_TEXTS:
        return ipywidgets.Textarea(rows=2, layout=layout)
    hint = "" if field.kind == "text" else field.how
    if field.is_recommended or (field.is_key and not field.is_required):
        hint = field.need
    return ipywidgets.Text(placeholder=hint, continuous_update=False, layout=layout)


def _coloured(text: str, severity: str = "") -> str:
    return f'<div style="color:{_COLOURS[severity]};line-height:1.4">{escape(text)}</div>'
