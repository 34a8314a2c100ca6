"""Where somebody lives, in texts; where a company sits is no such thing."""

import re
from collections.abc import Iterator

ADDRESS_HINT = (
    r"住|家在|现居|户籍|家庭地址|单元|(?i:home|resid|lives|living|private addr)"  # for RE2
)

_BODY = r"[^，,；;。!！?？\n]{2,60}"
_NUMBER = r"[\d一二三四五六七八九十０-９]+"
_ESTATE = r"小区|花园|公寓|新村|家园|胡同|名邸|华府|[\u4e00-\u9fff]苑"
_DOOR = rf"{_NUMBER}\s*(?:号|栋|幢|座|楼|单元|室|弄|组|#|-\d)"
_STREET = r"[省市区县镇乡村路街道巷弄]"
_EXPLICIT = re.compile(
    r"(?<!公司)(?<!单位)(?<!办公)(?<!注册)(?<!企业)(?<!经营)"
    r"(?:现?家庭(?:详细)?(?:住址|地址)|(?:现|常|家)?住址|居住地址|户籍(?:地址|所在地))"
    rf"\s*(?:[:：是为在]\s*)+(?P<body>{_BODY})|"
    r"(?<!公司)(?<!单位)(?<!办公)(?<!注册)(?<!企业)(?<!经营)"
    rf"(?:家庭(?:住址|地址)|住址|居住地址)\s*(?P<plain>{_BODY})"
)
_LIVES = re.compile(
    r"(?:(?<![厂商买卖专大国独店东行作画玩管全两])家住|(?:本人|客户|他|她|我|其)家在"
    rf"|(?<!入)住在|现居住?[在于]?|居住[在于])\s*[:：]?\s*(?P<body>{_BODY})"
)
_FLAT = re.compile(
    rf"(?P<body>[\u4e00-\u9fffA-Za-z]{{2,12}}?(?:{_ESTATE}|小区)[^，,；;。\n]{{0,8}}?{_NUMBER}\s*"
    rf"(?:栋|幢|座|号楼|#)\s*{_NUMBER}\s*单元\s*\d{{3,4}}\s*[室号]?)"
)
_BUSINESS = re.compile(
    r"公司|办公|注册|经营|营业|门店|门面|店铺|仓库|厂|项目|工程|安装|改造|施工|物业|电梯|收货|酒店|宾馆"
)
_STREET_EN = (
    r"street|st|road|rd|avenue|ave|lane|ln|drive|dr|apt|apartment|flat|court|close|way|boulevard"
    r"|blvd|terrace|square|place|crescent|gardens?"
)
_ENGLISH = re.compile(
    r"(?i)\b(?:(?:home|residential|private)\s+addr(?:ess)?\b(?:\s+(?:is|was|at))?\s*[:：=\-]?"
    r"|(?:lives|lived|living|resides|residing)\s+(?:at|on|in))\s*"
    rf"(?P<body>[^;；\n]{{0,25}}?\d+[^;；\n]{{0,40}}?\b(?:{_STREET_EN})\b[^;；\n.]{{0,40}})"
)
_HEADED_EN = re.compile(
    r"(?i)\b(?:home|residential|private)\s+address\s*[:：=]\s*(?P<body>\d+\S*\s+[A-Za-z][^;；\n]{3,60})"
)


def find_addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and the masked form of every home address in a text.

    Said to be one (家庭住址：, 住址, home address:) it needs a place below; said to be where
    somebody lives (家住, 住在, lives at) it needs an estate or a door. Without such words only a flat
    with building, unit and room counts, and not beside words of a business.

    Examples
    --------
    >>> [text[2] for text in find_addresses("家住阳光小区3栋2单元501，想买设备")]
    ['家住阳光小区****']
    >>> list(find_addresses("公司地址：上海市浦东新区XX路100号"))
    []
    """
    end = 0
    for pattern, fits in _PATTERNS:
        for match in pattern.finditer(text):
            name = "body" if match["body"] is not None else "plain"
            body = match[name]
            if match.start() >= end and fits(text, body):
                end = match.end(name)
                lead = text[match.start() : match.start(name)]
                yield match.start(), end, f"{lead}{body[:4]}****"


def _is_place(text: str, body: str) -> bool:
    return len(body.strip()) >= 4 and bool(re.search(f"{_ESTATE}|{_DOOR}|{_STREET}", body))


def _is_dwelling(text: str, body: str) -> bool:
    home = re.search(f"{_ESTATE}|{_NUMBER}\\s*(?:栋|幢|单元|室|号楼)", body)
    door = re.search(f"[路街道巷弄村镇].*{_DOOR}", body)
    return bool(home or door) and not _BUSINESS.search(body)


def _is_flat(text: str, body: str) -> bool:
    return not _BUSINESS.search(text)


def _always(text: str, body: str) -> bool:
    return True


_PATTERNS = (
    (_EXPLICIT, _is_place),
    (_LIVES, _is_dwelling),
    (_FLAT, _is_flat),
    (_ENGLISH, _always),
    (_HEADED_EN, _always),
)
