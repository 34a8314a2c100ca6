"""What people type, and what it is read as: the table of cases (R1.4).

A value is written as text; a pair is a refusal: the rule, and what is suggested.
"""

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from salesnb.loaders.sheets.headers import read_header
from salesnb.loaders.values.budgets import budget_range
from salesnb.loaders.values.failure import Failure
from salesnb.loaders.values.parse import ColumnParser
from salesnb.settings import Settings
from salesnb.tables import TABLES, Column

Read = str | tuple[str, str]

DATES: dict[str, Read] = {
    "2024/3/5": "2024-03-05",
    "2024/03/05": "2024-03-05",
    "2024-3-5": "2024-03-05",
    "2024.3.5": "2024-03-05",
    "2024. 3. 5.": "2024-03-05",
    "2024 / 3 / 5": "2024-03-05",
    "2024 3 5": "2024-03-05",
    "2024、3、5": "2024-03-05",
    "2024，3，5": "2024-03-05",
    "2024\\3\\5": "2024-03-05",
    "2024—3—5": "2024-03-05",
    "2024年3月5日": "2024-03-05",
    "2024年3月5": "2024-03-05",
    "2024年03月05号": "2024-03-05",
    "2024 年 3 月 5 日": "2024-03-05",
    "24年3月5日": "2024-03-05",
    "二〇二四年三月五日": "2024-03-05",
    "二零二四年十二月三十一日": "2024-12-31",
    "２０２４／３／５": "2024-03-05",
    "20240305": "2024-03-05",
    "45356": "2024-03-05",
    "45356.0": "2024-03-05",
    "45356.75": "2024-03-05",
    "2024-03-05 00:00:00": "2024-03-05",
    "2024-03-05 23:59": "2024-03-05",
    "2024-03-05（周二）": "2024-03-05",
    "2024年3月5日 星期二": "2024-03-05",
    "5 Mar 2024": "2024-03-05",
    "5-Mar-2024": "2024-03-05",
    "Mar 5 2024": "2024-03-05",
    "March 5th, 2024": "2024-03-05",
    "2024-02-29": "2024-02-29",
    "2023-02-29": ("no_such_day", "2023-02-28"),
    "2024-02-30": ("no_such_day", "2024-02-29"),
    "20240431": ("no_such_day", "2024-04-30"),
    "2024-13-01": ("not_date", "2024-01-13"),
    "20241301": ("not_date", "2024-01-13"),
    "2024-00-05": ("not_date", ""),
    "03/04/2024": ("ambiguous_date", "2024-03-04 / 2024-04-03"),
    "05-03-2024": ("ambiguous_date", "2024-05-03 / 2024-03-05"),
    "25/03/2024": ("unclear_date", "2024-03-25"),
    "5/3/24": ("ambiguous_date", "2024-05-03 / 2024-03-05 / 2005-03-24"),
    "24/3/5": ("ambiguous_date", "2005-03-24 / 2024-03-05"),
    "99年3月5日": ("not_date", ""),
    "240305": ("not_date", "2024-03-05"),
    "3月5日": ("date_without_year", ""),
    "3-5": ("date_without_year", ""),
    "3/5": ("date_without_year", ""),
    "3.5": ("date_without_year", ""),
    "3.1": ("date_without_year", ""),
    "Mar 5": ("date_without_year", ""),
    "marketing 5": ("not_date", ""),
    "2024年3月": ("month_for_date", ""),
    "2024-08": ("month_for_date", ""),
    "2024": ("not_date", ""),
    "1900": ("not_date", ""),
    "0": ("not_date", ""),
    "-45356": ("not_date", ""),
    "90000": ("not_date", ""),
    "453567": ("not_date", ""),
    "4.5356E+4": ("not_date", ""),
    "0202-03-05": ("not_date", ""),
    "2024-3/5": ("not_date", ""),
    "2024-03-05 上午": ("not_date", "2024-03-05"),
    "2024-03-05~2024-03-08": ("not_date", "2024-03-05"),
    "今天": ("not_date", ""),
    "上周五": ("not_date", ""),
    "春节后": ("not_date", ""),
    "#VALUE!": ("excel_error", ""),
    "--": "",
    "-": "",
    "/": "",
    "无": "",
    "待定": "",
    "N/A": "",
    "'null": "",
    "TBD": "",
}
DATES_OF_1904: dict[str, Read] = {
    "43894": "2024-03-05",
    "43894.5": "2024-03-05",
    "2024/3/5": "2024-03-05",
    "20240305": "2024-03-05",
}
MOMENTS: dict[str, Read] = {
    "2024-03-05": "2024-03-05 00:00:00",
    "2024-03-05 14:30": "2024-03-05 14:30:00",
    "2024/3/5 14:30:15": "2024-03-05 14:30:15",
    "2024-3-5 9:05": "2024-03-05 09:05:00",
    "2024-03-05T14:30:15.123": "2024-03-05 14:30:15",
    "2024-03-05T06:30:00Z": "2024-03-05 14:30:00",
    "2024-03-05T14:30:00+08:00": "2024-03-05 14:30:00",
    "2024-03-05 00:30:00 -0500": "2024-03-05 13:30:00",
    "2024年3月5日14时30分": "2024-03-05 14:30:00",
    "2024年3月5日14时30分15秒": "2024-03-05 14:30:15",
    "2024年3月5日下午2点半": "2024-03-05 14:30:00",
    "2024-3-5 下午2:30": "2024-03-05 14:30:00",
    "2024-3-5 上午 9:30": "2024-03-05 09:30:00",
    "2024-3-5 晚上8点": "2024-03-05 20:00:00",
    "2024-3-5 2:30 PM": "2024-03-05 14:30:00",
    "2024-3-5 12:10 AM": "2024-03-05 00:10:00",
    "45356.604166666664": "2024-03-05 14:30:00",
    "202403051430": "2024-03-05 14:30:00",
    "20240305143015": "2024-03-05 14:30:15",
    "2024-03-05 25:00": ("not_date", "2024-03-05"),
    "2024-03-05 14:60": ("not_date", "2024-03-05"),
    "3月5日 14:30": ("date_without_year", ""),
}
MONTHS: dict[str, Read] = {
    "2024-08": "2024-08-31",
    "2024/8": "2024-08-31",
    "2024.08": "2024-08-31",
    "2024年8月": "2024-08-31",
    "2024年8月份": "2024-08-31",
    "2024年8月底": "2024-08-31",
    "二〇二四年八月": "2024-08-31",
    "202408": "2024-08-31",
    "2024/2": "2024-02-29",
    "2024Q3": "2024-09-30",
    "2024-08-15": "2024-08-15",
    "2024-08-01 00:00:00": "2024-08-31",
    "45505": "2024-08-01",
    "2024.1": ("ambiguous_month", "2024-01 / 2024-10"),
    "2024-13": ("not_month", ""),
    "8月": ("not_month", ""),
    "下个月": ("not_month", ""),
    "1900": ("not_month", ""),
}
AMOUNTS: dict[str, Read] = {
    "50000": "50000",
    "50,000": "50000",
    "1,234,567.89": "1234567.89",
    "12 500": "12500",
    "1'234'567.50": "1234567.5",
    "￥50,000": "50000",
    "¥ 50,000": "50000",
    "50000元": "50000",
    "50,000.00元": "50000",
    "人民币50000": "50000",
    "RMB 3.5k": "3500",
    "CNY 500": "500",
    "5万": "50000",
    "5 万": "50000",
    "5万元": "50000",
    "5万元整": "50000",
    "5w": "50000",
    "１２，０００": "12000",
    "３．５ｋ": "3500",
    "1.2亿": "120000000",
    "0.5亿": "50000000",
    "2.5百万": "2500000",
    "3千万": "30000000",
    "1.5M": "1500000",
    "1亿2000万": "120000000",
    "5万3千": "53000",
    "三万": "30000",
    "十五万": "150000",
    "一百二十万元": "1200000",
    "两万五千": "25000",
    "伍万元整": "50000",
    "壹拾贰万叁仟元整": "123000",
    "人民币三万元": "30000",
    "一亿": "100000000",
    "一点五万": "15000",
    "-300": "-300",
    "−300": "-300",
    "￥-300": "-300",
    "-￥300": "-300",
    "(1,200)": "-1200",
    "（￥1,200.50）": "-1200.5",
    "+300": "300",
    "0": "0",
    "-0": "0",
    "0.1": "0.1",
    ".5": "0.5",
    "1900": "1900",
    "007": "7",
    "99999999999999": "99999999999999",
    "100000000000000": ("too_large", ""),
    "9" * 60: ("too_large", ""),
    "1052,75": ("ambiguous_amount", "1052.75 / 105275"),
    "11,50万": ("ambiguous_amount", "11.50万 / 1150万"),
    "0,500": ("ambiguous_amount", "0.500 / 500"),
    "1 052,75": ("ambiguous_amount", "1052.75 / 105275"),
    "1,,234": ("not_amount", "1234"),
    "12,34,567": ("not_amount", "1234567"),
    "1.234,56": ("not_amount", "1234.56"),
    "1.234.567": ("not_amount", "1234567"),
    "1,234.567,8": ("not_amount", ""),
    "1e5": ("not_amount", "100000"),
    "1.2E+06": ("not_amount", "1200000"),
    "1,200-": ("not_amount", "-1,200"),
    "约5万": ("not_amount", "5万"),
    "5万左右": ("not_amount", "5万"),
    "10万+": ("not_amount", "10万"),
    "5万5": ("not_amount", "55000"),
    "三万五": ("not_amount", "35000"),
    "三万五千万": ("not_amount", ""),
    "50-80万": ("range_for_amount", ""),
    "5000至8000": ("range_for_amount", ""),
    "USD 500": ("other_currency", ""),
    "$500": ("other_currency", ""),
    "三万美元": ("other_currency", ""),
    "面议": ("not_amount", ""),
    "几万": ("not_amount", ""),
    "元": ("not_amount", ""),
    "￥": ("not_amount", ""),
    "60%": ("not_amount", ""),
    "2024/3/5": ("not_amount", ""),
    "#DIV/0!": ("excel_error", ""),
    "--": "",
    "—": "",
    "暂无": "",
    "NULL": "",
}
AMOUNTS_IN_10_000: dict[str, Read] = {
    "65": "650000",
    "6.5": "65000",
    "65万": "650000",
    "650000元": "650000",
    "十五": "150000",
    "三千": ("not_amount", ""),
    "1,050": "10500000",
}
AMOUNTS_WITH_A_COMMA: dict[str, Read] = {
    "1052,75": "1052.75",
    "1.234,56": "1234.56",
    "1.234": "1234",
    "1 234,5": "1234.5",
    "11,50万": "115000",
    "1234": "1234",
    "1052.75": ("not_amount", "1052,75"),
    "1,234,567": ("not_amount", ""),
}
AMOUNTS_WITH_A_POINT: dict[str, Read] = {
    "1052,75": "105275",
    "1,234.56": "1234.56",
    "12,34,567": "1234567",
    "1052.75": "1052.75",
    "1.234,56": ("not_amount", ""),
    "1,,234": ("not_amount", ""),
}
NUMBERS: dict[str, Read] = {
    "12": "12.0",
    "1,200": "1200.0",
    "-2": "-2.0",
    "３": "3.0",
    "3台": "3.0",
    "3.5k": "3500.0",
    "十二": "12.0",
    "12套": "12.0",
    "1,20": ("ambiguous_amount", "1.20 / 120"),
    "1e5": ("not_number", ""),
    "许多": ("not_number", ""),
    "￥12": ("not_number", ""),
}
SHARES: dict[str, Read] = {
    "60": "0.6",
    "60%": "0.6",
    "60％": "0.6",
    "60 %": "0.6",
    "0.6": "0.6",
    "6０%": "0.6",
    "1": "1.0",
    "100": "1.0",
    "0": "0.0",
    "0.5%": "0.005",
    "百分之六十": "0.6",
    "百分之60": "0.6",
    "六成": "0.6",
    "七成半": "0.75",
    "约60%": ("not_percent", "60%"),
    "60%左右": ("not_percent", "60%"),
    "12,5%": ("not_percent", "12.5%"),
    "150%": ("not_percent", ""),
    "-5%": ("not_percent", ""),
    "百分之二百": ("not_percent", ""),
    "高": ("not_percent", ""),
    "--": "",
}
SHARES_OF_HUNDRED: dict[str, Read] = {
    "60": "0.6",
    "1": "0.01",
    "60%": "0.6",
    "0": "0.0",
    "101": ("not_percent", ""),
}
FLAGS: dict[str, Read] = {
    "是": "True",
    "是的": "True",
    "Y": "True",
    "yes": "True",
    "TRUE": "True",
    "1": "True",
    "√": "True",
    "✔️": "True",
    "有效": "True",
    "是（已改为成交）": "True",
    "否": "False",
    "N": "False",
    "no": "False",
    "0": "False",
    "×": "False",
    "无效": "False",
    "否（仍为“意向客户”）": "False",
    "也许": ("not_flag", ""),
    "2": ("not_flag", ""),
    "待定": "",
    "无": "",
}
CONTACTS: dict[str, Read] = {
    "013800138000": "013800138000",
    "+86 138-0013-8000": "+86 138-0013-8000",
    "0086-13800138000": "0086-13800138000",
    "010-62345678": "010-62345678",
    "010-62345678-802": "010-62345678-802",
    "１３８００１３８０００": "13800138000",
    "13800138000.0": "13800138000",
    "1.3800138000E+10": "13800138000",
    "1.38E+10": ("digits_lost", ""),
    "1.38001E+10": ("digits_lost", ""),
    "微信 abc_123": "微信 abc_123",
    "a@example.com": "a@example.com",
    "无": "",
    "'null": "",
}
CODES: dict[str, Read] = {
    "C001": "C001",
    "007": "007",
    "Ｃ００１": "C001",
    "202603001-展会": "202603001-展会",
    "1E5": "1E5",
    "2.02403E+11": ("digits_lost", ""),
    "#REF!": ("excel_error", ""),
    "--": "",
}
TEXTS: dict[str, Read] = {
    "NA": "NA",
    "1.38E+10": "1.38E+10",
    "2024-03-05 00:00:00": "2024-03-05",
    "三万": "三万",
    "/": "",
    "n/a": "",
    "待定": "",
}
PERIODS: dict[str, Read] = {
    "2026-10": "2026-10",
    "2026年10月": "2026-10",
    "202610": "2026-10",
    "2026Q4": "2026Q4",
    "2026年第四季度": "2026Q4",
    "2026": "2026",
    "2026年度": "2026",
    "2026-10-01..2026-10-15": "2026-10-01..2026-10-15",
    "10月": ("not_period", ""),
}
BUDGETS = {
    "50-80万": ("500000", "800000"),
    "50万-80万": ("500000", "800000"),
    "50~80万元": ("500000", "800000"),
    "8000-2万": ("8000", "20000"),
    "5000至8000": ("5000", "8000"),
    "二十到三十万": ("200000", "300000"),
    "500k-800k": ("500000", "800000"),
    "¥50,000–80,000": ("50000", "80000"),
    "between 200k and 300k": ("200000", "300000"),
    "60万": ("600000", "600000"),
    "10万左右": ("100000", "100000"),
    "预算10万左右": ("100000", "100000"),
    "预算：约十万": ("100000", "100000"),
    "about 50,000": ("50000", "50000"),
    "50万以上": ("500000", None),
    "50万+": ("500000", None),
    "至少50万": ("500000", None),
    "over 1m": ("1000000", None),
    "不超过30万": (None, "300000"),
    "预算不超过50万": (None, "500000"),
    "30万以内": (None, "300000"),
    "≤30万": (None, "300000"),
    "up to 500k": (None, "500000"),
    "面议": (None, None),
    "不限": (None, None),
    "not decided yet": (None, None),
    "80-50万": "unclear_budget",
    "几十万": "unclear_budget",
    "$500-800": "unclear_budget",
    "-5万": "unclear_budget",
    "很多": "unclear_budget",
}

