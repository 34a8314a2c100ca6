"""What reps write down after a call: content, the customer's feedback and the next step.

{p} is a product, {l} a product line, {n} a number, {d} the day of the next step. Both languages
have as many sentences of each kind.
"""

from typing import NamedTuple

FIRST, UNREACHED, NURTURE, NEEDS, QUOTING, CLOSING, CARE, DUNNING = range(8)


class Phrases(NamedTuple):
    """Sentences of one phase."""

    content: tuple[str, ...]
    feedback: tuple[str, ...]
    plan: tuple[str, ...]


PHRASES_ZH = (
    Phrases(
        (
            "首次电话沟通，介绍公司和{l}产品", "了解客户基本情况，确认需求为{p}",
            "添加微信，发送公司介绍和{p}资料", "首次接触，确认联系人负责{l}选型",
            "回复客户咨询，说明{p}主要功能", "初步沟通，客户现有约{n}台设备需要接入",
            "核实线索信息，客户正在收集{l}方案", "致电客户，介绍同行业应用案例",
        ),
        (
            "有兴趣，希望看资料", "正在对比几家供应商", "需要内部讨论后再回复", "目前只是了解价格",
            "让我们先发一份方案", "近期比较忙，下周再联系", "对案例比较感兴趣", "预算还没定",
        ),
        (
            "{d}前发送产品资料", "{d}电话回访", "3日内发送{p}介绍", "{d}前安排技术交流",
            "发送同行业案例", "{d}再次联系确认需求",
        ),
    ),
    Phrases(
        (
            "电话无人接听", "客户在开会，未能详谈", "微信已发送资料，暂未回复",
            "邮件已发，未收到回复", "电话占线，改发短信说明来意", "前台转接，负责人不在",
        ),
        ("", "稍后再联系", "未回复", "请改天再打", "", "负责人出差"),
        (
            "{d}再次致电", "换个时间再联系", "{d}前通过微信联系", "3日内再次拨打",
            "尝试联系其他负责人", "{d}电话回访",
        ),
    ),
    Phrases(
        (
            "回访客户，了解{l}需求进展", "发送{p}应用案例", "询问内部讨论结果",
            "介绍{p}新版本功能", "节前问候，顺便了解项目进度", "解答客户关于{p}的技术问题",
            "邀请客户参加线上产品讲解", "了解客户年度预算安排", "确认客户关注点：稳定性和价格",
            "跟进资料查看情况，客户已转技术部门",
        ),
        (
            "还在内部讨论", "暂时没有明确计划", "价格比预期高", "希望有试用机会", "领导还没批",
            "等下季度预算", "觉得功能可以，需要技术确认", "已在看其他品牌", "资料已收到",
            "愿意继续了解",
        ),
        (
            "{d}前更新方案", "{d}电话回访", "两周后再联系", "{d}前发送案例", "约技术同事一起沟通",
            "3日内回复技术问题", "保持联系", "{d}前确认是否立项",
        ),
    ),
    Phrases(
        (
            "与设备部沟通需求，涉及约{n}个测点", "上门调研现场，确认安装条件",
            "线上会议讨论{p}方案", "确认需求清单，客户要求对接现有系统",
            "与采购和技术共同开会，明确验收标准", "现场演示{p}，客户参与人员5人",
            "沟通预算范围和项目时间", "确认决策流程，最终由总经理审批",
            "提供初步方案，讨论实施周期", "讨论试点范围，先做{n}台",
        ),
        (
            "认可方案思路", "希望补充同行业案例", "要求先做试点", "关心实施周期", "预算可以申请",
            "技术部比较支持", "需要和集团统一标准", "希望尽快报价", "对数据安全有疑问", "要求现场测试",
        ),
        (
            "{d}前提交技术方案", "{d}上门调研", "3日内提交报价单", "{d}前完成测试报告",
            "安排产品经理支持", "{d}召开方案评审会", "{d}前补充案例资料", "整理需求清单并确认",
        ),
    ),
    Phrases(
        (
            "提交{p}报价单，数量{n}", "讲解报价明细和付款方式", "根据客户要求调整配置后重新报价",
            "与采购沟通价格和交期", "发送正式报价及技术方案", "确认{p}型号和数量",
            "客户要求增加培训服务，更新报价", "说明{p}与其他品牌的差异",
        ),
        (
            "觉得价格偏高", "价格可接受，等审批", "要求再优惠5%", "希望延长账期", "交期需要提前",
            "和竞品对比中", "方案没问题，走流程", "需要重新核算数量",
        ),
        (
            "{d}发送报价单", "{d}前更新报价", "申请价格审批", "3日内提交报价单", "{d}与采购面谈",
            "{d}前确认交期", "等待客户反馈，{d}跟进", "准备合同模板",
        ),
    ),
    Phrases(
        (
            "商务谈判，讨论付款比例", "上门拜访总经理，沟通合作", "跟进合同审批进度",
            "客户法务提出合同修改意见", "确认最终价格和交货时间", "沟通质保条款和售后响应",
            "与客户采购确认合同细节", "陪同客户参观样板工厂", "讨论分批供货计划",
            "跟进招标结果，等待公示",
        ),
        (
            "审批中，预计下周有结果", "基本同意，等签字", "竞品又降价了", "要求先供货后付款",
            "合同条款需要修改", "项目可能延期", "对样板工厂满意", "希望月底前签约",
            "预算被压缩", "总经理已同意",
        ),
        (
            "{d}前签订合同", "{d}跟进审批", "{d}前回复合同意见", "申请特批价格", "{d}拜访决策人",
            "准备发货计划", "{d}前寄出合同", "请经理协助推进",
        ),
    ),
    Phrases(
        (
            "老客户回访，了解{p}使用情况", "节日问候", "电话了解近期采购计划", "上门巡检，设备运行正常",
            "介绍{l}新产品", "处理售后问题，已安排工程师", "了解客户扩产计划",
            "沟通维保续签事宜", "收集使用反馈，客户提出{n}条建议", "微信发送产品升级说明",
            "拜访设备部，了解现场情况", "提醒备件库存和补货",
        ),
        (
            "使用正常", "整体满意", "希望响应再快一些", "暂无采购计划", "下季度可能补货",
            "有个新项目在规划", "今年预算收紧", "建议增加报表功能", "换了新的采购负责人",
            "会推荐给兄弟公司", "有竞品在接触", "近期会下单",
        ),
        (
            "下月回访", "{d}回访", "{d}前发送新品资料", "安排售后工程师上门", "{d}前提交续签报价",
            "保持季度拜访", "{d}了解新项目进展", "3日内回复售后问题",
        ),
    ),
    Phrases(
        (
            "电话催款，确认付款时间", "发送对账单", "与财务沟通回款安排", "上门对账，确认未付金额",
            "提醒货款已逾期",
        ),
        (
            "月底安排付款", "资金紧张，申请延期", "已提交付款申请", "发票有误需重开", "等领导签字",
        ),
        (
            "{d}再次催款", "{d}前确认到账", "3日内重新开票", "请经理协助催款", "{d}上门对账",
        ),
    ),
)

