"""Words of mails and chat messages about reports."""

from salesnb.labels.entries import Entries

MESSAGES: Entries = {
    "err_no_brief": (
        "{page} 旁边没有报告摘要，无法据此写邮件。请用 salesnb run 或 salesnb render 重新生成这份报告。",
        "there is no brief of the report beside {page}, so no mail can be written of it. Make the "
        "report again with salesnb run or salesnb render.",
    ),
    "err_no_message": (
        "没有可写进邮件的报告。",
        "There is no report to write a message of.",
    ),
    # The subject: 东区 10月 完成80% ▼10pt · 3 红灯
    "subject_target_completion": ("完成{value}", "{value} of target"),
    "subject_month_completion": ("本月完成{value}", "month {value} of target"),
    "subject_sales": ("销售额{value}", "sales {value}"),
    "subject_new_leads": ("新增线索{value}", "new leads {value}"),
    "subject_new_opportunities": ("新增商机{value}", "new deals {value}"),
    "subject_closed_win_rate": ("赢单率{value}", "win rate {value}"),
    "subject_response_in_time_rate": ("首次跟进及时率{value}", "{value} contacted in time"),
    "subject_follow_up_rate": ("客户跟进率{value}", "{value} followed up"),
    "subject_follow_ups": ("跟进次数{value}", "follow-ups {value}"),
    "subject_overdue_tasks": ("逾期任务{value}", "overdue tasks {value}"),
    "subject_forecast_end": ("预计{value}", "{value} expected"),
    "subject_forecast_share": ("预计完成{value}", "{value} of target"),
    "subject_forecast_ended": ("完成{value}", "{value} in all"),
    "subject_forecast_ended_share": ("完成{value}", "{value} of target"),
    "subject_forecast_chance": ("达标概率{value}", "chance {value}"),
    "subject_value_at_risk": ("流失风险金额{value}", "{value} at risk"),
    "subject_kind": ("{head} {kind}：{figures}", "{head} {kind}: {figures}"),
    "subject_flags_one": ("{count} 红灯", "{count} red flag"),
    "subject_flags_other": ("{count} 红灯", "{count} red flags"),
    "subject_flags_scoring_one": ("{count} 条高分线索逾期", "{count} top lead overdue"),
    "subject_flags_scoring_other": ("{count} 条高分线索逾期", "{count} top leads overdue"),
    "subject_flags_followup_one": ("{count} 个重要客户未联系", "{count} key customer waiting"),
    "subject_flags_followup_other": (
        "{count} 个重要客户未联系",
        "{count} key customers waiting",
    ),
    "subject_flags_forecast_one": ("{count} 个目标难达成", "{count} target unlikely"),
    "subject_flags_forecast_other": ("{count} 个目标难达成", "{count} targets unlikely"),
    "subject_flags_forecast_ended_one": ("{count} 个目标未达成", "{count} target missed"),
    "subject_flags_forecast_ended_other": ("{count} 个目标未达成", "{count} targets missed"),
    "subject_flags_segmentation_one": ("{count} 个客户待挽回", "{count} customer to win back"),
    "subject_flags_segmentation_other": (
        "{count} 个客户待挽回",
        "{count} customers to win back",
    ),
    "subject_digest": ("{first}（共 {count} 份报告）", "{first} ({count} reports)"),
    "subject_correction": ("更正：{subject}", "Correction: {subject}"),
    # The body.
    "mail_digest": (
        "共 {count} 份报告，最需要关注的排在最前。",
        "{count} reports, the most urgent first.",
    ),
    "mail_figure": ("{label}：{value}", "{label}: {value}"),
    "mail_figure_noted": ("{label}：{value}（{note}）", "{label}: {value} ({note})"),
    "mail_flags_more_one": ("另有 {count} 项，见报告。", "{count} more in the report."),
    "mail_flags_more_other": ("另有 {count} 项，见报告。", "{count} more in the report."),
    "mail_open": ("打开完整报告", "Open the report"),
    "mail_attached": ("附件：{file}（{size}）", "Attached: {file} ({size})"),
    "mail_too_large": (
        "完整报告较大，没有作为附件发送，请通过链接打开。",
        "The report is too large to attach; please open it by the link.",
    ),
    "mail_too_large_no_link": (
        "完整报告较大，没有作为附件发送。请向管理员索取：{file}",
        "The report is too large to attach. Please ask your operator for {file}",
    ),
    "mail_ask": (
        "完整报告没有附上。请向管理员索取：{file}",
        "The report is not attached. Please ask your operator for {file}",
    ),
    "mail_others": ("其他报告", "Other reports"),
    "mail_others_more_one": ("另有 {count} 份报告。", "{count} more report."),
    "mail_others_more_other": ("另有 {count} 份报告。", "{count} more reports."),
    "mail_footer": (
        "此邮件由 salesnb 自动发送给{name}。内容仅限本人使用，请勿转发给无权查看的人。",
        "Sent automatically by salesnb to {name}. It is meant for you alone: please do not pass it "
        "on to people who may not see these figures.",
    ),
    # A correction: what is different from what was sent.
    "correction_head": (
        "更正：此前发给您的这份报告有变化",
        "Correction: this report has changed since it was sent to you",
    ),
    "correction_figure": ("{label}：{before} → {now}", "{label}: {before} → {now}"),
    "correction_new": ("新增：{said}", "new: {said}"),
    "correction_gone": ("不再成立：{said}", "no longer so: {said}"),
    "correction_banner": ("上方的提示有变化", "The notice above is new"),
    "correction_banner_gone": ("原来的提示已撤销", "The notice is withdrawn"),
    "correction_details": (
        "要点未变，完整报告中的明细有更新",
        "The key figures are the same; details in the report have changed",
    ),
    "correction_more_one": ("另有 {count} 处变化", "{count} more change"),
    "correction_more_other": ("另有 {count} 处变化", "{count} more changes"),
    # Chats.
    "chat_left_out_one": (
        "……另有 {count} 行未显示，见完整报告",
        "… {count} more line, see the report",
    ),
    "chat_left_out_other": (
        "……另有 {count} 行未显示，见完整报告",
        "… {count} more lines, see the report",
    ),
    "kind_chat_service": ("聊天服务", "chat service"),
    "err_chat_address": (
        "{service} 群机器人的 webhook 地址不对。请把机器人页面上以 https:// 开头的地址完整复制到环境变量里。",
        "the webhook of {service} is no address. Copy it whole from the robot's page, beginning "
        "with https://, into its environment variable.",
    ),
    "err_chat_certificate": (
        "{service} 服务器的证书不可信，没有发送。请检查代理和本机的根证书。",
        "the certificate of {service} cannot be trusted, and nothing was sent. Look at the proxy "
        "and at this machine's root certificates.",
    ),
    "err_chat_proxy": (
        "无法通过代理连接 {service}。请检查环境变量 HTTPS_PROXY。",
        "{service} cannot be reached through the proxy. Look at HTTPS_PROXY in the environment.",
    ),
    "err_chat_timeout": (
        "{service} 在 {seconds} 秒内没有回应。",
        "{service} did not answer within {seconds} seconds.",
    ),
    "err_chat_connection": (
        "连接不上 {service}，或连接中断。",
        "{service} cannot be reached, or the connection was dropped.",
    ),
    "err_chat_answer": (
        "{service} 的回应无法识别，可能是代理或登录页面的回应。",
        "the answer is none of {service}; a proxy or a login page may have given it.",
    ),
    "err_chat_busy": (
        "{service} 暂时不接收消息（{code}：{said}）。",
        "{service} does not take messages now ({code}: {said}).",
    ),
    "err_chat_refused": (
        "{service} 拒绝了消息（{code}：{said}）。{todo}",
        "{service} refuses the message ({code}: {said}). {todo}",
    ),
    "err_chat_token": (
        "请检查环境变量里的 webhook 地址：机器人可能已被删除，或地址不完整。",
        "Look at the webhook in the environment: the robot may be gone, or the address is not "
        "whole.",
    ),
    "err_chat_sign": (
        "请检查环境变量里的加签密钥，以及本机时间是否准确。",
        "Look at the signing secret in the environment, and at this machine's clock.",
    ),
    "err_chat_keyword": (
        "请在机器人的安全设置里把关键词改为消息中总会出现的词，或改用加签。",
        "Change the keyword in the robot's security settings to a word that every message has, or "
        "use a signature instead.",
    ),
    "err_chat_ip": (
        "请把本机的出口 IP 加入机器人的 IP 白名单。",
        "Add this machine's public IP address to those that the robot allows.",
    ),
    "err_chat_stopped": (
        "机器人已停用或不在群里，请联系群主或管理员。",
        "The robot is switched off or no longer in the group; ask whoever runs the group.",
    ),
    "err_chat_size": (
        "消息太长。请让这个群只接收较少的报告。",
        "The message is too long. Let the group have fewer reports.",
    ),
    "err_chat_message": (
        "请把这段提示告诉维护报表的人：重发同样的消息没有用。",
        "Tell whoever looks after the reports: the same message will be refused again.",
    ),
}
