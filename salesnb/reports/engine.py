"""papermill's engine with three things more: watched kernels, optional cells, a limit of output."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from papermill.utils import remove_args
from traitlets import Any as AnyTrait
from traitlets import Unicode

from salesnb.figures import notice
from salesnb.labels import label
from salesnb.reports.outcome import FailedCell

ENGINE = "salesnb"
OPTIONAL = "optional"

_MOST_PRINTED = 100_000  # characters of a cell
_IOPUB_SECONDS = 120
_FAILED = "salesnb_failed"
_TOLERATED = "raises-exception"


class ReportClient(PapermillNotebookClient):  # type: ignore[misc]
    """Executes the cells of one report.

    Attributes
    ----------
    watched : the Watch that is told of the kernel.
    lang : of the remarks that stand in the place of a section.
    """

    watched = AnyTrait()
    lang = Unicode("en")

    def papermill_execute_cells(self) -> None:
        """Execute the cells while the kernel is under watch."""
        self._printed: dict[int, int] = {}
        started = self.km.provisioner
        self.watched.kernel_started(
            getattr(started, "pid", None), getattr(started, "warm_since", None)
        )
        try:
            super().papermill_execute_cells()
        finally:
            self.watched.kernel_gone()

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        """Execute a cell; of an optional one that fails, leave a remark in its place."""
        if OPTIONAL not in cell.metadata.get("tags", ()):
            return super().execute_cell(cell, cell_index, **options)
        with _tolerated(cell):
            super().execute_cell(cell, cell_index, **options)
        errors = [out for out in cell.get("outputs", ()) if out.output_type == "error"]
        if errors:
            cell.outputs = [_placeholder(errors[0], cell.execution_count, self.lang)]
        return cell

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Take an output, but not more text of a cell than anybody would read."""
        if msg["msg_type"] != "stream":
            return super().output(outs, msg, display_id, cell_index)
        before = self._printed.get(cell_index, 0)
        text = msg["content"]["text"]
        self._printed[cell_index] = before + len(text)
        if before > _MOST_PRINTED:
            return None
        if before + len(text) > _MOST_PRINTED:
            cut = text[: _MOST_PRINTED - before] + "\n" + label("output_cut", self.lang)
            msg["content"]["text"] = cut
        return super().output(outs, msg, display_id, cell_index)


class ReportEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine with the client above."""

    @classmethod
    def execute_managed_notebook(  # type: ignore[no-untyped-def]
        cls, nb_man, kernel_name, start_timeout=60, **kwargs
    ):
        """Execute the notebook that papermill manages."""
        unused = ("input_path", "log_output", "stdout_file", "stderr_file", "execution_timeout")
        options = remove_args(list(unused), **kwargs)
        return ReportClient(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            iopub_timeout=_IOPUB_SECONDS,
            log=logger,
            **options,
        ).execute()


papermill_engines.register(ENGINE, ReportEngine)


def failed_sections(notebook: NotebookNode) -> tuple[FailedCell, ...]:
    """Return the optional cells in whose place an executed notebook has a remark."""
    return tuple(
        FailedCell(**output.metadata[_FAILED])
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if _FAILED in output.get("metadata", ())
    )


@contextmanager
def _tolerated(cell: NotebookNode) -> Iterator[None]:
    """Let the kernel go on after an error of this cell, as nbclient's own tag says it."""
    tags = cell.metadata["tags"]
    cell.metadata["tags"] = [*tags, _TOLERATED]
    try:
        yield
    finally:
        cell.metadata["tags"] = tags


def _placeholder(error: NotebookNode, number: int | None, lang: str) -> NotebookNode:
    shown = notice(label("section_failed", lang))
    said = f"{error.ename}: {error.evalue}" if error.evalue else error.ename
    told = {"cell": number, "error": said, "traceback": "\n".join(error.traceback)}
    return new_output("display_data", data=shown._repr_mimebundle_(), metadata={_FAILED: told})
