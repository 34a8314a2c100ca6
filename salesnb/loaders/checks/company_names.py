"""Names of customers as they are compared, and what tells two similar ones apart."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import Levenshtein

from salesnb.loaders.values.arrow_text import matches

# A company's legal form says nothing of which company it is; a branch (分公司) does.
_FORM_ANYWHERE = r"(?:股份有限|有限责任|股份|有限)公司"
_FORM_AT_END = (r"([^分子])公司$", r"(.)集团$")
_LATIN_FORM = (
    r"^(.*\S)\s(?:co|company|ltd|coltd|limited|inc|incorporated|corp|corporation|llc|llp|lp|plc"
    r"|gmbh|mbh|ag|kg|sa|sas|sarl|srl|spa|bv|nv|ab|oy|as|pty|pte|pvt|sdn|bhd|kk|group|holdings?)$"
)
_LATIN_FORMS_EACH = 4

# One of these more, less or other is another company: A1 and A2, 一店 and 二店, 东风 and 西风.
TELLING = frozenset("0123456789〇零一二三四五六七八九十百千甲乙丙丁戊东西南北中上下左右大小新老")
_BRANCH = re.compile(
    r"分公司|子公司|分行|支行|分店|门店|专卖店|店$|分厂|[办事]处|分校|校区|分院|分社|分部"
)
_ADMINISTRATIVE = frozenset("省市县区州镇乡")
_REGION_WORDS = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 石家庄 唐山 "
    "秦皇岛 邯郸 保定 廊坊 沧州 太原 大同 呼和浩特 包头 沈阳 大连 鞍山 长春 哈尔滨 大庆 南京 无锡 "
    "徐州 常州 苏州 南通 连云港 扬州 镇江 泰州 盐城 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 台州 义乌 "
    "合肥 芜湖 马鞍山 蚌埠 福州 厦门 泉州 漳州 莆田 南昌 九江 赣州 济南 青岛 淄博 烟台 潍坊 济宁 "
    "威海 临沂 郑州 洛阳 开封 南阳 武汉 宜昌 襄阳 荆州 长沙 株洲 湘潭 岳阳 衡阳 广州 深圳 珠海 汕头 "
    "佛山 江门 湛江 惠州 东莞 中山 南宁 柳州 桂林 北海 海口 三亚 成都 绵阳 德阳 宜宾 泸州 南充 贵阳 "
    "遵义 昆明 曲靖 大理 拉萨 西安 咸阳 宝鸡 兰州 西宁 银川 乌鲁木齐 华东 华南 华北 华中 西南 西北 "
    "东北 昆山 浦东 滨海"
)
_REGIONS = frozenset(_REGION_WORDS.split())
_REGION_FIRST = f"^(?:{'|'.join(sorted(_REGIONS, key=len, reverse=True))})[省市县区州]?"
HAN_FROM = "\u2e80"
_LONG, _BRAND_HAN = 8, 3
_Change = tuple[int, str, str]


def name_keys(names: pd.Series) -> pd.Series:
    """Return names as they are compared, an empty text for a masked or missing one.

    Half-width, lower case, without blanks, punctuation, brackets and the legal form; a region is
    kept. A name that is nothing but a legal form stays as it is.

    Examples
    --------
    >>> name_keys(pd.Series(["上海华信（中国）科技 有限责任公司", "Acme Co.,Ltd.", "*科技"])).tolist()
    ['上海华信中国科技', 'acme', '']
    >>> name_keys(pd.Series(["华信公司上海分公司", "华信集团股份有限公司"])).tolist()
    ['华信公司上海分公司', '华信']
    """
    typed = names.fillna("").astype("str")
    texts = typed.unique()
    plain = matches(pd.Series(texts), r"\p{Han}*")
    keys = dict(zip(texts[plain], _without_form(pa.array(texts[plain])).to_pylist(), strict=True))
    others = pa.array(texts[~plain])
    keys |= dict(zip(texts[~plain], _keys_of_any(others).to_pylist(), strict=True))
    return typed.map(keys).astype("str")


def _keys_of_any(texts: pa.Array) -> pa.Array:
    text = pc.utf8_lower(pc.utf8_normalize(texts.cast(pa.string()), form="NFKC"))
    masked = pc.match_substring(text, "*")
    text = pc.replace_substring_regex(text, r"[.'’`]", "")
    text = pc.replace_substring(text, "&", " and ")
    text = pc.replace_substring_regex(text, r"[\pP\pS\s\pC]+", " ")
    text = pc.utf8_trim_whitespace(text)
    for _ in range(_LATIN_FORMS_EACH):
        text = pc.replace_substring_regex(text, _LATIN_FORM, r"\1")
    return pc.if_else(masked, "", _without_form(pc.replace_substring(text, " ", "")))


def _without_form(texts: pa.Array) -> pa.Array:
    texts = texts.cast(pa.string())
    bare = pc.replace_substring_regex(texts, _FORM_ANYWHERE, "")
    for form in (*_FORM_AT_END, *_FORM_AT_END[:1]):
        bare = pc.replace_substring_regex(bare, form, r"\1")
    return pc.if_else(pc.equal(bare, ""), texts, bare)


def may_be_persons(names: pd.Series, keys: pd.Series) -> np.ndarray:
    """Return which names may be persons': up to three Chinese characters, no legal form."""
    short = (keys.str.len() <= 3) & (keys >= HAN_FROM)
    bare = names[short].str.replace(r"\s", "", regex=True).str.len() == keys[short].str.len()
    short[short] = bare
    return short.to_numpy(dtype=bool)


