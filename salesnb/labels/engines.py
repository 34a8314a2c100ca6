"""Words of the databases in which facts and metrics may be computed."""

from salesnb.labels.entries import Entries

ENGINES: Entries = {
    "err_engine_extra": (
        "使用 {engine} 需要另装 Python 包：pip install 'salesnb[{extra}]'",
        "{engine} needs a further Python package: pip install 'salesnb[{extra}]'",
    ),
    "err_engine_unreached": (
        "无法连接 {engine}：{told}。请检查 params/store.yml 中的地址和端口、网络，以及数据库是否在运行。",
        "{engine} cannot be reached: {told}. Look at address and port in params/store.yml, at the "
        "network, and whether the database is running.",
    ),
    "err_engine_login": (
        "{engine} 拒绝登录：{told}。请检查 params/store.yml 中的用户名和密码；密码放在环境变量 SALESNB_STORE_PASSWORD "
        "或 ~/.pgpass 中，不写入 params。",
        "{engine} refuses the login: {told}. Check the user in params/store.yml and the password, "
        "which stands in SALESNB_STORE_PASSWORD or ~/.pgpass and not in params.",
    ),
    "err_engine_database": (
        "{engine} 中没有这个数据库：{told}。请更正 params/store.yml 中的 dbname，或请管理员建库。",
        "{engine} has no such database: {told}. Correct dbname in params/store.yml, or have it made.",
    ),
    "err_engine_table": (
        "{engine} 中没有这张表：{told}。如果表由 salesnb 装载，请运行：salesnb load；如果是公司自己的表，请更正 params/store.yml。",
        "{engine} has no such table: {told}. If salesnb loads the tables, run: salesnb load. If they "
        "are the company's own, correct params/store.yml.",
    ),
    "err_engine_column": (
        "{engine} 中没有这一列：{told}。请更正 params/store.yml；如果表由 salesnb 装载，请重新运行：salesnb load",
        "{engine} has no such column: {told}. Correct params/store.yml; if salesnb loads the tables, "
        "run again: salesnb load",
    ),
    "err_engine_right": (
        "{engine} 的用户没有所需的权限：{told}。请管理员授权：读取这些表，以及建临时表（TEMPORARY）。",
        "The user of {engine} lacks a right: {told}. Have it granted: to read the tables, and to make "
        "temporary ones (TEMPORARY).",
    ),
    "err_engine_type": (
        "{engine} 中的值与列的类型不符：{told}。请在 params/store.yml 中为这一列写上转换，例如 cast(amount as numeric)。",
        "A value in {engine} is not of the column's type: {told}. Write in params/store.yml how the "
        "column is converted, e.g. cast(amount as numeric).",
    ),
    "err_engine_full": (
        "{engine} 的内存、磁盘或连接数不够：{told}。请稍后再试，或请管理员放宽限制。",
        "{engine} lacks memory, disk or connections: {told}. Try later, or have its limits raised.",
    ),
    "err_engine_cancelled": (
        "{engine} 中止了查询：{told}。请重新运行；如果是超时，请请管理员放宽 statement_timeout。",
        "{engine} cancelled the query: {told}. Run it again; if it took too long, have "
        "statement_timeout raised.",
    ),
    "err_engine_lost": (
        "与 {engine} 的连接断开：{told}。没有写入任何内容，请重新运行。",
        "The connection to {engine} was lost: {told}. Nothing was written; run it again.",
    ),
    "err_engine_failed": (
        "{engine} 无法完成查询：{told}",
        "{engine} could not carry out a query: {told}",
    ),
    "err_engine_old": (
        "{engine} 的版本是 {version}，太旧：salesnb 需要 {least} 或更新的版本。请升级数据库，或改用 engine: duckdb。",
        "{engine} is of version {version}, which is too old: salesnb needs {least} or newer. Upgrade "
        "it, or use engine: duckdb.",
    ),
    "err_engine_java": (
        "Spark 需要 Java {least} 或更新的版本：{told}。在 Debian 上：apt-get install default-jre-headless",
        "Spark needs Java {least} or newer: {told}. On Debian: apt-get install default-jre-headless",
    ),
    "params_store_password": (
        "密码不写在 params 中；请放进环境变量 {name} 或 ~/.pgpass",
        "a password does not stand in params; put it into {name} or ~/.pgpass",
    ),
    "params_store_dsn": (
        "engine: postgres 需要 postgres.dsn，例如 host=db.example.com dbname=sales user=salesnb",
        "engine: postgres needs postgres.dsn, e.g. host=db.example.com dbname=sales user=salesnb",
    ),
    "params_store_tables": (
        "tables 只用于 engine: postgres 或 spark；DuckDB 的数据用 salesnb import 导入",
        "tables are for engine: postgres or spark; what DuckDB holds comes by salesnb import",
    ),
    "err_mapped_key": (
        "{table} 中没有列 {column}，而它是主键。请在 columns 中写上对应的列，例如 {column}: id",
        "{table} has no column {column}, which names a row. Write under columns which one does, "
        "e.g. {column}: id",
    ),
    "err_mapped_type": (
        "{table} 的 {theirs} 是 {held}，而 {column} 需要 {wanted}。请写上转换，例如 {column}: cast({theirs} as {type})",
        "{theirs} of {table} is {held}, and {column} has to be {wanted}. Write how it is converted, "
        "e.g. {column}: cast({theirs} as {type})",
    ),
    "err_engine_behind": (
        "数据库中装载的快照是 {loaded}，最新的是 {newest}。请运行：salesnb load",
        "The database holds the snapshot {loaded}, and the newest one is {newest}. Run: salesnb load",
    ),
    "err_store_mapped": (
        "这个工作区读取公司数据库中的表（params/store.yml），从不写入，也没有本地数据。请在原来的系统中修改数据；"
        "如果要导入表格，请用 salesnb init 另建一个工作区。",
        "This workspace reads the company's own tables (params/store.yml) and never writes them; "
        "there is no data here. Change them where they are kept, or make another workspace for "
        "spreadsheets: salesnb init",
    ),
    "err_load_none": (
        "数据在本机计算（params/store.yml 中 engine: duckdb），没有要装载的数据库。",
        "Figures are computed on this machine (engine: duckdb in params/store.yml); there is no "
        "database to load.",
    ),
    "err_not_loaded": (
        "数据已存为第 {number} 次快照，但没有装载到数据库：{said} 之后请运行：salesnb load",
        "The data are stored as snapshot {number}, but not loaded into the database: {said} Then "
        "run: salesnb load",
    ),
    "cli_loaded": (
        "已装载第 {number} 次快照到 {engine}：{tables} 张表，{rows} 行（含历史版本）。",
        "Loaded snapshot {number} into {engine}: {tables} tables, {rows} rows with all versions.",
    ),
    "err_engine_foreign": (
        "{engine} 中的表是另一个工作区装载的，没有改动。请在 params/store.yml 中换一个 schema 或文件夹；"
        "如果这是恢复后的同一个工作区，请运行：salesnb load --only",
        "The tables in {engine} were loaded by another workspace; nothing was changed. Name another "
        "schema or folder in params/store.yml. If this is the same one, restored, run: "
        "salesnb load --only",
    ),
    "err_engine_sealed": (
        "数据库中装载的联系人用密钥 {loaded} 加密，本机的数据用密钥 {own}。请运行：salesnb load --only",
        "The contacts that were loaded are encrypted with the key {loaded}, the data here with {own}. "
        "Run: salesnb load --only",
    ),
    "err_not_loaded_again": (
        "本机已经完成，但数据库中还是之前的内容：{said} 之后请运行：salesnb load --only",
        "What was asked is done here, but the database still holds what was there before: {said} "
        "Then run: salesnb load --only",
    ),
    "err_lake_unwritten": (
        "无法写入 Spark 的文件夹 {folder}：{told}。之前装载的内容没有改动。请检查磁盘空间和权限。",
        "The folder of Spark {folder} cannot be written: {told}. What it held before it still holds. "
        "Look at free space and rights.",
    ),
}
