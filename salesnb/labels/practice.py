"""What the comparison of reps and the review of single cases say."""

from salesnb.labels.entries import Entries

PRACTICE: Entries = {
    "practice_few": (
        "可比的销售人员只有 {reps} 人（每人至少 {leads} 条线索），少于 {least} 人，无法比较。",
        "Only {reps} reps with at least {leads} leads each; it takes {least} to compare.",
    ),
    "practice_no_wins": (
        "这些线索还没有成交，无法区分谁做得最好。",
        "None of these leads is won yet: nobody can be told best.",
    ),
}
