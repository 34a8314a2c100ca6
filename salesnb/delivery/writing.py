"""From rows of the ledger to the message that goes out, as things stand when it does."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from salesnb.delivery.alerts import AlertNews
from salesnb.delivery.brief import Brief, brief_of, read_brief
from salesnb.delivery.content import content_hash
from salesnb.delivery.errors import TemporaryDeliveryError
from salesnb.delivery.ledger import Item, Ledger, Letter, Row, State
from salesnb.delivery.message import Message, compose
from salesnb.delivery.notice import read_leads, still_theirs, write_notice
from salesnb.delivery.people import Directory, Recipient
from salesnb.labels import Sentence, say
from salesnb.scopes import Scope
from salesnb.settings.delivery import Delivery
from salesnb.workspace import Workspace

_MB = 1_000_000


@dataclass(frozen=True)
class Outdated:
    """A row that is not sent any more, and why."""

    row: Row
    state: State
    said: Sentence


class Writer:
    """Writes the messages of a job.

    Parameters
    ----------
    delivery : of the job; None = of news that are no reports.
    news : of alerts; None = as the workspace's state has them.
    """

    def __init__(
        self,
        workspace: Workspace,
        directory: Directory,
        ledger: Ledger,
        delivery: Delivery | None,
        news: AlertNews | None = None,
    ) -> None:
        self._workspace, self._directory, self._ledger = workspace, directory, ledger
        self._delivery = delivery
        self._news = news or AlertNews(workspace, directory, workspace.state)

    def sift(self, letter: Letter) -> tuple[Letter, list[Outdated]]:
        """Return the letter with what still holds, and what does not.

        A report that was made again is another one, and whoever has lost the right gets nothing.
        """
        good, outdated = [], []
        for row in letter.rows:
            if not self._may_get(row):
                outdated.append(Outdated(row, "withdrawn", say("deliver_withdrawn")))
            elif row.page and not self._is_same(row):
                outdated.append(Outdated(row, "superseded", say("deliver_superseded")))
            elif row.kind == "alerts":
                if self._news.holds(row):
                    good.append(row)
                else:
                    outdated.append(self._no_longer(row))
            elif not row.page and still_theirs(row.facts, self._leads).empty:
                outdated.append(Outdated(row, "superseded", say("deliver_reassigned")))
            else:
                good.append(row)
        return replace(letter, rows=tuple(good)), outdated

    def write(self, letter: Letter) -> tuple[Message, Recipient]:
        """Return the message of a sifted letter, and to whom it goes."""
        recipient = self._recipient(letter)
        if letter.rows[0].kind == "alerts":
            return self._news.message(letter), recipient
        if not letter.rows[0].page:
            return write_notice(letter, self._leads), recipient
        delivery = self._delivery
        message = compose(
            [self.brief(row) for row in letter.rows],
            recipient,
            letter.rows[0].lang,
            correction=self._sent_before(letter),
            attach=delivery.attach if delivery else "link",
            most_bytes=int(delivery.size_mb * _MB) if delivery else 0,
        )
        return message, recipient

    def brief(self, item: Item) -> Brief:
        """Return the short form of a report."""
        own = self._delivery.link_base if self._delivery else None
        base = self._workspace.settings.delivery.link_base if own is None else own
        reports = self._workspace.reports
        return read_brief(reports / item.page, reports=reports, base_url=base)

    @cached_property
    def _leads(self) -> pd.DataFrame:
        return read_leads(self._workspace)

    def _may_get(self, row: Row) -> bool:
        known = self._directory.organisation.names("rep")
        if row.way in ("mail", "folder") and row.recipient not in known:
            return False
        scope, viewer = Scope.parse(row.scope), row.viewer or None
        if not self._directory.may_get(row.way, row.recipient, scope, viewer):
            return False
        # A report holds what the right of then covered; names that were not masked then are not now.
        right = self._directory.organisation.right(viewer)
        return not row.page or row.widest == right or (viewer is None and not row.widest)

    def _no_longer(self, row: Row) -> Outdated:
        if self._news.is_settled(row):
            return Outdated(row, "superseded", say("deliver_settled"))
        return Outdated(row, "withdrawn", say("deliver_withdrawn"))

    def _is_same(self, row: Row) -> bool:
        page = self._workspace.reports / row.page
        return page.is_file() and content_hash(page) == row.content

    def _recipient(self, letter: Letter) -> Recipient:
        if letter.way not in ("mail", "folder"):
            return self._directory.group(letter.recipient)
        recipient = self._directory.recipient(letter.recipient)
        if letter.way == "mail" and (said := self._directory.fault(recipient.email)):
            raise TemporaryDeliveryError(said)  # it may be mended in params or in the sheet
        return recipient

    def _sent_before(self, letter: Letter) -> list[Brief]:
        """Return what was sent of the reports that are corrected."""
        found = []
        for row in letter.rows:
            before = self._ledger.received(row) if row.kind == "correction" else None
            if before is not None and before.told:
                found.append(brief_of(before.told, self._workspace.reports / row.page))
        return found