TABLES_OF_CASES: dict[str, tuple[str, str, str | None, int, dict[str, Read]]] = {
    "date": ("date", "日期", None, 1900, DATES),
    "date of 1904": ("date", "日期", None, 1904, DATES_OF_1904),
    "datetime": ("datetime", "时间", None, 1900, MOMENTS),
    "month": ("month", "预计成交时间", None, 1900, MONTHS),
    "money": ("money", "金额", None, 1900, AMOUNTS),
    "money in 10,000": ("money", "成交金额(万元)", None, 1900, AMOUNTS_IN_10_000),
    "money, comma": ("money", "金额", "decimal_comma", 1900, AMOUNTS_WITH_A_COMMA),
    "money, point": ("money", "金额", "decimal_point", 1900, AMOUNTS_WITH_A_POINT),
    "number": ("number", "数量", None, 1900, NUMBERS),
    "percent": ("percent", "成交概率", None, 1900, SHARES),
    "percent of 100": ("percent", "成交概率(%)", None, 1900, SHARES_OF_HUNDRED),
    "flag": ("flag", "是否有效跟进", None, 1900, FLAGS),
    "contact_info": ("text", "联系方式", None, 1900, CONTACTS),
    "customer_id": ("text", "客户编号", None, 1900, CODES),
    "need": ("text", "需求描述", None, 1900, TEXTS),
    "period": ("period", "期间", None, 1900, PERIODS),
}
CASES = [
    pytest.param(name, typed, meant, id=f"{name}: {typed[:24]}")
    for name, (*_, cases) in TABLES_OF_CASES.items()
    for typed, meant in cases.items()
]


