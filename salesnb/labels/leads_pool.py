"""What is said of assignment and of the public pool."""

from salesnb.labels.entries import Entries

LEADS_POOL: Entries = {
    # reasons of an assignment
    "assign_rule_customer": ("该客户的现有负责人", "the customer's owner"),
    "assign_rule_key_account": ("大客户", "key account"),
    "assign_rule_region": ("区域", "region"),
    "assign_rule_industry": ("行业", "industry"),
    "assign_rule_skill": ("产品技能", "skill"),
    "assign_by": (
        "依据{rules}：有余量的 {count} 人中，{owner} 的负载最低（{before}/{capacity}）。",
        "By {rules}: of {count} with room, {owner} has the least load ({before} of {capacity}).",
    ),
    "assign_by_load": (
        "没有规则适用，按负载：有余量的 {count} 人中，{owner} 的负载最低（{before}/{capacity}）。",
        "No rule applies, so by load: of {count} with room, {owner} has the least"
        " ({before} of {capacity}).",
    ),
    "assign_missed": (
        "按{rules}可选的人已满或在冷却期。",
        "Whoever would get it by {rules} is full or cooling down.",
    ),
    "assign_all_full": (
        "可分配的 {count} 人都已满或在冷却期。请调整 params/assignment.yml 的 capacity，或增加人员。",
        "All {count} who could take it are full or cooling down. Raise capacity in"
        " params/assignment.yml, or add staff.",
    ),
    "assign_no_staff": (
        "没有可分配的在职人员。请检查人员表的角色和在职，以及 params/assignment.yml 的 roles。",
        "Nobody who is active may take it. Check Role and Active of the staff sheet, and roles in"
        " params/assignment.yml.",
    ),
    "assign_nurture": (
        "{grade} 级线索留在线索池培育，不分配。",
        "A lead of grade {grade} stays in the nurture pool and is not assigned.",
    ),
    # refusals
    "err_assign_right": (
        "{viewer} 不带团队，不能分配线索。请由主管分配；公海中的线索可用 salesnb claim 领取。",
        "{viewer} leads nobody and cannot assign leads. Ask the manager, or pick a lead out of the"
        " pool with salesnb claim.",
    ),
    "err_accept_day": (
        "--accept 只能按今天（{today}）分配，不能与 --as-of {day} 一起使用。",
        "--accept assigns as of today ({today}) and does not go with --as-of {day}.",
    ),
    "claim_no_seller": (
        "{rep} 不是在职的销售人员，不能领取线索。",
        "{rep} is not active in the staff sheet and cannot pick leads.",
    ),
    "claim_not_in_pool": (
        "线索“{lead}”不在您团队的公海中。salesnb pool 列出公海中的线索。",
        "Lead '{lead}' is not in the public pool of your team. salesnb pool lists what is.",
    ),
    "claim_cool_down": (
        "{rep} 曾负责线索“{lead}”，{days} 天冷却期未满，{until} 起可再次领取。",
        "{rep} had lead '{lead}' before; the cool-down of {days} days runs until {until}.",
    ),
    "claim_picks": (
        "{rep} 今天已领取 {picked} 条，每天最多 {most} 条，{until} 起可再领取。",
        "{rep} has picked {picked} leads today, {most} is the most on a day; again on {until}.",
    ),
    "claim_capacity": (
        "{rep} 手上有 {load} 条在跟进的线索，上限为 {most} 条。请先结束或转出一些线索。",
        "{rep} holds {load} open leads, {most} is the most. Close or hand over some first.",
    ),
    # what the command line says
    "cli_assign_none": ("{scope} 中没有需要分配的线索。", "No lead of {scope} wants an owner."),
    "cli_assign_dry": (
        "{leads} 条线索，可分配 {proposed} 条。这是试算，没有保存；加上 --accept 即分配。",
        "{leads} leads, {proposed} with a proposal. Nothing was stored; --accept assigns them.",
    ),
    "cli_assign_done": (
        "已分配 {proposed} 条线索，{left} 条没有分配。salesnb import --undo 可撤销。",
        "{proposed} leads assigned, {left} not. salesnb import --undo takes it back.",
    ),
    "cli_pool_none": (
        "{scope} 的公海中没有线索，也没有即将进入公海的线索。",
        "No lead of {scope} is in the public pool or about to be.",
    ),
    "cli_pool_count": (
        "公海中 {pool} 条，即将进入 {warned} 条。",
        "{pool} in the public pool, {warned} about to be.",
    ),
    "cli_claimed": ("{rep} 已领取线索“{lead}”。", "{rep} has picked lead '{lead}'."),
    # words of the frames
    "pool_state_pool": ("公海", "pool"),
    "pool_state_warned": ("即将进入公海", "warned"),
    "pool_state_protected": ("保护期内", "protected"),
    "pool_state_exempt": ("豁免", "exempt"),
    "pool_state_nurture": ("线索池培育", "nurture"),
    "assign_why_unowned": ("无负责人", "no owner"),
    "assign_why_unknown_owner": ("负责人不在人员表", "owner unknown"),
    "assign_why_departed": ("负责人已离职", "owner has left"),
    "assign_why_pool": ("公海", "pool"),
    # headings on the terminal
    "lead_head_lead_id": ("线索编号", "lead"),
    "lead_head_company_name": ("公司", "company"),
    "lead_head_why": ("原因", "why"),
    "lead_head_owner_now": ("现负责人", "owner now"),
    "lead_head_proposed_owner": ("建议负责人", "proposed"),
    "lead_head_load_after": ("分配后负载", "load after"),
    "lead_head_reason": ("理由", "reason"),
    "lead_head_state": ("状态", "state"),
    "lead_head_source": ("来源", "source"),
    "lead_head_grade": ("等级", "grade"),
    "lead_head_age_days": ("天数", "age"),
    "lead_head_amount": ("金额", "amount"),
    "lead_head_leaves_on": ("进入公海", "leaves on"),
    "lead_head_owner": ("负责人", "owner"),
    "lead_head_may_pick": ("可领取", "may pick"),
}
