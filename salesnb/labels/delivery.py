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
}