def differ_in_kind(one: str, other: str) -> bool:
    """Return whether two similar keys differ in something that tells companies apart.

    Numbers, directions, a region, a branch: 广东29955自行车 and 广东29956自行车, 上海分公司 and
    北京分公司.

    Examples
    --------
    >>> differ_in_kind("华信上海分公司", "华信北京分公司"), differ_in_kind("深圳市华信", "深圳华信")
    (True, False)
    """
    changes = _changes(one, other)
    pieces = [piece for _, before, after in changes for piece in (before, after) if piece]
    if all(piece in _ADMINISTRATIVE for piece in pieces):
        return False
    if any(char in TELLING for piece in pieces for char in piece):
        return True
    if any(piece.strip("省市县区") in _REGIONS for piece in pieces):
        return True
    if _BRANCH.search(one) or _BRANCH.search(other):
        return True
    regions = _REGIONS & {one[:2], one[:3], other[:2], other[:3]}
    return bool(regions) and min(at for at, _, _ in changes) < 2


def is_abridged(one: str, other: str) -> bool:
    """Return whether one key is the other with characters left out."""
    changes = _changes(one, other)
    return all(not before for _, before, _ in changes) or all(not after for _, _, after in changes)


def slips_from(keys: pd.Series) -> np.ndarray:
    """Return the position from which on another character may be a slip and not another company.

    In a Chinese name every character of the brand counts, which is the first three characters after
    the region: 上海佳益信息技术 is not 上海佳航信息技术. In a Latin one no slip is in the first letter.
    In a short name (under eight characters) there are none: 北京华信科技 is not 北京华信科贸.

    Examples
    --------
    >>> slips_from(pd.Series(["上海市佳益信息技术", "佳益信息技术开发", "北京华信科技", "Acme Tools"]))
    array([6, 3, 6, 1])
    """
    texts = pa.array(keys, pa.large_string())
    lengths = pc.utf8_length(texts).to_numpy()
    rest = pc.utf8_length(pc.replace_substring_regex(texts, _REGION_FIRST, "")).to_numpy()
    han = pc.match_substring_regex(texts, r"^[\x{2E80}-\x{10FFFF}]").to_numpy(zero_copy_only=False)
    at = np.where(han, lengths - rest + _BRAND_HAN, 1)
    return np.where(lengths < _LONG, lengths, at)


def _changes(one: str, other: str) -> list[_Change]:
    """Return (position, what `one` has there, what `other` has) of every difference."""
    return [
        (step.src_start, one[step.src_start : step.src_end], other[step.dest_start : step.dest_end])
        for step in Levenshtein.opcodes(one, other)
        if step.tag != "equal"
    ]
