"""Words of `salesnb upgrade`."""

from salesnb.labels.entries import Entries

UPGRADE: Entries = {
    "upgrade_here": (
        "这里是 salesnb 自己的文件夹，不需要升级。请在工作区里运行，或用 --workspace 指定工作区。",
        "This is salesnb's own folder; there is nothing to upgrade. Run it in a workspace, or name one"
        " with --workspace.",
    ),
    "erased_upgrades": ("升级前的文件 {count}", "files kept by upgrades {count}"),
    "upgrade_from": ("从 {old} 升级到 {new}：", "From {old} to {new}:"),
    "upgrade_from_unknown": (
        "没有记录这个工作区由哪个版本建立，与新版 {new} 不同的文件都不会被覆盖：",
        "It was not kept which version made this workspace, so that no file which differs from"
        " {new} is overwritten:",
    ),
    "upgrade_added": ("新增 {path}", "added      {path}"),
    "upgrade_updated": (
        "更新 {path}（您没有改过）",
        "updated    {path} (you had not changed it)",
    ),
    "upgrade_merged": (
        "合并 {path}（保留您的修改，并入新版的修改）",
        "merged     {path} (your changes and the new ones)",
    ),
    "upgrade_conflict": (
        "冲突 {path}（保持不变，新版内容写入 {path}.new）",
        "conflict   {path} (stays as it is; the new text is in {path}.new)",
    ),
    "upgrade_unknown": (
        "不一致 {path}（没有原文可比，保持不变，新版内容写入 {path}.new）",
        "differs    {path} (what it was made from is not known; it stays, the new text is in"
        " {path}.new)",
    ),
    "upgrade_removed": (
        "删除 {path}（新版不再提供，您没有改过）",
        "removed    {path} (no longer shipped, and you had not changed it)",
    ),
    "upgrade_set_aside": (
        "移开 {path}（新版不再提供，您的内容保存为 {path}.old）",
        "set aside  {path} (no longer shipped; yours is kept as {path}.old)",
    ),
    "upgrade_left": (
        "保留 {path}（新版不再提供，今后由您维护）",
        "left       {path} (no longer shipped; it is yours now)",
    ),
    "upgrade_deleted": (
        "不恢复 {path}（您已删除）",
        "stays away {path} (you deleted it)",
    ),
    "upgrade_kept_one": (
        "另有 {count} 个您改过的文件保持不变。",
        "{count} file of yours stays as it is.",
    ),
    "upgrade_kept_other": (
        "另有 {count} 个您改过的文件保持不变。",
        "{count} files of yours stay as they are.",
    ),
    "upgrade_line": ("{path} 第 {place} 行", "{path}, line {place}"),
    "upgrade_cell": ("{path} 第 {place} 格", "{path}, cell {place}"),
    "upgrade_own": ("您的：", "yours:"),
    "upgrade_new": ("新版：", "new:"),
    "upgrade_more_lines": ("……还有 {count} 行", "… {count} more lines"),
    "upgrade_more_places": ("……还有 {count} 处", "… {count} more places"),
    "upgrade_nothing": ("已是 {new}，没有要改的文件。", "This is {new}; no file has to change."),
    "upgrade_dry": ("试运行，没有改动任何文件。", "A dry run: nothing was changed."),
    "upgrade_ask": ("现在升级？(y/n)", "Upgrade now? (y/n)"),
    "upgrade_not": ("没有改动任何文件。", "Nothing was changed."),
    "upgrade_done": ("已升级到 {new}。", "Upgraded to {new}."),
    "upgrade_saved": (
        "被改动的文件原样保存在 {folder}。",
        "What was changed is kept in {folder} as it was.",
    ),
    "upgrade_beside": (
        "{path}：请把需要的内容并入原文件，然后删除它。",
        "{path}: take over what you want into the file beside it, then delete this one.",
    ),
    "upgrade_fault": (
        "升级后参数还有一处要改：{said}",
        "After the upgrade there is something to mend in params: {said}",
    ),
}
