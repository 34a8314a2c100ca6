"""The values that the made-up spreadsheets hold, in Chinese and English, in one order of codes."""

from dataclasses import dataclass

import numpy as np

LEAD, INTENT, OPPORTUNITY, QUOTE, WON, LOST = range(6)
PROSPECT, INTERESTED, CUSTOMER, LOST_CUSTOMER = range(4)
OUTCOME_WON, NOT_WON, OUTCOME_LOST, NURTURING = range(4)
PHONE, EMAIL, VISIT, ONLINE, WECHAT = range(5)

N_REGIONS, N_INDUSTRIES, N_SOURCES = 4, 9, 7
WEBSITE, TRADE_SHOW, REFERRAL, RESELLER, ONLINE_ADS, TELEMARKETING, SOCIAL_MEDIA = range(N_SOURCES)


@dataclass(frozen=True)
class Product:
    """One product: what it costs and how many a customer usually takes."""

    line: int
    list_price: float
    floor_price: float
    quantity: float
    spread: float
    share: float


PRODUCTS = (
    Product(0, 2680.0, 2080.0, 13, 0.85, 0.20),
    Product(0, 1480.0, 1150.0, 18, 0.85, 0.15),
    Product(1, 5800.0, 4600.0, 6, 0.75, 0.17),
    Product(1, 12800.0, 10200.0, 4, 0.75, 0.13),
    Product(2, 39800.0, 31800.0, 1.2, 0.55, 0.11),
    Product(2, 158000.0, 126000.0, 1.0, 0.35, 0.04),
    Product(3, 9600.0, 7800.0, 2.2, 0.6, 0.12),
    Product(3, 3200.0, 2600.0, 5.5, 0.7, 0.08),
)


@dataclass(frozen=True)
class Words:
    """Every word that depends on the language; tuples are indexed by the codes above."""

    company: str
    regions: tuple[str, ...]
    departments: tuple[str, ...]
    teams: tuple[str, ...]
    industries: tuple[str, ...]
    sources: tuple[str, ...]
    stages: tuple[str, ...]
    statuses: tuple[str, ...]
    outcomes: tuple[str, ...]
    methods: tuple[str, ...]
    states: tuple[str, ...]  # in progress, done, pending
    roles: tuple[str, ...]  # rep, manager, department head, admin
    subjects: tuple[str, ...]  # lead, opportunity
    metrics: tuple[str, ...]  # sales, collections
    need_fit: tuple[str, ...]  # worst first, as are the next three
    budget_fit: tuple[str, ...]
    authority: tuple[str, ...]
    urgency: tuple[str, ...]
    flags: tuple[str, str]  # no, yes
    lines: tuple[str, ...]
    products: tuple[str, ...]
    competitors: tuple[str, ...]
    reasons: tuple[str, ...]
    factors: tuple[str, ...]
    titles: tuple[str, ...]
    demand_types: tuple[str, ...]
    needs: tuple[str, ...]
    notes: tuple[str, ...]
    marketing: tuple[str, ...]  # who types in the leads of website, fairs and advertising

    def take(self, name: str, codes: np.ndarray) -> np.ndarray:
        """The words of one list for an array of codes; a negative code is an empty cell."""
        words = np.array([*getattr(self, name), None], dtype=object)
        return words[np.where(codes < 0, len(words) - 1, codes)]


ZH = Words(
    company="公司",
    regions=("华东", "华南", "华北", "西南"),
    departments=("华东大区", "华南大区", "华北大区", "西南大区"),
    teams=(
        *("华东一组", "华东二组", "华南一组", "华南二组"),
        *("华北一组", "华北二组", "西南一组", "西南二组"),
    ),
    industries=(
        *("制造业", "电子", "汽车零部件", "食品饮料", "医药", "化工", "能源", "物流", "IT服务"),
    ),
    sources=("官网表单", "展会", "转介绍", "代理商", "线上推广", "电话营销", "社交媒体"),
    stages=("线索", "意向", "商机", "报价", "成交", "流失"),
    statuses=("潜在客户", "意向客户", "成交客户", "流失客户"),
    outcomes=("成交", "未成交", "流失", "培育中"),
    methods=("电话", "邮件", "拜访", "线上", "微信"),
    states=("进行中", "已完成", "待处理"),
    roles=("销售代表", "销售经理", "部门经理", "管理员"),
    subjects=("线索", "商机"),
    metrics=("销售额", "回款"),
    need_fit=("不匹配", "部分匹配", "完全匹配"),
    budget_fit=("低于报价", "符合报价", "高于报价"),
    authority=("无决策权", "影响决策", "可决策"),
    urgency=("3个月以上", "1-3个月", "1个月内"),
    flags=("否", "是"),
    lines=("智能传感", "采集网关", "软件平台", "技术服务"),
    products=(
        *("振动传感器套件", "温压一体变送器", "边缘网关G200", "边缘网关G500"),
        *("设备管理平台标准版", "设备管理平台企业版", "年度维保服务", "实施与培训服务"),
    ),
    competitors=("博沅智控", "启帆物联", "海昱自动化"),
    reasons=(
        *("预算不足", "竞品价格低", "需求不匹配", "决策周期长"),
        *("项目取消", "无法联系", "交付周期长"),
    ),
    factors=("性价比高", "方案匹配度高", "响应速度快", "老客户口碑", "售后服务保障", "试用效果好"),
    titles=("采购经理", "设备部经理", "总经理", "生产总监", "信息部主管", "技术工程师", "厂长"),
    demand_types=("设备监测", "数据采集", "系统升级", "运维服务", "扩产配套"),
    needs=(
        "车间约{n}台设备需要做状态监测，希望先试点再推广",
        "想了解{p}，现有产线约{n}个测点",
        "新建产线，需要{p}及配套方案",
        "现有系统老旧，计划更换为{p}",
        "集团要求设备联网，涉及{n}台设备，需要报价",
        "空压站能耗偏高，想做数据采集和分析",
        "需要{p}，要求支持与现有系统对接",
        "关键电机频繁停机，想提前预警，约{n}台",
        "咨询{p}价格和交付周期",
        "仓储设备点检靠人工，想改为线上管理",
        "明年有技改预算，先了解{p}的功能",
        "去年采购过同类产品，今年扩产追加约{n}套",
    ),
    notes=(
        "对价格比较敏感", "付款流程较长，需提前开票", "采购和设备部共同决策", "关注售后响应",
        "每季度集中采购一次", "年底前有技改预算", "有意向做标杆案例",
    ),
    marketing=("市场部", "市场部", "市场部"),
)

