"""Why reports are run by ordinary kernels and not by warm ones."""

from salesnb.labels.entries import Entries

KERNELS: Entries = {
    "kernels_ordinary": (
        "本次改用普通内核，结果相同，只是慢一些：{why}。",
        "Ordinary kernels are used, with the same results but more slowly: {why}.",
    ),
    "kernels_no_fork": (
        "此操作系统不能安全地复制进程",
        "this operating system cannot fork processes safely",
    ),
    "kernels_failed": (
        "预热内核的服务未能启动（{said}）",
        "the server of warm kernels could not be started ({said})",
    ),
    "kernels_threads": (
        "预热内核的服务里有多余的线程（{names}）",
        "the server of warm kernels has threads that it should not have ({names})",
    ),
    "kernels_lost": (
        "预热内核的服务中途结束了",
        "the server of warm kernels has ended",
    ),
    "kernels_upgraded": (
        "服务启动之后，已安装的软件包有变动",
        "installed packages have changed since the server of warm kernels was started",
    ),
    "kernels_other": (
        "笔记本要用另一个内核或另一个 Python",
        "the notebook asks for another kernel or another Python",
    ),
    "kernels_environment": (
        "内核要用不同的 {name}，它只在启动时读取",
        "the kernel asks for another {name}, which is read only at the start",
    ),
    "kernels_argument": (
        "预热内核不支持启动参数 {name}",
        "warm kernels do not know the launch argument {name}",
    ),
}
