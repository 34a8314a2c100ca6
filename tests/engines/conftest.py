"""Real engines for tests: PostgreSQL on loopback, Spark in this process."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from salesnb.engines import Connection
from salesnb.settings.store import StoreSettings

_BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
# Small tables: one part of each is read by one core at once.
SPARK_CONFIG = {
    "spark.driver.memory": "2g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
}


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """A PostgreSQL server of this test run, with the superuser `boss` and an empty database."""
    binaries = _binaries()
    if binaries is None:
        _skip("PostgreSQL is not installed here; on Debian: make system")
    folder = Path(tempfile.mkdtemp(prefix="salesnb-pg-"))
    folder.chmod(0o755)
    cluster, port = folder / "cluster", _free_port()
    # PostgreSQL refuses to run as root.
    user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, **user)

    def run(program: str, *words: str) -> None:
        command = [str(binaries / program), "-D", str(cluster), *words]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=120, **user)

    run("initdb", "-A", "trust", "-U", "boss", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"host=127.0.0.1 port={port} user=boss dbname=postgres"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """How the server is reached by a workspace whose tables are loaded into it."""
    params = StoreSettings.model_validate({"engine": "postgres", "postgres": {"dsn": postgres_dsn}})
    return Connection(params, tmp_path_factory.mktemp("postgres"))


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    """How Spark in this process is reached."""
    if shutil.which("java") is None:
        _skip("Java is not installed here, which Spark needs; on Debian: make system")
    told = {"master": "local[2]", "config": SPARK_CONFIG}
    params = StoreSettings.model_validate({"engine": "spark", "spark": told})
    return Connection(params, tmp_path_factory.mktemp("spark"))


def apart(reached: Connection, folder: Path) -> Connection:
    """Return the same engine with a place of its own for what is loaded into it."""
    name = f"t{uuid4().hex[:12]}"
    own = reached.params.postgres.model_copy(update={"schema_name": name})
    spark = reached.params.spark.model_copy(update={"folder": str(folder / name)})
    params = reached.params.model_copy(update={"postgres": own, "spark": spark})
    return Connection(params, reached.root, reached.password)


def _binaries() -> Path | None:
    for pattern in _BINARIES:
        found = sorted(Path("/").glob(pattern.removeprefix("/")))
        if found:
            return found[-1]
    named = shutil.which("initdb")
    return Path(named).parent if named else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _skip(reason: str) -> None:
    """Skip, but where engines have to be there."""
    if os.environ.get("SALESNB_REQUIRE_ENGINES"):
        pytest.fail(reason)
    pytest.skip(reason)