EN = Words(
    company="Company",
    regions=("East", "South", "North", "Southwest"),
    departments=("East Region", "South Region", "North Region", "Southwest Region"),
    teams=(
        *("East 1", "East 2", "South 1", "South 2"),
        *("North 1", "North 2", "Southwest 1", "Southwest 2"),
    ),
    industries=(
        *("Manufacturing", "Electronics", "Automotive", "Food & beverage", "Pharma"),
        *("Chemicals", "Energy", "Logistics", "IT services"),
    ),
    sources=(
        *("Website form", "Trade show", "Referral", "Reseller", "Online ads"),
        *("Telemarketing", "Social media"),
    ),
    stages=("Lead", "Intent", "Opportunity", "Quote", "Won", "Lost"),
    statuses=("Prospect", "Interested", "Customer", "Lost customer"),
    outcomes=("Won", "Not won", "Lost", "Nurturing"),
    methods=("Phone", "Email", "Visit", "Online", "WeChat"),
    states=("In progress", "Done", "Pending"),
    roles=("Sales rep", "Sales manager", "Department head", "Admin"),
    subjects=("Lead", "Opportunity"),
    metrics=("Sales", "Collections"),
    need_fit=("none", "partial", "full"),
    budget_fit=("short", "matches", "above price"),
    authority=("none", "influences", "decides"),
    urgency=("later", "1-3 months", "within 1 month"),
    flags=("No", "Yes"),
    lines=("Sensors", "Gateways", "Software", "Services"),
    products=(
        *("Vibration sensor kit", "Pressure & temperature transmitter"),
        *("Edge gateway G200", "Edge gateway G500"),
        *("Asset platform Standard", "Asset platform Enterprise"),
        *("Annual maintenance", "Installation & training"),
    ),
    competitors=("Borealin Automation", "Quaymark IoT", "Helvane Controls"),
    reasons=(
        *("Budget too small", "Competitor cheaper", "Poor fit", "Decision takes too long"),
        *("Project cancelled", "Cannot be reached", "Delivery too slow"),
    ),
    factors=(
        *("Value for money", "Solution fits well", "Quick response", "Recommended by a customer"),
        *("After-sales service", "Successful trial"),
    ),
    titles=(
        *("Purchasing manager", "Maintenance manager", "Managing director", "Head of production"),
        *("IT manager", "Engineer", "Plant manager"),
    ),
    demand_types=("Monitoring", "Data collection", "System upgrade", "Maintenance", "Expansion"),
    needs=(
        "About {n} machines to be monitored; wants a pilot before the roll-out",
        "Asks about {p}; the line has some {n} measuring points",
        "New production line, needs {p} and everything that goes with it",
        "The present system is old and shall be replaced by {p}",
        "The group wants its machines connected, {n} of them; needs a quote",
        "The compressor station uses too much energy; wants to collect and analyse the data",
        "Needs {p}, must work with the existing system",
        "Key motors stop too often, wants early warning for about {n} of them",
        "Asks for price and delivery time of {p}",
        "Warehouse equipment is inspected on paper; wants to do it online",
        "Has a budget next year and wants to know what {p} can do",
        "Bought something similar last year, needs about {n} more for an expansion",
    ),
    notes=(
        "Sensitive to price", "Slow to pay, send the invoice early",
        "Purchasing and maintenance decide together", "Cares about service response",
        "Buys once a quarter", "Has a budget to spend before the year ends",
        "Could become a reference",
    ),
    marketing=("Marketing", "Marketing", "Marketing"),
)

LANGUAGES = {"zh": ZH, "en": EN}
