"""Made-up people and companies: every combination is drawn from word lists, none is a real one."""

import numpy as np
from numpy.random import Generator


def _words(text: str) -> list[str]:
    return text.split()


_SURNAMES = _words(
    "陈:chen 林:lin 王:wang 李:li 张:zhang 刘:liu 黄:huang 周:zhou 吴:wu 徐:xu 孙:sun 马:ma 朱:zhu "
    "胡:hu 郭:guo 何:he 高:gao 罗:luo 郑:zheng 梁:liang 谢:xie 宋:song 唐:tang 许:xu 邓:deng "
    "韩:han 冯:feng 曹:cao 彭:peng 曾:zeng 肖:xiao 田:tian 董:dong 潘:pan 袁:yuan 蔡:cai 蒋:jiang "
    "余:yu 于:yu 杜:du 叶:ye 程:cheng 魏:wei 苏:su 吕:lv 丁:ding 任:ren 沈:shen 姚:yao 卢:lu"
)
_SHORT_GIVEN = _words(
    "伟:wei 敏:min 静:jing 磊:lei 洋:yang 勇:yong 艳:yan 杰:jie 娟:juan 涛:tao 明:ming 超:chao "
    "霞:xia 平:ping 刚:gang 婷:ting 琳:lin 浩:hao 欣:xin 凯:kai 颖:ying 倩:qian 博:bo 宁:ning"
)
_GIVEN_PAIRS = (  # a first character of one list goes with a second one of the same line
    (
        _words("建:jian 志:zhi 国:guo 海:hai 文:wen 俊:jun 永:yong 立:li 子:zi 家:jia 嘉:jia"),
        _words(
            "伟:wei 华:hua 军:jun 强:qiang 斌:bin 峰:feng 辉:hui 鹏:peng 东:dong 林:lin 轩:xuan "
            "豪:hao 航:hang 诚:cheng 远:yuan 宏:hong"
        ),
    ),
    (
        _words("晓:xiao 雨:yu 佳:jia 思:si 梦:meng 诗:shi 雅:ya 美:mei 丽:li 慧:hui 秀:xiu 欣:xin"),
        _words(
            "婷:ting 娟:juan 玲:ling 琳:lin 敏:min 燕:yan 琪:qi 怡:yi 萍:ping 洁:jie 雯:wen "
            "茹:ru 蓉:rong 莹:ying 彤:tong 瑶:yao"
        ),
    ),
)
_GIVEN = _SHORT_GIVEN + [
    ":".join(one + two for one, two in zip(first.split(":"), second.split(":"), strict=True))
    for firsts, seconds in _GIVEN_PAIRS
    for first in firsts
    for second in seconds
]
_FIRST_NAMES = _words(
    "Amelia Oliver Hannah George Martha Edwin Claire Simon Naomi Felix Laura Henry Priya Callum "
    "Rosa Dennis Ingrid Marcus Tessa Adrian Bethany Victor Leila Graham Nadia Owen Helen Patrick "
    "Sophie Terence Maya Russell Fiona Julian Karen Elliot Miriam Duncan Anita Lewis Paula Neil "
    "Carmen Stuart Judith Leon Wendy Arthur Gillian Samir Emma Colin Ruth Hugo Alice Trevor Dana "
    "Philip Irene Gavin"
)
_LAST_NAMES = _words(
    "Hartwell Osborne Pemberton Lockwood Farrow Whitcombe Ashdown Brannigan Calloway Denholm "
    "Ellery Fairbrother Garside Holloway Inglewood Jessop Kerridge Langford Merriman Norwood "
    "Oakden Pickering Quennell Rathbone Sallow Thackery Underhill Vickers Wainwright Yardley "
    "Aldous Birtwhistle Cranmer Dunstan Everard Foxley Grantley Hebden Ironside Jarrold Kettering "
    "Ludlow Maddox Nettleton Orchard Penrose Redfern Stanhope Tilbury Upshaw Varley Westlake"
)

_CITIES = (
    _words("上海 苏州 杭州 宁波 南京 无锡 合肥 常州 嘉兴"),
    _words("广州 深圳 佛山 东莞 厦门 惠州 珠海 中山"),
    _words("北京 天津 石家庄 济南 青岛 太原 唐山 潍坊"),
    _words("成都 重庆 昆明 贵阳 绵阳 泸州 曲靖 遵义"),
)
_BRAND_HEADS = _words(
    "恒 瑞 锦 睿 卓 鼎 泓 晟 铭 启 博 昊 凯 嘉 盛 泽 旭 宏 佳 凌 诺 尚 骏 捷 沃 朗 荣 祥 裕 璟 "
    "亿 砺 擎 翰 慕 沛 聚 融 维 致"
)
_BRAND_TAILS = _words(
    "锐 达 源 泰 航 腾 信 诚 辉 力 拓 恩 岳 澜 川 峰 远 科 舟 途 禾 森 原 迈 图 宁 峻 驰 岩 石 "
    "屹 谷 丰 汇 益 桥"
)
_TRADES_ZH = (
    _words("精密机械 金属制品 模具制造 智能装备"),
    _words("电子科技 半导体材料 光电 电路科技"),
    _words("汽车零部件 汽车电子 传动系统 车身部件"),
    _words("食品 饮料 乳业 粮油"),
    _words("制药 生物医药 医疗器械 药业"),
    _words("化工 新材料 涂料 塑胶"),
    _words("能源科技 电力设备 新能源 环保工程"),
    _words("物流 供应链管理 冷链物流 仓储服务"),
    _words("信息技术 软件 网络科技 数据服务"),
)
_LEGAL_ZH = ("有限公司", "有限公司", "有限公司", "股份有限公司", "集团有限公司")

