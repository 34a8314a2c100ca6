"""Deliver what a run made: queue, send, tell the operator, write it down with the run."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path

from filelock import FileLock, Timeout

from salesnb.delivery.alerts import AlertNews
from salesnb.delivery.ledger import Item, Ledger, Row
from salesnb.delivery.notice import ASSIGNMENT, assignment_items
from salesnb.delivery.operator import tell_operator
from salesnb.delivery.people import Directory, Skipped
from salesnb.delivery.plan import delivery_of, item_of, plan_delivery
from salesnb.delivery.secrets import Secrets
from salesnb.delivery.send import Pace, Post, Sent
from salesnb.delivery.ways import carrier_of
from salesnb.delivery.writing import Writer
from salesnb.errors import BusyError
from salesnb.labels import Sentence, say
from salesnb.runs.manifest import add_deliveries
from salesnb.runs.plan import RunPlan
from salesnb.runs.state import RunState
from salesnb.settings.addresses import domain_of
from salesnb.settings.delivery import Delivery
from salesnb.workspace import Workspace

_NOWHERE = "salesnb.invalid"  # of numbers of messages where no sender is named
Clock = Callable[[], datetime]
OnStep = Callable[[Sent], None]


@dataclass(frozen=True)
class Delivered:
    """How a delivery ended.

    Attributes
    ----------
    fresh : rows that were queued.
    sent : what became of each message.
    skipped : who does not get a report, and why.
    operator : why the operator could not be told by mail; None = told, or nothing to tell.
    """

    fresh: int
    sent: tuple[Sent, ...]
    skipped: tuple[Skipped, ...] = ()
    operator: Sentence | None = None

    @property
    def counts(self) -> Counter[str]:
        """Messages by fate."""
        return Counter(each.fate for each in self.sent)

    @property
    def is_good(self) -> bool:
        """Whether everything that was to be sent was sent."""
        return not _failures(self.sent, self.skipped)


def deliver_run(
    workspace: Workspace,
    plan: RunPlan,
    *,
    secrets: Secrets,
    clock: Clock,
    troubles: Sequence[str] = (),
    on_step: OnStep = lambda sent: None,
    wait_minutes: int = 60,
) -> Delivered:
    """Send the reports of a run to whom they are for, and what still waits of the job.

    Parameters
    ----------
    clock : the time, aware.
    troubles : what else went wrong in the run; the operator is told of it, too.
    wait_minutes : how long to wait while another delivery is at work.
    """
    delivery = plan.job.delivery
    directory = Directory.of(workspace)
    ledger = Ledger(workspace.state)
    with only_sender(workspace, wait_minutes):
        planned = plan_delivery(workspace, plan, directory)
        writer = Writer(workspace, directory, ledger, delivery)
        items = [item_of(due, plan.name, workspace.reports / due.path) for due in planned.due]
        items = [replace(item, told=writer.brief(item).record) for item in items]
        fresh = _enqueue(workspace, ledger, items, delivery, clock)
        skipped = list(planned.skipped)
        if delivery is not None and delivery.alerts:
            news = AlertNews(workspace, directory, workspace.state)
            now = workspace.local_time(clock())
            told, left = news.queue(plan.name, plan.day, delivery, now, sender_domain(workspace))
            fresh, skipped = fresh + len(told), skipped + left
        sent = _send(workspace, ledger, directory, plan.name, delivery, secrets, clock, on_step)
        if workspace.settings.delivery.assignments:  # news that still waits
            sent += _send(workspace, ledger, directory, ASSIGNMENT, None, secrets, clock, on_step)
    done = Delivered(fresh, tuple(sent), tuple(skipped))
    faults = [*troubles, *_failures(sent, skipped)]
    if faults:
        subject = say("operator_subject", job=plan.name, day=plan.day, n=len(faults))
        done = replace(done, operator=tell_operator(workspace, secrets, subject, faults, clock))
    _write_down(workspace, plan, ledger)
    return done


def deliver_notices(
    workspace: Workspace,
    owners: Iterable[tuple[str, str]] = (),
    *,
    secrets: Secrets,
    clock: Clock,
    on_step: OnStep = lambda sent: None,
) -> Delivered:
    """Tell new owners which leads are theirs now, and send what still waits of such news.

    Parameters
    ----------
    owners : pairs of lead and new owner.
    """
    ledger, directory = Ledger(workspace.state), Directory.of(workspace)
    now = workspace.local_time(clock())
    pairs = list(owners)
    items = assignment_items(pairs, directory, workspace.settings, now)
    fresh = _enqueue(workspace, ledger, items, None, clock)
    reached = {item.facts["owner"] for item in items}
    skipped = tuple(
        Skipped(owner, say("deliver_not_told"))
        for owner in dict.fromkeys(owner for _, owner in pairs)
        if owner not in reached and workspace.settings.delivery.assignments
    )
    with only_sender(workspace, 1):
        sent = _send(workspace, ledger, directory, ASSIGNMENT, None, secrets, clock, on_step)
    done = Delivered(fresh, tuple(sent), skipped)
    if told := _failures(sent, skipped):
        subject = say("operator_subject", job=ASSIGNMENT, day=now.date(), n=len(told))
        done = replace(done, operator=tell_operator(workspace, secrets, subject, told, clock))
    return done


@contextmanager
def only_sender(workspace: Workspace, wait_minutes: float) -> Iterator[None]:
    """Hold the lock of the one who sends; a killed one holds nothing.

    Raises
    ------
    BusyError
        Another delivery is at work. What was queued waits in the ledger.
    """
    folder = workspace.root / "data"
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "send.lock", timeout=60 * wait_minutes)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(say("err_sending")) from None
    try:
        yield
    finally:
        lock.release()


def _enqueue(
    workspace: Workspace,
    ledger: Ledger,
    items: Sequence[Item],
    delivery: Delivery | None,
    clock: Clock,
) -> int:
    digest = delivery is None or delivery.digest
    at = workspace.local_time(clock())
    return ledger.enqueue(items, at, sender_domain(workspace), digest=digest)


def sender_domain(workspace: Workspace) -> str:
    """Return the domain from which messages are numbered."""
    sender = parseaddr(workspace.settings.delivery.smtp.sender)[1]
    return domain_of(sender) or _NOWHERE


def _send(
    workspace: Workspace,
    ledger: Ledger,
    directory: Directory,
    job: str,
    delivery: Delivery | None,
    secrets: Secrets,
    clock: Clock,
    on_step: OnStep,
) -> list[Sent]:
    given = delivery_of(workspace.settings, delivery)
    pace = Pace(given.retries, given.retry_seconds, given.per_minute, given.give_up_days)
    post = Post(
        ledger,
        Writer(workspace, directory, ledger, delivery),
        lambda way: carrier_of(way, workspace, secrets, clock),
        pace,
        lang=workspace.settings.workspace.lang,
        clock=lambda: workspace.local_time(clock()),
        scrubbed=secrets.scrubbed,
    )
    return post.send(ledger.letters(job), on_step)


def _failures(sent: Iterable[Sent], skipped: Iterable[Skipped]) -> list[Sentence]:
    """Return what the operator has to know."""
    found = [
        say("deliver_skipped", name=each.name, said=each.said)
        for each in skipped
        if each.is_failure
    ]
    return found + [
        say(
            f"deliver_is_{each.fate}",
            name=each.letter.recipient,
            way=say(f"deliver_way_{each.letter.way}"),
            said=each.said,
        )
        for each in sent
        if each.fate != "confirmed"
    ]


def _write_down(workspace: Workspace, plan: RunPlan, ledger: Ledger) -> Path | None:
    """Add what became of the deliveries of a job's day to its run."""
    run = RunState(workspace.state).last(plan.name, plan.day)
    if run is None:
        return None
    rows = ledger.rows("job = ? and day = ?", [plan.name, plan.day.isoformat()])
    return add_deliveries(workspace, run.id, [record_of(row) for row in rows])


def record_of(row: Row) -> dict[str, object]:
    """Return a row as manifests and `salesnb deliveries --format json` show it."""
    names = (
        "id", "job", "day", "period", "scope", "notebook", "lang", "recipient", "way", "kind",
        "state", "edition", "attempts", "queued_at", "sent_at", "confirmed_at", "error", "answer",
        "message", "content",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