@pytest.fixture(scope="module")
def parser(settings: Settings) -> ColumnParser:
    """The parser of the packaged settings: CNY, Asia/Shanghai."""
    return ColumnParser(settings)


@pytest.mark.parametrize(("name", "typed", "meant"), CASES)
def test_what_is_typed_is_read_or_refused(
    parser: ColumnParser, name: str, typed: str, meant: Read
) -> None:
    kind, header, declared, epoch, _ = TABLES_OF_CASES[name]
    column = TABLES["leads"].column(name) or Column("x", kind, header, "X")  # type: ignore[arg-type]
    texts = pd.Series([typed], dtype="str")
    read = parser(texts, column, read_header(header), declared, epoch)
    if isinstance(meant, tuple):
        assert [(failure.rule, failure.suggestion) for failure in read.failures] == [meant]
        assert read.values.isna().all()
    else:
        assert read.failures == []
        assert _said(read.values.iloc[0], kind) == meant


@pytest.mark.parametrize(("typed", "meant"), BUDGETS.items())
def test_a_budget_is_read_as_its_ends(
    typed: str, meant: str | tuple[str | None, str | None]
) -> None:
    read = budget_range(typed)
    if isinstance(meant, str):
        assert isinstance(read, Failure)
        assert read.rule == meant
    else:
        assert read == tuple(None if end is None else Decimal(end) for end in meant)


def test_a_budget_takes_the_unit_of_its_header() -> None:
    assert budget_range("50-80", factor=Decimal(10_000)) == (500_000, 800_000)


def _said(value: object, kind: str) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d %H:%M:%S}" if kind == "datetime" else f"{value:%Y-%m-%d}"
    if isinstance(value, Decimal):
        plain = f"{value:f}".rstrip("0").rstrip(".")
        return plain or "0"
    return str(value)
