"""What stands in for the names in examples: files, people, leads and customers of the demo company."""

import shutil
from collections.abc import Callable
from pathlib import Path

import salesnb
from salesnb.workbench import Workbench
from salesnb.workspace import Workspace

CUSTOMERS = """Customer_ID,Customer_Name,Industry,Region,Cooperation_Start
C1,Ash Ltd,Retail,East,2026-03-02
C2,,Retail,East,2026-03-03
C3,Elm Ltd,Energy,North,2026-04-07
C4,Oak Ltd,Energy,North,03/04/2026
"""
ORDERS = """Order_ID,Customer_ID,Amount,Order_Date,Sales_Rep
O1,C1,12000,2026-05-04,Ann
O2,C2,9000,2026-05-05,Ann
O3,C3,to be agreed,2026-05-06,Ann
"""


class StandIns:
    """Puts what the demo company has in the place of the made-up names of a document."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._made: dict[str, Callable[[], str]] = {
            "NAME": self._manager,
            "Ann": self._manager,
            "Grace Lee": self._manager,
            "KEY": self._alert,
            "L20261031": self._pool_lead,
            "CL2024001": self._customer,
            "202405001-展会": self._lead,
            "FILE.zip": self._backup,
            "SNAPSHOT": self._snapshot,
            "company,team": lambda: "company",
            "team,rep": lambda: "company",
            "team": lambda: "department",
            "/mnt/usb/salesnb": lambda: str(self._workspace.root.parent / "usb"),
            "OLD.xlsx": self._old_report,
            "customers.csv": lambda: self._file("customers.csv", CUSTOMERS),
            "customers.xlsx": lambda: self._sheet("customers.xlsx", "02_"),
            "orders.csv": lambda: self._file("orders.csv", ORDERS),
            "products.xlsx": lambda: self._sheet("products.xlsx", "01_"),
            "inbox": self._inbox,
        }

    def put(self, words: list[str]) -> list[str]:
        """Return a command's words with what they stand for in this workspace."""
        return [self._made[word]() if word in self._made else word for word in words]

    def _open(self, **look: object) -> Workbench:
        return salesnb.open(self._workspace.root, **look)

    def _manager(self) -> str:
        staff = self._open().sql(
            "select name from staff where team = 'East 1' and role = 'manager'"
        )
        return str(staff["name"].iloc[0])

    def _alert(self) -> str:
        return str(self._open(viewer=self._manager(), period="2026-10").alerts()["key"].iloc[0])

    def _pool_lead(self) -> str:
        return str(self._open(scope="team:East 1").pool().query("may_pick")["lead_id"].iloc[0])

    def _customer(self) -> str:
        return str(self._open().table("customers")["customer_id"].iloc[0])

    def _lead(self) -> str:
        return str(self._open().table("leads")["lead_id"].iloc[0])

    def _backup(self) -> str:
        return str(max((self._workspace.root / "backups").glob("*.zip")))

    def _snapshot(self) -> str:
        return max((self._workspace.root / "data" / "store").glob("*.duckdb")).stem

    def _file(self, name: str, text: str) -> str:
        Path(name).write_text(text, "utf-8")
        return name

    def _sheet(self, name: str, of: str) -> str:
        found = next((self._workspace.root / "spreadsheets").glob(f"{of}*"))
        return str(shutil.copy(found, name))

    def _inbox(self) -> str:
        Path("inbox").mkdir(exist_ok=True)
        self._sheet("inbox/plans.xlsx", "07_")
        return "inbox"

    def _old_report(self) -> str:

        sales = self._open(period="2026-10").metrics(["sales", "new_leads"], by="rep")
        wide = sales.pivot(index="rep", columns="metric", values="value").reset_index()
        wide.columns = ["Rep", "New leads", "Sales"]
        wide.to_excel("OLD.xlsx", sheet_name="2026-10", index=False)
        return "OLD.xlsx"
