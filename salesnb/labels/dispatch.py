"""Words of reports that are made on a cluster."""

from salesnb.labels.entries import Entries

DISPATCH: Entries = {
    "err_no_dask": (
        '--backend dask 需要 Dask。请在本机和集群的每台机器上安装：pip install "salesnb[dask]"',
        "--backend dask needs Dask. Install it, here and on every machine of the cluster: "
        'pip install "salesnb[dask]"',
    ),
    "err_no_backend": (
        "--backend {backend} 需要软件包 {package}。请先安装，或改用 --backend dask。",
        "--backend {backend} needs the package {package}. Install it, or use --backend dask.",
    ),
    "err_no_scheduler": (
        "没有写明 Dask 调度器的地址，salesnb 也不会自行启动集群。请设置环境变量，例如 "
        "DASK_SCHEDULER_ADDRESS=tcp://主机:8786。",
        "no address of a Dask scheduler is given, and salesnb never starts a cluster by itself. Set "
        "the environment variable, such as DASK_SCHEDULER_ADDRESS=tcp://HOST:8786",
    ),
    "err_scheduler_away": (
        "连接不上 Dask 调度器 {address}。请检查地址，以及 dask scheduler 是否在运行。",
        "the Dask scheduler at {address} does not answer. Check the address, and that "
        "dask scheduler is running.",
    ),
    "err_no_workers": (
        "Dask 调度器 {address} 没有工作进程。请先在各台机器上启动：dask worker {address}",
        "the Dask scheduler at {address} has no worker. Start some first, on each machine: "
        "dask worker {address}",
    ),
    "err_worker_lacks": (
        "工作进程 {workers} 上没有 salesnb，或版本不同。请在那里安装与本机相同的版本（{here}），"
        "再重新启动工作进程。",
        "salesnb is missing on the worker {workers}, or is another version. Install what this "
        "machine has ({here}) there, and start the worker again.",
    ),
    "err_worker_other": (
        "工作进程 {workers} 的版本是 {has}，本机是 {here}。请安装相同的版本，再重新启动工作进程。",
        "the worker {workers} has {has}, and this machine {here}. Install the same there, and start "
        "the worker again.",
    ),
    "err_worker_folder": (
        "工作进程 {workers} 看不到文件夹 {folder}，或不能写入。工作区必须是共享文件夹（如 NFS），"
        "在每台机器上路径相同，工作进程要用同一个用户运行。",
        "the worker {workers} does not see the folder {folder}, or may not write there. Put the "
        "workspace on a shared file system (such as NFS), mounted at the same path on every "
        "machine, and run the workers as the same user.",
    ),
    "err_worker_fails": (
        "工作进程 {workers} 没有通过检查：{said}。请查看它的日志。",
        "the worker {workers} could not be looked at: {said}. See its log.",
    ),
    "err_workers_killed": (
        "生成这份报告时，先后有 {count} 个工作进程丢失。请查看它们的日志，多半是内存不足。",
        "{count} workers were lost one after the other while they made this report. See their logs; "
        "the usual cause is too little memory.",
    ),
    "err_worker_fails_report": (
        "集群没有交回这份报告：{said}。请查看工作进程的日志。",
        "the cluster gave no answer for this report: {said}. See the logs of the workers.",
    ),
    "err_cluster_gone": (
        "Dask 调度器 {address} 或它的全部工作进程已经丢失，剩下的报告没有生成。集群恢复之后再运行一次。",
        "the Dask scheduler at {address} or all of its workers are gone, and the remaining reports "
        "were not made. Run again when the cluster is back.",
    ),
    "err_backend": (
        "joblib 的后端 {backend} 不能用：{said}。请改用 --backend dask，或去掉 --backend。",
        "joblib's backend {backend} cannot be used: {said}. Use --backend dask, or leave --backend "
        "out.",
    ),
}
