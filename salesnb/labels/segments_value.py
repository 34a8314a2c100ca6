"""What is said of customers by RFM, groups, expected value and late payment."""

from salesnb.labels.entries import Entries

SEGMENTS_VALUE: Entries = {
    # RFM
    "rfm_short": ("RFM 分层", "RFM segments"),
    "rfm_title": (
        "**{count:,}** 家{name}贡献近 12 个月销售额的 **{share}**",
        "**{count:,}** {name} bring **{share}** of the last 12 months' sales",
    ),
    "rfm_subtitle": (
        "截至{day}，下过单的客户 {count:,} 家；R 最近一次下单，F 下单次数，M 累计金额，各分 5 档，5 档最好；金额为净额（已减退货）",
        "{count:,} customers who ever ordered, as of {day}; R the last order, F the orders, M the money in all, each in five steps, 5 is best; returns are taken off",
    ),
    "rfm_none": (
        "RFM 无从比较：下过单的客户不足 {least} 家，或者各家的最近下单、次数、金额完全相同。",
        "RFM cannot compare: fewer than {least} customers ever ordered, or all are alike in their last order, number of orders and money.",
    ),
    "rfm_no_orders": (
        "另有 {count:,} 家客户从未下单，不在其中。",
        "{count:,} more customers never ordered and are not in it.",
    ),
    "rfm_returns": (
        "{count:,} 家客户的退货金额不低于购货金额，净额为零或负数，不估计其价值。",
        "{count:,} customers brought back as much as they bought or more; no value is estimated for them.",
    ),
    "rfm_one_large": (
        "注意：{name}一家占近 12 个月销售额的 {share}，合计金额主要反映这一家。",
        "Mind: {name} alone has {share} of the last 12 months' sales, so that totals of money mostly tell of this one.",
    ),
    "rfm_map": ("R×F 各档的客户数", "Customers by recency and frequency"),
    "rfm_r": ("R{score}", "R{score}"),
    "rfm_f": ("F{score}", "F{score}"),
    "rfm_map_note": (
        "行 R：5 档最近下过单；列 F：5 档下单最多。数值相同的客户同档，因此有的档可能没有客户。",
        "Rows R: 5 ordered most lately; columns F: 5 ordered most often. Customers with equal values share a step, so that a step may be empty.",
    ),
    "rfm_key_value": ("重要价值客户", "champions"),
    "rfm_key_develop": ("重要发展客户", "big spenders to develop"),
    "rfm_key_keep": ("重要保持客户", "champions slipping away"),
    "rfm_key_rescue": ("重要挽留客户", "big spenders about to be lost"),
    "rfm_general_value": ("一般价值客户", "loyal small customers"),
    "rfm_general_develop": ("一般发展客户", "new small customers"),
    "rfm_general_keep": ("一般保持客户", "small customers slipping away"),
    "rfm_general_rescue": ("一般挽留客户", "small customers nearly lost"),
    "rfm_is_key_value": ("近期有单，次数多，金额高", "lately, often, much"),
    "rfm_is_key_develop": ("近期有单，次数少，金额高", "lately, seldom, much"),
    "rfm_is_key_keep": ("久未下单，次数多，金额高", "long ago, often, much"),
    "rfm_is_key_rescue": ("久未下单，次数少，金额高", "long ago, seldom, much"),
    "rfm_is_general_value": ("近期有单，次数多，金额低", "lately, often, little"),
    "rfm_is_general_develop": ("近期有单，次数少，金额低", "lately, seldom, little"),
    "rfm_is_general_keep": ("久未下单，次数多，金额低", "long ago, often, little"),
    "rfm_is_general_rescue": ("久未下单，次数少，金额低", "long ago, seldom, little"),
    "rfm_segment": ("客户类型", "Segment"),
    "rfm_what": ("特征", "What they are"),
    "rfm_what_why": (
        "最近下单、次数、金额各与全公司下过单客户的中位相比：高于中位为“近期”“多”“高”。",
        "Last order, orders and money, each beside the middle of all customers of the company who ever ordered.",
    ),
    "value_customers": ("客户数", "Customers"),
    "value_three_months": ("较 3 个月前", "In 3 months"),
    "value_three_months_why": (
        "同一批划分标准下，与 3 个月前相比的客户数变化；新客户计入。",
        "Change of the number of customers beside three months before; new customers count.",
    ),
    "value_year_sales": ("近 12 个月销售额", "Sales, 12 months"),
    "value_share": ("占比", "Share"),
    "value_share_why": (
        "占本范围近 12 个月销售额的比例。",
        "Of the sales of the last 12 months in this scope.",
    ),
    "value_days_since": ("距上次下单", "Since last order"),
    "value_days_since_why": ("各客户的中位天数。", "Median days."),
    "value_orders": ("累计下单", "Orders in all"),
    "value_orders_why": (
        "有下单的天数，同一天多张订单算一次；取各客户的中位数。",
        "Days with an order, several of one day count once; the median of the customers.",
    ),
    # groups
    "groups_short": ("客户分群", "Groups of customers"),
    "groups_title": (
        "客户分为 **{number}** 群，差别主要在{traits}",
        "Customers fall into **{number}** groups, which differ most by {traits}",
    ),
    "groups_none_title": ("没有清晰的客户分群", "There are no clear groups of customers"),
    "groups_subtitle": (
        "截至{day}，按最近下单、下单频率、年均金额、近期增减聚类；全公司统一划分，名称逐期沿用",
        "As of {day}, by last order, frequency, money a year and growth; one grouping for the whole company, whose names stay from period to period",
    ),
    "groups_few": (
        "下过单的客户不足 {least} 家，不做聚类。",
        "Fewer than {least} customers ever ordered: no groups are looked for.",
    ),
    "groups_alike": (
        "各客户的购买情况完全相同，没有可以区分的群。",
        "All customers bought alike; there is nothing to tell groups by.",
    ),
    "groups_none": (
        "试过 {least} 到 {most} 群：最好的是 {number} 群，轮廓系数 {apart}，而在没有分群的随机数据上也能得到 {noise}；或者换一批客户就分不出同样的群（稳定性 {stable}，至少要 0.8）。硬分只会得到任意的界线，因此不分。",
        "Tried {least} to {most} groups: the best are {number}, with a silhouette of {apart} where noise without groups has {noise}; or other customers would give other groups (stability {stable}, at least 0.8 is asked). To divide all the same would draw arbitrary lines, so nothing is divided.",
    ),
    "groups_why": (
        "为什么是 {number} 群：轮廓系数 {apart}（随机数据最多 {noise}），重抽样后调整兰德指数 {stable}（1 为完全一致）。各指标差异由分群解释的比例：{weights}。",
        "Why {number} groups: silhouette {apart} (noise at most {noise}), adjusted Rand index after resampling {stable} (1 is the same). Of the differences the groups explain: {weights}.",
    ),
    "groups_map_note": (
        "各群在全部客户中的位置：50% 为居中，越高越好（越近、越频繁、金额越高、增长越多）。",
        "Where each group lies among all customers: 50% is the middle, the higher the better (more lately, more often, more money, more growth).",
    ),
    "group_word_lately+": ("近期有单", "recent"),
    "group_word_lately-": ("久未下单", "long silent"),
    "group_word_often+": ("高频", "frequent"),
    "group_word_often-": ("低频", "rare"),
    "group_word_spend+": ("高额", "high spend"),
    "group_word_spend-": ("低额", "low spend"),
    "group_word_growth+": ("增长", "growing"),
    "group_word_growth-": ("下滑", "declining"),
    "group_word_middle": ("居中", "in the middle"),
    "group_name": ("{words}客户", "{words}"),
    "group_trait_lately": ("最近下单", "last order"),
    "group_trait_often": ("下单频率", "frequency"),
    "group_trait_spend": ("年均金额", "money a year"),
    "group_trait_growth": ("近期增减", "growth"),
    "groups_group": ("客户群", "Group"),
    "groups_found": (
        "**{name}**：{count:,} 家，占客户数 {share}，占近 12 个月销售额 {sales}",
        "**{name}**: {count:,} customers, {share} of all, {sales} of the last 12 months' sales",
    ),
    "groups_marked": ("特点：{traits}", "What marks them: {traits}"),
    "groups_like_all": ("各项都居中", "nothing, they lie in the middle"),
    "groups_based": (
        "中位客户距上次下单 {days} 天、累计下单 {orders} 次；近 12 个月户均 {mean}",
        "The middle customer ordered {days} days ago; orders in all: {orders}; {mean} each in the last 12 months",
    ),
    "group_trait_above": (
        "{trait}高于 {place} 的客户",
        "{trait} above that of {place} of customers",
    ),
    "group_trait_below": (
        "{trait}低于 {place} 的客户",
        "{trait} below that of {place} of customers",
    ),
    # value
    "value_short": ("客户价值预测", "Expected value"),
    "value_title": (
        "未来 12 个月预计销售 **{total}**，其中 {count} 家占一半",
        "**{total}** of sales are expected in the next 12 months, half of it from {count} customers",
    ),
    "value_subtitle": (
        "截至{day}已下过单的客户，未来 365 天；不含新客户",
        "Customers who had ordered by {day}, the next 365 days; without new customers",
    ),
    "value_none": (
        "历史不足以预测：至少需要 {least} 家下过单的客户（其中 {repeaters} 家两次以上）和约半年的历史，才能先留出一段时间检验。不给没有检验过的数字。",
        "Too little history to foretell: at least {least} customers who ordered ({repeaters} of them twice) and about half a year are needed, so that part of it can be tested on. No untested figure is given.",
    ),
    "value_way_model": ("MBG/NBD 与 Gamma-Gamma 模型", "MBG/NBD and gamma-gamma model"),
    "value_way_same_as_before": ("与上一年相同", "same as the year before"),
    "value_way_own_rate": ("客户自身的平均频率", "the customer's own rate"),
    "value_used": (
        "预计销售额采用“{sales}”，预计下单次数采用“{orders}”：用 {cut} 以前的数据预测其后 {days} 天，在 {count:,} 家客户上平均绝对误差最小。",
        "Expected sales are by “{sales}” and orders by “{orders}”: with the data up to {cut} they foretold the {days} days after it with the least mean absolute error over {count:,} customers.",
    ),
    "value_model_lost": (
        "模型未胜过简单方法，因此没有采用。",
        "The model did not beat the simple ways and is not used.",
    ),
    "value_active_model": (
        "活跃概率由 MBG/NBD 模型给出（只买过一次的客户也可能已流失），检验 AUC {auc}，单看距上次下单天数为 {recency}。",
        "P(active) is the MBG/NBD model's (who ordered once may be lost, too): AUC {auc} in the test, {recency} by the days since the last order alone.",
    ),
    "value_active_recency": (
        "活跃概率为检验期内静默时间相近的客户再次下单的比例：单看距上次下单天数的 AUC 为 {recency}，模型为 {auc}，没有更好。",
        "P(active) is the share that ordered again of customers who had been silent for about as long: by the days since the last order alone the AUC is {recency}, the model has {auc} and is no better.",
    ),
    "value_way": ("方法", "Way"),
    "value_mae_orders": ("次数误差", "Error, orders"),
    "value_mae_sales": ("金额误差", "Error, sales"),
    "value_total": ("合计比", "Total"),
    "value_mae_why": (
        "检验期内每家客户预计与实际之差的平均（平均绝对误差）。",
        "Mean difference of foretold and real per customer over the tested time (mean absolute error).",
    ),
    "value_total_why": (
        "检验期预计销售合计与实际之比，100% 为恰好。",
        "Foretold over real sales of the tested time; 100% is exact.",
    ),
    "value_test_caption": (
        "检验期 {days} 天，自 {cut} 起；简单方法误差更小时采用简单方法。",
        "Tested over {days} days from {cut}; where a simple way has the smaller error it is used.",
    ),
    "value_active": ("活跃概率", "P(active)"),
    "value_expected_orders": ("预计下单", "Expected orders"),
    "value_expected_sales": ("预计销售额", "Expected sales"),
    "value_usual_gap": ("平时间隔", "Usual gap"),
    "value_usual_gap_why": (
        "两次下单之间天数的中位数；下单不足三次的没有。",
        "Median days between orders; none below three orders.",
    ),
    "value_scatter_x": ("活跃概率", "P(active)"),
    "value_scatter_y": ("预计销售额", "Expected sales"),
    "value_top_caption": (
        "预计销售额最高的 {count} 家",
        "The {count} customers with the highest expected sales",
    ),
    # late payment
    "late_short": ("回款风险", "Late payment"),
    "late_title": (
        "未到期应收 {open}，其中 **{late}** 预计会逾期",
        "Of {open} not yet due, **{late}** is expected to be paid late",
    ),
    "late_title_unknown": (
        "未到期应收 {open}，暂不能估计逾期",
        "{open} is not yet due; what will be late cannot be told",
    ),
    "late_subtitle": (
        "截至{day}未付清的订单；已逾期的另有 {over}",
        "Orders not wholly paid as of {day}; {over} more is past due already",
    ),
    "late_nothing": ("没有未付清的订单。", "There is no order that is not wholly paid."),
    "late_usable": (
        "依据 {invoices:,} 张已知结果的订单（逾期 {late:,} 张）：客户过往的逾期比例、平均天数、金额、账期等。按时间先后、以开单当日所知检验，AUC {auc}（95% 区间 {low}–{high}）；单看客户自身逾期比例为 {own}。",
        "From {invoices:,} orders whose outcome is known ({late:,} late): the customer's late share and days so far, amount, term and more. Tested in order of time on newer orders as they were placed: AUC {auc} (95% interval {low}–{high}); by the customer's own late share alone {own}.",
    ),
    "late_no_better": (
        "按时间先后检验，模型（AUC {auc}）并不比客户自身的逾期比例（AUC {own}）更准，因此不给概率，只列出客户自身的历史。",
        "Tested in order of time the model (AUC {auc}) is no more right than the customers' own shares (AUC {own}); no probability is given, only the customers' own history.",
    ),
    "late_little_history": (
        "结果已知的订单 {invoices:,} 张，其中逾期 {late:,} 张；至少需要 {least} 张，且逾期和按期各 {either} 张，并能按时间先后检验。不给没有检验过的概率。",
        "The outcome of {invoices:,} orders is known, {late:,} were late; {least} are needed, {either} of either kind, in an order of time that can be tested. No untested probability is given.",
    ),
    "late_one_outcome": (
        "结果已知的 {invoices:,} 张订单结果相同（逾期 {late:,} 张），无从区分。",
        "All {invoices:,} orders whose outcome is known ended alike ({late:,} late); there is nothing to tell them by.",
    ),
    "late_used": (
        "参数指定的列也用于学习：{columns}（按当前取值计）。",
        "Learned from, too, as params name them: {columns} (as they stand now).",
    ),
    "late_left": (
        "未使用看来事后才知道的列：{columns}。",
        "Not used, as they look as if known only afterwards: {columns}.",
    ),
    "late_days_own": (
        "逾期天数按客户自身的逾期记录（记录少时向全体靠拢），检验平均误差 {own} 天，统一按中位数为 {usual} 天。",
        "Days late are the customer's own so far, drawn towards all where they are few: {own} days off in the test, {usual} with one median for all.",
    ),
    "late_days_usual": (
        "逾期天数按全体逾期订单的中位数，检验平均误差 {usual} 天，按客户自身的记录为 {own} 天。",
        "Days late are the median of all late orders: {usual} days off in the test, {own} with the customers' own.",
    ),
    "late_customer": ("客户", "Customer"),
    "late_invoices": ("未到期订单", "Orders not due"),
    "late_open": ("未到期金额", "Not yet due"),
    "late_chance": ("逾期概率", "P(late)"),
    "late_chance_why": (
        "未到期订单逾期的概率，按金额加权。",
        "The chance that what is not yet due is paid late, weighted by amount.",
    ),
    "late_expected": ("预计逾期金额", "Expected late"),
    "late_days": ("预计逾期天数", "Days if late"),
    "late_own": ("过往逾期", "Late so far"),
    "late_own_why": (
        "该客户此前结果已知的订单中逾期的比例（订单少时向全体靠拢）。",
        "Share of the customer's earlier orders that were late; of few drawn towards that of all.",
    ),
    "late_history": ("过往订单", "Orders so far"),
    "late_caption": (
        "按预计逾期金额排列的前 {count} 家，可提前提醒付款",
        "The {count} customers with most money expected late: remind them before it is due",
    ),
}