_HEADS_EN = _words(
    "Harl Bel Cor Dun Fen Gar Hol Kes Lan Mar Nor Oak Pen Quen Ros Sel Tor Ul Ver Wex Ash Bran "
    "Cal Dray Els Far Glen Hex Ing Jar Kin Lor Mel Nes Or Pel Rav Sand Thor Up Val Wyn Yar Zel "
    "Ald Bry Cress Dor Ever Fros Gild Hurst Ives Ket Lind Mor"
)
_TAILS_EN = _words(
    "wick mont field gate bury ford well by stead combe ridge more holt den worth shaw dale mere "
    "cliff low ham ley thorpe wood stone ton brook croft pool marsh"
)
_PLACES_EN = ("", "", " Bay", " Cross", " Green", " Hill", " Lake", " Park", " Point", " Vale")
_TRADES_EN = (
    ("Precision", "Metalworks", "Tooling", "Machinery"),
    ("Electronics", "Semiconductors", "Optics", "Circuits"),
    ("Auto Parts", "Driveline", "Car Body Systems", "Auto Electronics"),
    ("Foods", "Beverages", "Dairy", "Mills"),
    ("Pharma", "Biotech", "Medical Devices", "Laboratories"),
    ("Chemicals", "New Materials", "Coatings", "Plastics"),
    ("Energy", "Power Systems", "Renewables", "Environmental"),
    ("Logistics", "Supply Chain", "Cold Chain", "Warehousing"),
    ("Software", "Networks", "Data Services", "IT Solutions"),
)
_LEGAL_EN = (" Ltd", " Ltd", " Co.", " Inc.", " Group")
_PHONE_PREFIXES = _words("138 139 136 137 135 158 159 150 151 186 188 189 133 177")


def person_names(
    rng: Generator, size: int, lang: str, *, unique: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Names of people, and for each the part of a mail address before the @ (not unique)."""
    if lang == "en":
        first, last = np.array(_FIRST_NAMES), np.array(_LAST_NAMES)
        pick = _picks(rng, len(first) * len(last), size, unique)
        given, family = first[pick % len(first)], last[pick // len(first)]
        names = given.astype(object) + " " + family
        return names, np.array([name.lower().replace(" ", ".") for name in names], dtype=object)
    family_zh, family_latin = _pairs(_SURNAMES)
    given_zh, given_latin = _pairs(_GIVEN)
    pick = _picks(rng, len(family_zh) * len(given_zh), size, unique)
    family, given = pick % len(family_zh), pick // len(family_zh)
    names = family_zh[family] + given_zh[given]
    return names, given_latin[given] + "." + family_latin[family]


def company_names(
    rng: Generator, region: np.ndarray, industry: np.ndarray, lang: str
) -> tuple[np.ndarray, np.ndarray]:
    """Unique full company names, and the short form that a sales rep would say."""
    if lang == "en":
        return _english_companies(rng, industry)
    full = np.empty(len(region), dtype=object)
    short = np.empty(len(region), dtype=object)
    heads, tails = np.array(_BRAND_HEADS, dtype=object), np.array(_BRAND_TAILS, dtype=object)
    trades, legal = np.array(_TRADES_ZH, dtype=object), np.array(_LEGAL_ZH, dtype=object)
    for number, city_list in enumerate(_CITIES):
        here = np.flatnonzero(region == number)
        cities = np.array(city_list, dtype=object)
        key, variant = _unique_keys(rng, len(cities) * len(heads) * len(tails), len(here))
        brand = heads[key // len(cities) % len(heads)] + tails[key // len(cities) // len(heads)]
        trade = trades[industry[here], (key + variant) % 4]
        short[here] = brand
        full[here] = cities[key % len(cities)] + brand + trade + legal[key % len(legal)]
    return full, short


def phone_numbers(rng: Generator, size: int) -> np.ndarray:
    """Eleven digits whose middle is 0000, so that nobody's telephone rings."""
    pick = _picks(rng, len(_PHONE_PREFIXES) * 10_000, size, size <= len(_PHONE_PREFIXES) * 10_000)
    return np.array([f"{_PHONE_PREFIXES[n // 10_000]}0000{n % 10_000:04d}" for n in pick.tolist()])


def _english_companies(rng: Generator, industry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    heads, tails = np.array(_HEADS_EN, dtype=object), np.array(_TAILS_EN, dtype=object)
    places, legal = np.array(_PLACES_EN, dtype=object), np.array(_LEGAL_EN, dtype=object)
    trades = np.array(_TRADES_EN, dtype=object)
    places = places[1:]
    key, variant = _unique_keys(rng, len(heads) * len(tails) * len(places), len(industry))
    brand = heads[key % len(heads)] + tails[key // len(heads) % len(tails)]
    short = brand + places[key // len(heads) // len(tails)]
    return short + " " + trades[industry, (key + variant) % 4] + legal[key % len(legal)], short


def _pairs(words: list[str]) -> tuple[np.ndarray, np.ndarray]:
    characters, latin = zip(*(word.split(":") for word in words), strict=True)
    return np.array(characters, dtype=object), np.array(latin, dtype=object)


def _picks(rng: Generator, n_choices: int, size: int, unique: bool) -> np.ndarray:
    if unique:
        return rng.permutation(n_choices)[:size]
    return rng.integers(0, n_choices, size)


def _unique_keys(rng: Generator, n_choices: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Keys without repetition, and how often the whole set had to be used again (0 at first)."""
    rounds = -(-size // n_choices)
    keys = np.concatenate([rng.permutation(n_choices) for _ in range(max(rounds, 1))])[:size]
    return keys, np.arange(size) // n_choices
