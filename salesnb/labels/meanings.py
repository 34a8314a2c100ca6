"""What every column of a table means, in one line: for templates and forms.

The key is `means_<table>.<column>`, or `means_<column>` for what means the same in every table.
"""

from salesnb.labels.entries import Entries

MEANINGS: Entries = {
    # in several tables
    "means_customer_id": ("客户信息表中的编号", "The customer's number in the sheet Customers"),
    "means_lead_id": ("销售线索信息表中的编号", "The lead's number in the sheet Leads"),
    "means_owner": ("负责的销售；业绩归其名下", "The rep in charge; figures count for this person"),
    "means_region": ("所属区域，用于分区域统计", "The region under which it is counted"),
    "means_industry": ("所属行业，用于分行业统计", "The industry under which it is counted"),
    "means_product_line": ("产品所属产品线", "The line that the product belongs to"),
    "means_competitor": ("同时参与竞争的厂商", "Who else competes for the deal"),
    "means_lost_reason": ("流失的主要原因，用于流失分析", "The main reason of the loss"),
    "means_contact_name": ("主要联系人姓名", "The main contact person"),
    "means_contact_info": ("电话或邮箱；保留前导 0", "Phone or e-mail; leading zeros are kept"),
    "means_estimated": (
        "结束日期是估计的，不是签约当日",
        "The closing day is an estimate, not the day of signing",
    ),
    "means_state": ("这次跟进或计划办到哪一步", "How far this follow-up or plan has come"),
    "means_method": ("联系客户的方式", "How the customer is contacted"),
    # customers
    "means_customers.customer_id": (
        "客户的唯一编号；同一编号再次导入即更新",
        "The customer's own number; the same number again updates the row",
    ),
    "means_customers.customer_name": ("公司全称", "The company's full name"),
    "means_customers.contact_title": ("联系人的职务", "The contact's position"),
    "means_customers.source": ("客户最初从哪个渠道来", "The channel that the customer came from"),
    "means_customers.first_contact_date": (
        "第一次与客户接触的日期",
        "The day of the first contact",
    ),
    "means_customers.status": ("客户目前处于哪种状态", "What the customer is now"),
    "means_customers.level": ("客户的重要程度", "How important the customer is"),
    "means_customers.demand_type": ("需求属于哪一类", "The kind of demand"),
    "means_customers.created_by": ("建立客户档案的人", "Who opened the customer's file"),
    "means_customers.created_date": ("建立客户档案的日期", "The day when the file was opened"),
    "means_customers.updated_date": (
        "状态、等级等从这一天起有效",
        "The day from which status and level hold",
    ),
    "means_customers.last_contact_at": (
        "最近一次跟进的时间",
        "When the customer was last contacted",
    ),
    "means_customers.strategic": (
        "是否具有战略价值，不只看金额",
        "Whether the customer matters beyond the amount",
    ),
    "means_customers.attachments": ("附件的文件名", "Names of attached files"),
    "means_customers.note": ("其他说明", "Anything else"),
    # leads
    "means_leads.lead_id": (
        "线索的唯一编号，如 202603001-展会",
        "The lead's own number, such as L202603001",
    ),
    "means_leads.source": ("线索从哪个渠道来", "The channel that the lead came from"),
    "means_leads.company_name": ("线索所属公司", "The company that the lead belongs to"),
    "means_leads.need": ("客户需要什么", "What the customer needs"),
    "means_leads.budget": ("客户的预算，可以是区间", "The customer's budget; a range is fine"),
    "means_leads.budget_min": (
        "预算的下限，由预算范围读出",
        "Its lower end, read out of the budget",
    ),
    "means_leads.budget_max": (
        "预算的上限，由预算范围读出",
        "Its upper end, read out of the budget",
    ),
    "means_leads.expected_close": (
        "预计什么时候成交，到月即可",
        "When the deal is expected; a month is enough",
    ),
    "means_leads.customer_id": (
        "线索对应的客户；尚未建档则留空",
        "The customer that the lead belongs to; empty if there is none yet",
    ),
    "means_leads.stage": ("目前跟进到哪个阶段", "The stage that the lead is in"),
    "means_leads.recorder": ("录入这条线索的人", "Who typed in the lead"),
    "means_leads.created_at": (
        "线索进入系统的时间；首次响应从此计时",
        "When the lead came in; the first response counts from here",
    ),
    "means_leads.assigned_at": ("分配给负责人的时间", "When the owner got the lead"),
    "means_leads.grade": ("线索质量等级", "The lead's quality"),
    "means_leads.need_fit": ("需求与产品是否匹配", "How well need and product match"),
    "means_leads.budget_fit": ("预算是否充足", "Whether the budget suffices"),
    "means_leads.authority": ("联系人能否决策", "Whether the contact can decide"),
    "means_leads.urgency": ("需求有多紧急", "How urgent the need is"),
    "means_leads.outcome": ("线索最后的结果", "How the lead ended"),
    "means_leads.outcome_date": ("得出结果的日期", "The day on which it ended"),
    "means_leads.deal_amount": ("成交时的合同金额", "The contract's amount if won"),
    "means_leads.reason": ("没有成交的主要原因", "The main reason why it was not won"),
    "means_leads.decisive_factor": ("促成结果的关键因素", "What decided the outcome"),
    "means_leads.analysis": ("对成败的简短总结", "A short summary of what was learnt"),
    # opportunities, stage_history
    "means_opportunities.opportunity_id": (
        "销售机会的唯一编号",
        "The opportunity's own number",
    ),
    "means_opportunities.lead_id": ("由哪条线索而来", "The lead that it came from"),
    "means_opportunities.opportunity_name": ("机会的简称，如项目名", "A short name of the deal"),
    "means_opportunities.stage": ("目前所处销售阶段", "The stage that the deal is in"),
    "means_opportunities.amount": ("预计能成交的金额", "The amount expected"),
    "means_opportunities.probability": ("预计成交的可能性", "How likely the deal is"),
    "means_opportunities.expected_date": ("预计哪天签约", "The day when signing is expected"),
    "means_opportunities.created_at": ("成为销售机会的日期", "The day when it became a deal"),
    "means_opportunities.won_amount": (
        "合同金额；阶段为成交时必填",
        "The contract's amount; required once won",
    ),
    "means_opportunities.closed_at": (
        "签约或流失的日期；阶段为成交时必填",
        "The day of signing or loss; required once won",
    ),
    "means_stage_history.subject_type": (
        "编号是线索、商机还是客户",
        "Whether the number is of a lead, an opportunity or a customer",
    ),
    "means_stage_history.subject_id": ("线索、商机或客户的编号", "Its number"),
    "means_stage_history.stage": ("进入的阶段", "The stage that was entered"),
    "means_stage_history.entered_at": ("进入该阶段的时间", "When the stage was entered"),
    "means_stage_history.observed": (
        "由两次导入比较推得，不是人工填写",
        "Found by comparing two imports, not typed in",
    ),
    # follow_ups, plans
    "means_follow_ups.follow_id": ("跟进记录的唯一编号", "The follow-up's own number"),
    "means_follow_ups.follow_at": ("实际跟进的时间", "When the follow-up took place"),
    "means_follow_ups.user": ("做这次跟进的人", "Who did it"),
    "means_follow_ups.content": ("沟通了什么", "What was talked about"),
    "means_follow_ups.feedback": ("客户怎么说", "What the customer said"),
    "means_follow_ups.next_plan": (
        "下一步做什么，可写明日期",
        "What comes next; a day may be named",
    ),
    "means_follow_ups.next_due": ("下次跟进的日期", "The day of the next follow-up"),
    "means_follow_ups.effective": ("是否有实质进展", "Whether it brought the matter forward"),
    "means_follow_ups.status_change": ("客户状态是否因此改变", "Whether the status changed by it"),
    "means_follow_ups.demand_change": ("需求有何变化", "How the demand changed"),
    "means_follow_ups.recorded_at": ("录入这条记录的时间", "When the record was typed in"),
    "means_plans.plan_id": ("计划的唯一编号", "The plan's own number"),
    "means_plans.due_on": ("计划在哪天跟进", "The day when it is due"),
    "means_plans.owner": ("谁来跟进", "Who is to do it"),
    "means_plans.goal": ("这次跟进要达到什么", "What is to be reached"),
    # orders, payments, products
    "means_orders.order_id": ("销售单的唯一编号", "The order's own number"),
    "means_orders.product": ("卖出的产品或服务", "The product or service sold"),
    "means_orders.quantity": ("数量；退货为负数", "The quantity; negative for returns"),
    "means_orders.unit_price": ("每件的价格", "The price of one piece"),
    "means_orders.amount": ("订单金额；退款为负数", "The order's amount; negative for refunds"),
    "means_orders.order_date": (
        "成交的日期；业绩计入这一天",
        "The day of the sale; it counts then",
    ),
    "means_orders.due_date": (
        "应收到款项的日期；空则按账期推算",
        "The day when payment is due; reckoned from the payment term if empty",
    ),
    "means_payments.payment_id": ("回款记录的唯一编号", "The payment's own number"),
    "means_payments.order_id": ("回款对应的销售单", "The order that is paid"),
    "means_payments.paid_amount": (
        "这一次收到的金额；退款为负数",
        "What was paid this time; negative for refunds",
    ),
    "means_payments.paid_date": ("款项到账的日期", "The day when the money came"),
    "means_products.product": ("产品或服务的名称", "The name of the product or service"),
    "means_products.list_price": ("对外报价", "The price quoted"),
    "means_products.floor_price": (
        "最低可售价，仅管理员可见",
        "The lowest price; seen by administrators only",
    ),
    # compared with what is computed
    "means_conversion_days": (
        "从录入到转化的天数，只用于核对",
        "Days from creation to outcome, only compared",
    ),
    "means_payment_status": ("回款情况，只用于核对", "What was paid so far, only compared"),
    # targets, staff
    "means_targets.period": ("目标所属的月、季或年", "The month, quarter or year of the target"),
    "means_targets.scope": (
        "目标属于公司、部门、团队还是个人",
        "The company, department, team or person that the target is for",
    ),
    "means_targets.metric": ("考核什么", "What is measured"),
    "means_targets.value": ("要达到的金额或数量", "The amount or number to be reached"),
    "means_staff.name": ("员工姓名，与各表负责人一致", "The name, as in the columns of owners"),
    "means_staff.staff_id": ("区分同名员工", "Tells people of the same name apart"),
    "means_staff.since": (
        "从哪天起在此团队；换团队另起一行",
        "The first day in this team; a change of team is a row of its own",
    ),
    "means_staff.team": ("所属团队；销售和主管必填", "The team; required for reps and managers"),
    "means_staff.department": ("所属部门", "The department"),
    "means_staff.role": ("决定能看到哪些数据", "Decides what the person may see"),
    "means_staff.seniority": ("资历，如 资深、新人", "How experienced the person is"),
    "means_staff.manager": ("直接上级的姓名", "The direct superior"),
    "means_staff.email": ("报告发送到此邮箱", "Where reports are sent"),
    "means_staff.active": ("离职填 否，历史业绩保留", "No for whoever has left; past figures stay"),
    "means_staff.regions": ("负责的区域，可填多个", "The regions that the person covers"),
    "means_staff.industries": ("负责的行业，可填多个", "The industries that the person covers"),
}
