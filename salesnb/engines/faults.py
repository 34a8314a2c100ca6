"""What a database refuses, as one sentence with what to do."""

import re
from typing import TYPE_CHECKING

from salesnb.errors import EngineError
from salesnb.labels import say

if TYPE_CHECKING:
    import psycopg

# By SQLSTATE or its first two characters (PostgreSQL, appendix A; Spark uses the same).
_BY_STATE = {
    "28": "err_engine_login",
    "3D": "err_engine_database",
    "42P01": "err_engine_table",
    "42703": "err_engine_column",
    "42501": "err_engine_right",
    "22P02": "err_engine_type",
    "22007": "err_engine_type",
    "22008": "err_engine_type",
    "22018": "err_engine_type",
    "42804": "err_engine_type",
    "42846": "err_engine_type",
    "42883": "err_engine_type",
    "42K09": "err_engine_type",
    "53": "err_engine_full",
    "57014": "err_engine_cancelled",
    "08": "err_engine_lost",
    "57": "err_engine_lost",
}
_LOGIN = re.compile(r"password|authentication|no pg_hba|role .* does not exist", re.IGNORECASE)
# `invalid input syntax for type numeric: "12元"`, `The value '12元' of the type "STRING" cannot`
_VALUE = re.compile(r""": ".*"|(?<=value) '.*?(?='? of the type)""")
_DATABASE = re.compile(r'database ".*" does not exist')


def too_old(engine: str, version: str, least: str) -> EngineError:
    """Return the error that an engine is older than what salesnb needs."""
    return EngineError(say("err_engine_old", engine=engine, version=version, least=least))


def no_java(least: str, told: str) -> EngineError:
    """Return the error that Spark finds no Java that it could run in."""
    return EngineError(say("err_engine_java", least=least, told=" ".join(told.split())))


def unreached(engine: str, told: str) -> EngineError:
    """Return the error that nobody answers at an engine's address."""
    return EngineError(say("err_engine_unreached", engine=engine, told=told))


def missing_library(engine: str, extra: str) -> EngineError:
    """Return the error that the Python package of an engine is not installed."""
    return EngineError(say("err_engine_extra", engine=engine, extra=extra))


def postgres_fault(error: "psycopg.Error") -> EngineError:
    """Return what PostgreSQL says, as a sentence; a login that failed has no state of its own."""
    import psycopg

    # Nothing but the first line: what follows it may show rows.
    told = _without_values(error.diag.message_primary or str(error).split("\n")[0])
    if error.sqlstate is None and isinstance(error, psycopg.DataError):
        return unread_value("PostgreSQL", told)
    if error.sqlstate is None:
        kind = "err_engine_unreached"
        if _LOGIN.search(told):
            kind = "err_engine_login"
        elif _DATABASE.search(told):
            kind = "err_engine_database"
        told = " ".join(str(error).split())
        return EngineError(say(kind, engine="PostgreSQL", told=told.rstrip(".?")))
    return EngineError(say(_kind(error.sqlstate), engine="PostgreSQL", told=told))


def spark_fault(state: str | None, told: str) -> EngineError:
    """Return what Spark says, as a sentence."""
    first = _without_values(
        " ".join(told.split("\n\n")[0].split(" SQLSTATE")[0].split("\n\tat ")[0].split())
    )
    return EngineError(say(_kind(state or ""), engine="Spark", told=first))


def _without_values(told: str) -> str:
    """Leave out values that a database repeats: they may be of rows that the reader may not see."""
    return _VALUE.sub(": ***", told).rstrip(".")


def unread_value(engine: str, told: str) -> EngineError:
    """Return the error that a value of the database is none that can be told here."""
    return EngineError(say("err_engine_type", engine=engine, told=_without_values(told)))


def _kind(state: str) -> str:
    return _BY_STATE.get(state) or _BY_STATE.get(state[:2], "err_engine_failed")
