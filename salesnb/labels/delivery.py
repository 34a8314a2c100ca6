"""Words of delivery: people and addresses, servers, what became of each message."""

from salesnb.labels.entries import Entries

DELIVERY: Entries = {
    "params_address": (
        "“{given}”不是一个邮箱地址。请只写一个，如 fang.wang@example.com",
        "'{given}' is not one mail address. Write one, e.g. fang.wang@example.com",
    ),
    "params_address_control": (
        "{given} 含有换行或控制字符，邮件地址里不允许出现",
        "{given} has a line break or a control character, which no mail address may have",
    ),
    "params_person_name": (
        "姓名 {given} 为空或含有换行",
        "the name {given} is empty or has a line break",
    ),
    "params_smtp_host": (
        "{given} 不是服务器名。请写成 smtp.example.com",
        "{given} is no name of a server. Write it as smtp.example.com",
    ),
    "params_webhook_name": (
        "{given} 不能作为群机器人的名称。请用小写字母、数字和下划线，以字母开头，如 east",
        "{given} cannot be the name of a webhook. Use small letters, digits and _, a letter first, "
        "e.g. east",
    ),
    "params_link_base": (
        "{given} 不是链接的开头。请写成 https://reports.example.com",
        "{given} is no beginning of a link. Write it as https://reports.example.com",
    ),
    "err_secret": (
        "缺少密钥：请设置环境变量 {name}，或存入系统钥匙串（服务名 {service}，用户名 {name}）。密钥不要写进 params。",
        "a secret is missing: set the environment variable {name}, or put it in the system's "
        "keyring (service {service}, user {name}). Secrets never stand in params.",
    ),
    "err_person_differs": (
        "{key} 写的是“{given}”，人员表里是“{known}”。以人员表为准，请在那里修改，或删除这一项",
        "{key} is '{given}' here and '{known}' in the staff sheet, which goes before; change it "
        "there, or take this out",
    ),
    "err_hierarchy": (
        "上级关系成了一个圈：{circle}。请修改人员表的“上级”列或 params/organisation.yml 的 manager。",
        "the superiors go round in a circle: {circle}. Change the staff sheet's Manager column or "
        "manager in params/organisation.yml.",
    ),
    "err_deliver_format": (
        "attach 是 {attach}，而作业只生成 {formats}。请在 formats 里加上它（html 总要有，摘要从中读取），"
        "或改为 attach: link",
        "attach is {attach}, and the job makes {formats} only. Add it to formats (html is always "
        "needed, the summary is read from it), or write attach: link",
    ),
    "err_link_base": (
        "attach: link 需要 link_base，如 https://reports.example.com，写在这里或 params/delivery.yml",
        "attach: link wants link_base, e.g. https://reports.example.com, here or in "
        "params/delivery.yml",
    ),
    "err_also_beyond": (
        "{person} 无权查看这个作业的任何报告",
        "{person} may see none of the job's reports",
    ),
    "err_no_webhook": (
        "没有 {way} 的群机器人。请在 webhooks 里写一个，注明 service: {way} 和 scope",
        "there is no webhook of {way}. Write one under webhooks, with service: {way} and a scope",
    ),
    "err_smtp_missing": (
        "发邮件需要填写 smtp 的 {key}",
        "to send mail, {key} of smtp is needed",
    ),
    "err_ca_file": (
        "{path} 不是可读的证书文件（PEM）。请检查 params/delivery.yml 的 ca_file。",
        "{path} is no readable file of certificates (PEM). Check ca_file in params/delivery.yml.",
    ),
    "err_sending": (
        "另一个发送正在进行；要发的内容已排队，稍后运行 salesnb run JOB --resume。",
        "another delivery is at work; what is to be sent waits. Later: salesnb run JOB --resume",
    ),
    "deliver_nobody": ("{scope} 没有在职的负责人", "nobody is in charge of {scope} now"),
    "deliver_beyond": (
        "无权查看 {scope} 的全部内容，未发送",
        "may not see all of {scope}, is not sent it",
    ),
    "deliver_group_beyond": (
        "群里的人无权查看 {scope} 的全部内容，未发送",
        "not everybody in the group may see all of {scope}; nothing is sent there",
    ),
    "deliver_no_address": (
        "没有邮箱。请填写人员表的“邮箱”列或 params/organisation.yml",
        "has no mail address; fill in the staff sheet's Email column or params/organisation.yml",
    ),
    "deliver_domain": (
        "邮箱域名 {domain} 不在 mail_domains 里（允许：{known}）",
        "the address is of {domain}, which mail_domains does not allow (allowed: {known})",
    ),
    "deliver_not_told": (
        "新负责人未收到通知：没有邮箱或群",
        "the new owner is not told: no address and no group",
    ),
    "deliver_withdrawn": ("已无权查看", "may not see it any more"),
    "deliver_superseded": ("报告已重新生成", "the report was made again"),
    "deliver_reassigned": ("线索已改分配给他人", "the leads are somebody else's by now"),
    "deliver_unreachable": (
        "连不上邮件服务器 {where}：{said}",
        "the mail server {where} cannot be reached: {said}",
    ),
    "deliver_certificate": (
        "邮件服务器 {where} 的证书不可信：{said}。没有发送任何内容。如是内部证书，请设置 ca_file",
        "the certificate of the mail server {where} is not trusted: {said}. Nothing was sent. For a "
        "certificate of your own, set ca_file",
    ),
    "deliver_login": (
        "邮件服务器 {where} 拒绝登录：{said}。请检查 {user} 和 {word}",
        "the mail server {where} refuses the login: {said}. Check {user} and {word}",
    ),
    "deliver_no_tls": (
        "邮件服务器 {where} 不支持 tls: {tls}。465 端口用 tls，587 端口用 starttls",
        "the mail server {where} does not speak tls: {tls}. Port 465 wants tls, 587 starttls",
    ),
    "deliver_sender": (
        "邮件服务器拒绝发件人：{said}。请检查 params/delivery.yml 的 sender",
        "the mail server refuses the sender: {said}. Check sender in params/delivery.yml",
    ),
    "deliver_refused": ("服务器拒收：{said}", "the server refuses: {said}"),
    "deliver_unanswered": (
        "服务器没有答复：{said}",
        "the server gave no answer: {said}",
    ),
    "deliver_timeout": ("{seconds} 秒内没有答复", "none within {seconds} s"),
    "deliver_given_up": (
        "{days} 天未能送达，不再重试。{said}",
        "given up after {days} days. {said}",
    ),
    "deliver_folder": (
        "无法写入文件夹 {folder}：{said}",
        "cannot write to the folder {folder}: {said}",
    ),
    "deliver_skipped": ("{name}：{said}", "{name}: {said}"),
    "deliver_is_waiting": (
        "{name}（{way}）：未送达，已排队：{said}",
        "{name} ({way}): not delivered, waits: {said}",
    ),
    "deliver_is_dead": (
        "{name}（{way}）：无法送达：{said}",
        "{name} ({way}): cannot be delivered: {said}",
    ),
    "operator_subject": (
        "salesnb {job}（{day}）：{n} 个问题",
        "salesnb {job} of {day}: {n} problems",
    ),
    "operator_failed": (
        "给运维邮箱的通知也没有发出：{said}",
        "the operator could not be told by mail either: {said}",
    ),
    "notice_subject_one": (
        "{owner}：有 {count} 条线索分配给您",
        "{owner}: {count} lead is yours now",
    ),
    "notice_subject_other": (
        "{owner}：有 {count} 条线索分配给您",
        "{owner}: {count} leads are yours now",
    ),
    "notice_intro": (
        "以下线索已由您负责，请按时首次联系。联系方式请在系统中查看。",
        "These leads are yours now; please make the first contact in time. Contacts are in the "
        "workspace.",
    ),
    "notice_more": ("……另有 {n} 条", "… and {n} more"),
    "notice_grade": ("{grade} 级", "grade {grade}"),
    "deliver_recipient": ("收件人", "Recipient"),
    "deliver_way": ("方式", "Way"),
    "deliver_address": ("地址", "Address"),
    "deliver_why": ("原因", "Why"),
    "deliver_kind": ("内容", "What"),
    "deliver_when": ("时间", "When"),
    "deliver_way_mail": ("邮件", "mail"),
    "deliver_way_wecom": ("企业微信", "WeCom"),
    "deliver_way_dingtalk": ("钉钉", "DingTalk"),
    "deliver_way_feishu": ("飞书", "Feishu"),
    "deliver_way_folder": ("文件夹", "folder"),
    "deliver_state_queued": ("待发送", "waits"),
    "deliver_state_claimed": ("待发送", "waits"),
    "deliver_state_sent": ("已交出，未答复", "handed over, no answer"),
    "deliver_state_confirmed": ("已送达", "delivered"),
    "deliver_state_dead": ("无法送达", "dead"),
    "deliver_state_superseded": ("已被新版取代", "superseded"),
    "deliver_state_withdrawn": ("已撤回", "withdrawn"),
    "deliver_kind_report": ("报告", "report"),
    "deliver_kind_correction": ("更正", "correction"),
    "deliver_kind_assignment": ("线索分配", "new leads"),
    "deliver_would_send": ("将发送", "would be sent"),
    "deliver_would_correct": ("将发送更正", "would be sent as a correction"),
    "deliver_would_make": ("生成后发送", "would be sent when made"),
    "deliver_has_it": ("已发送，不再发", "has it already"),
    "deliver_is_queued": ("排队中", "waits already"),
    "run_deliveries": ("发送", "Deliveries"),
    "cli_delivered": (
        "发送：{confirmed} 封已送达，{waiting} 封待发，{dead} 封无法送达。",
        "Deliveries: {confirmed} messages accepted, {waiting} wait, {dead} are dead.",
    ),
    "cli_deliver_nothing": ("没有需要发送的内容。", "Nothing to send."),
    "cli_deliver_off": (
        "作业 {job} 没有 delivery，只生成，不发送。",
        "The job {job} has no delivery: its reports are made and not sent.",
    ),
    "cli_deliver_waiting": (
        "待发的内容会在下次运行时发送，或现在：salesnb {words}",
        "What waits is sent by the next run, or now with: salesnb {words}",
    ),
    "cli_deliver_eml": ("预览邮件：{folder}", "The mails as files: {folder}"),
    "cli_deliver_same": ("同样的原因另有 {n} 封", "{n} more for the same reason"),
    "cli_deliveries_none": ("发送记录为空。", "Nothing was sent yet."),
    "cli_deliveries_revived": (
        "{n} 条重新排队，下次运行时发送。",
        "{n} wait again; the next run sends them.",
    ),
}