PHRASES_EN = (
    Phrases(
        (
            "First call, introduced the company and our {l}", "Asked about the basics, needs {p}",
            "Connected on WeChat, sent company profile and {p} brochure",
            "First contact, this person selects {l}", "Answered the inquiry, explained {p}",
            "First talk, about {n} machines to connect", "Checked the lead, is collecting offers",
            "Called and told about a customer in the same industry",
        ),
        (
            "Interested, wants to see material", "Compares several suppliers",
            "Has to discuss it internally", "Only asks for prices so far", "Send a proposal first",
            "Busy now, call again next week", "Liked the reference case", "Budget not fixed yet",
        ),
        (
            "Send product material by {d}", "Call back on {d}", "Send {p} brochure within 3 days",
            "Arrange technical talk by {d}", "Send a reference case", "Confirm the need on {d}",
        ),
    ),
    Phrases(
        (
            "Nobody answered the phone", "Was in a meeting, no time to talk",
            "Sent material on WeChat, no reply yet", "Sent an email, no reply",
            "Line busy, sent a text message", "Front desk says the contact is out",
        ),
        ("", "Call again later", "No reply", "Asked to call another day", "", "Is travelling"),
        (
            "Call again on {d}", "Try another time of day", "Try WeChat by {d}",
            "Call again within 3 days", "Look for another contact", "Call back on {d}",
        ),
    ),
    Phrases(
        (
            "Called back about {l}", "Sent a reference case for {p}", "Asked what they decided",
            "Explained what is new in {p}", "Season's greetings, asked about the project",
            "Answered technical questions about {p}", "Invited to an online product session",
            "Asked about the yearly budget", "Main concerns are stability and price",
            "Material was passed on to the engineers",
        ),
        (
            "Still discussing", "No concrete plan yet", "Dearer than expected", "Wants a trial",
            "Not yet approved", "Waits for next quarter's budget", "Engineers have to confirm",
            "Looks at other brands too", "Received the material", "Wants to hear more",
        ),
        (
            "Update the proposal by {d}", "Call back on {d}", "Call again in two weeks",
            "Send a case by {d}", "Bring an engineer along", "Answer the questions within 3 days",
            "Stay in touch", "Ask about approval by {d}",
        ),
    ),
    Phrases(
        (
            "Went through the needs, some {n} measuring points", "Visited the site, can be installed",
            "Online meeting about a {p} solution", "Need list confirmed, must fit existing system",
            "Met purchasing and engineering, agreed on acceptance", "Showed {p} to five people",
            "Talked about budget and schedule", "Learned who decides: the managing director",
            "Gave a first proposal, discussed the schedule", "Discussed a pilot with {n} machines",
        ),
        (
            "Likes the approach", "Wants cases from the industry", "Wants a pilot first",
            "Worried about the schedule", "Budget can be applied for", "Engineers are in favour",
            "Has to follow the group's standard", "Wants a quote soon", "Asks about data security",
            "Wants a test on site",
        ),
        (
            "Technical proposal by {d}", "Visit the site on {d}", "Send the quote within 3 days",
            "Finish the test report by {d}", "Ask product management for help",
            "Review meeting on {d}", "Add reference cases by {d}", "Write and confirm the need list",
        ),
    ),
    Phrases(
        (
            "Sent quote for {n} x {p}", "Explained quote and payment terms",
            "Changed the configuration and quoted again", "Talked price and delivery",
            "Sent formal quote and proposal", "Confirmed model and number of {p}",
            "Added training, updated the quote", "Explained how {p} differs from other brands",
        ),
        (
            "Finds it expensive", "Price accepted, waits for approval", "Wants another 5 % off",
            "Wants longer payment terms", "Needs earlier delivery", "Compares with a competitor",
            "Solution fine, in approval", "Has to recount the quantity",
        ),
        (
            "Send the quote on {d}", "Update the quote by {d}", "Apply for the price",
            "Send the quote within 3 days", "Meet purchasing on {d}", "Confirm delivery by {d}",
            "Wait for the answer, follow up on {d}", "Prepare the contract",
        ),
    ),
    Phrases(
        (
            "Negotiated the payment schedule", "Visited the managing director",
            "Asked how far the contract is", "Their lawyer wants changes in the contract",
            "Agreed on final price and delivery", "Talked about warranty and service",
            "Went through the contract with purchasing", "Showed them a reference plant",
            "Discussed delivery in batches", "Waiting for the result of the tender",
        ),
        (
            "In approval, answer expected next week", "Agreed, waits for signature",
            "Competitor lowered the price", "Wants delivery before payment",
            "Contract needs changes", "Project may be postponed", "Liked the reference plant",
            "Wants to sign before the month ends", "Budget was cut", "Director has agreed",
        ),
        (
            "Sign the contract by {d}", "Ask about approval on {d}", "Answer the lawyer by {d}",
            "Apply for a special price", "Visit the decision maker on {d}", "Plan the delivery",
            "Post the contract by {d}", "Ask the manager for help",
        ),
    ),
    Phrases(
        (
            "Asked how {p} works for them", "Season's greetings", "Asked about purchasing plans",
            "Inspection on site, all running well", "Introduced new {l}",
            "Service problem, engineer is on the way", "Asked about their expansion",
            "Talked about renewing maintenance", "Collected feedback, {n} suggestions",
            "Sent the upgrade notes on WeChat", "Visited the maintenance department",
            "Reminded of spare parts and refill",
        ),
        (
            "Works well", "Satisfied on the whole", "Wants faster response", "No plans to buy now",
            "May reorder next quarter", "A new project is being planned", "Budget is tight this year",
            "Wants more reports", "There is a new buyer", "Will recommend us to a sister company",
            "A competitor is calling too", "Will order soon",
        ),
        (
            "Call next month", "Call on {d}", "Send new material by {d}", "Send a service engineer",
            "Renewal quote by {d}", "Keep visiting every quarter", "Ask about the project on {d}",
            "Answer the service question within 3 days",
        ),
    ),
    Phrases(
        (
            "Asked when they will pay", "Sent the statement of account",
            "Talked to accounting about the payment", "Compared accounts on site",
            "Reminded them that the invoice is overdue",
        ),
        (
            "Will pay at the end of the month", "Short of cash, asks for delay",
            "Payment request is filed", "Invoice is wrong, needs a new one", "Waits for a signature",
        ),
        (
            "Remind again on {d}", "Check the account by {d}", "New invoice within 3 days",
            "Ask the manager for help", "Compare accounts on {d}",
        ),
    ),
)

PHRASES = {"zh": PHRASES_ZH, "en": PHRASES_EN}

METHOD_SHARES = (
    # phone, email, visit, online, wechat
    (0.58, 0.09, 0.03, 0.05, 0.25),
    (0.66, 0.10, 0.00, 0.00, 0.24),
    (0.46, 0.14, 0.04, 0.06, 0.30),
    (0.28, 0.09, 0.26, 0.20, 0.17),
    (0.28, 0.30, 0.12, 0.10, 0.20),
    (0.34, 0.10, 0.27, 0.10, 0.19),
    (0.36, 0.08, 0.17, 0.05, 0.34),
    (0.62, 0.13, 0.11, 0.00, 0.14),
)
