"""The Chinese of what click says of its own: the headings of --help, and how a word is misused."""

import re
from functools import cache

# As click writes it; what stands in {} is taken over, {said} is a sentence of click again.
CLICK = {
    "Usage:": "用法：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "default: {value}": "默认：{value}",
    "env var: {value}": "环境变量：{value}",
    "required": "必填",
    "Error: {said}": "错误：{said}",
    "Try '{command} --help' for help.": "查看帮助：{command} --help",
    "Missing command.": "请写出命令。",
    "Missing argument {name}. {said}": "缺少参数 {name}。{said}",
    "Missing argument {name}.": "缺少参数 {name}。",
    "Missing option {name}. {said}": "缺少选项 {name}。{said}",
    "Missing option {name}.": "缺少选项 {name}。",
    "Choose from:\n\t{choices}": "可写：{choices}",
    "No such option {name}.": "没有选项 {name}。",
    "No such option {name}. Did you mean {near}?": "没有选项 {name}。是不是 {near}？",
    "No such option {name}. (Did you mean one of: {near}?)": "没有选项 {name}。是不是其中之一：{near}？",
    "Option {name} requires an argument.": "选项 {name} 后面要写值。",
    "Option {name} does not take a value.": "选项 {name} 后面不能写值。",
    "Got unexpected extra argument ({words})": "多余的参数：{words}",
    "Got unexpected extra arguments ({words})": "多余的参数：{words}",
    "Invalid value for {name}: {said}": "{name} 的值无效：{said}",
    "{value} is not one of {choices}.": "{value} 不在可写的值中。可写：{choices}",
    "{value} is not a valid integer.": "{value} 不是整数。",
    "{value} is not a valid integer range.": "{value} 不是整数。",
    "{value} is not a valid float.": "{value} 不是数字。",
    "{value} is not a valid float range.": "{value} 不是数字。",
    "{value} is not in the range {range}.": "{value} 超出范围 {range}。",
    "File {path} does not exist.": "文件 {path} 不存在。",
    "Directory {path} does not exist.": "文件夹 {path} 不存在。",
    "Path {path} does not exist.": "路径 {path} 不存在。",
}


def in_chinese(said: str) -> str:
    """Return the Chinese of something that click says; what it has no words for stays as it is.

    Examples
    --------
    >>> in_chinese("Invalid value for '--jobs': 0 is not in the range x>=1.")
    "'--jobs' 的值无效：0 超出范围 x>=1。"
    """
    for english, chinese in CLICK.items():
        if found := _pattern(english).fullmatch(said):
            words = found.groupdict()
            words |= {"said": in_chinese(words["said"])} if "said" in words else {}
            return chinese.format(**words)
    return said


@cache
def _pattern(english: str) -> re.Pattern[str]:
    """Return what finds a sentence of click with anything in its places."""
    places = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(english))
    return re.compile(places, re.DOTALL)
