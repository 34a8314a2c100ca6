"""What is said of a mistake in params/ and in a source mapping."""

from salesnb.labels.entries import Entries

# What libyaml says of a fault, in Chinese; of any other, the first.
YAML_FAULTS = {
    "": "格式有误",
    "mapping values are not allowed in this context": "此处不能出现“键: 值”",
    "did not find expected key": "此处应为一个键",
    "did not find expected ',' or ']'": "缺少“,”或“]”",
    "did not find expected ',' or '}'": "缺少“,”或“}”",
    "did not find expected '-' indicator": "此处应为“-”",
    "could not find expected ':'": "缺少“:”",
    "found character that cannot start any token": "有不能出现在此处的字符",
    "found unexpected end of stream": "引号没有闭合",
    "found undefined alias": "引用了未定义的别名",
}

PARAMS: Entries = {
    "params_yaml": (
        "{place}：不是有效的 YAML：{problem}。请检查缩进和引号。",
        "{place}: not valid YAML: {problem}. Check indentation and quotes.",
    ),
    "params_utf8": (
        "{place}：不是 UTF-8 编码。请另存为 UTF-8。",
        "{place}: not UTF-8. Save it as UTF-8.",
    ),
    "params_key_twice": (
        "{place}：“{key}”出现了两次。请只保留一个。",
        "{place}: '{key}' is named twice. Keep one of them.",
    ),
    "params_levels_last": (
        "“{level}”排在最后，人人都能达到，不能有条件。请去掉它的 purchases、years 和 need",
        "'{level}' stands last and is open to all. Remove its purchases, years and need",
    ),
    "params_lines": (
        "{place}：应为“key: value”形式的行。",
        "{place}: expected 'key: value' lines.",
    ),
    "params_key": (
        "{place}：“{key}”不是已知的键。{hint}已知的有：{known}。",
        "{place}: '{key}' is not a known key.{hint} Known: {known}.",
    ),
    "params_value": ("{place}：{name}{said}{given}。", "{place}: {name}{said}{given}."),
    "params_name": ("{name}：", "{name}: "),
    "params_given": ("（现为 {value}）", " (given: {value})"),
    "params_stage_twice": ("阶段“{stage}”出现了两次", "stage '{stage}' is named twice"),
    "params_stage_kind": (
        "必须有且只有一个阶段的 kind 为 {kind}",
        "exactly one stage must have kind: {kind}",
    ),
    "params_metric_parts": (
        "请填写 fact、formula 和 dated_by，或者 of 和 against",
        "give either fact, formula and dated_by, or of and against",
    ),
    "params_metric_to": (
        "“to”与“against: missing”必须同时出现",
        "'to' goes with 'against: missing', and only with it",
    ),
    "params_metric_names": ("{name}：{said}", "{name}: {said}"),
    "params_rule_twice": ("规则“{rule}”出现了两次", "rule '{rule}' is named twice"),
    "params_job_whom": (
        "没有说明为谁生成。请填写 scopes（如 [company, team:东区]）或 every（如 [team, rep]）",
        "nobody is named. Write scopes, e.g. [company, team:East], or every, e.g. [team, rep]",
    ),
    "params_forecast_order": (
        "须依次递增：预警下限 ≤ 正常下限 < 正常上限 ≤ 预警上限，且 unlikely < likely",
        "must be in order: amber from ≤ green from < green to ≤ amber to, and unlikely < likely",
    ),
    "params_score_ages": (
        "ages 须为从小到大、互不相同的非负天数，例如 [0, 7, 30]",
        "ages are days from 0 on, increasing, none twice, e.g. [0, 7, 30]",
    ),
    "params_cause_twice": (
        "原因 {id} 出现了两次；请合并它们的 words",
        "the cause {id} is given twice; put the words into one",
    ),
    "params_cost_month": (
        "渠道“{channel}”的“{month}”不是月份；请写成 2026-10: 30000",
        "'{month}' of the channel '{channel}' is no month; write 2026-10: 30000",
    ),
    "params_job_when": (
        "weekdays 和 days 只能填写其中一项",
        "weekdays and days exclude each other; keep one of them",
    ),
    "params_job_at": (
        "“{given}”不是时间。请写成 '07:00'",
        "'{given}' is no time of day. Write it as '07:00'",
    ),
    "params_job_days": (
        "应为 1 到 28：更大的日期不是每个月都有",
        "days are 1 to 28: not every month has the later ones",
    ),
    # by the type of pydantic's error
    "params_too_short": (
        "至少应有 {min_length} 项",
        "Input should have at least {min_length} items",
    ),
    "params_string_pattern_mismatch": (
        "格式不对，应符合 {pattern}",
        "Input should match {pattern}",
    ),
    "params_missing": ("缺少这一项", "Field required"),
    "params_literal_error": ("应为 {expected}", "Input should be {expected}"),
    "params_int_type": ("应为整数", "Input should be a valid integer"),
    "params_int_parsing": ("应为整数", "Input should be a valid integer"),
    "params_int_from_float": ("应为整数", "Input should be a valid integer"),
    "params_float_type": ("应为数字", "Input should be a valid number"),
    "params_float_parsing": ("应为数字", "Input should be a valid number"),
    "params_bool_type": ("应为 true 或 false", "Input should be a valid boolean"),
    "params_bool_parsing": ("应为 true 或 false", "Input should be a valid boolean"),
    "params_string_type": ("应为文字", "Input should be a valid string"),
    "params_tuple_type": ("应为列表", "Input should be a valid tuple"),
    "params_list_type": ("应为列表", "Input should be a valid list"),
    "params_dict_type": ("应为“key: value”形式的行", "Input should be a valid dictionary"),
    "params_model_type": ("应为“key: value”形式的行", "Input should be a valid dictionary"),
    "params_date_type": ("应为日期，如 2026-10-31", "Input should be a valid date"),
    "params_date_parsing": ("应为日期，如 2026-10-31", "Input should be a valid date"),
    "params_date_from_datetime_parsing": (
        "应为日期，如 2026-10-31",
        "Input should be a valid date or datetime",
    ),
    "params_time_type": ("应为时间，如 12:00", "Input should be in a valid time format"),
    "params_time_parsing": ("应为时间，如 12:00", "Input should be in a valid time format"),
    "params_greater_than": ("应大于 {gt}", "Input should be greater than {gt}"),
    "params_greater_than_equal": (
        "应大于或等于 {ge}",
        "Input should be greater than or equal to {ge}",
    ),
    "params_less_than": ("应小于 {lt}", "Input should be less than {lt}"),
    "params_less_than_equal": (
        "应小于或等于 {le}",
        "Input should be less than or equal to {le}",
    ),
    # a source mapping, and levels of rules
    "params_date_format": (
        "{place}：“{declared}”不是日期格式。请按 strptime 的写法填写，如 31/12/2026 写作 '%d/%m/%Y'。",
        "{place}: '{declared}' is no date format. Write one as of strptime, such as '%d/%m/%Y'"
        " for 31/12/2026.",
    ),
    "params_no_format": (
        "{place}：{kind} 类型的列没有格式。只有日期（'%d/%m/%Y'）和数字（{known}）有格式。",
        "{place}: a {kind} column has no format. Formats are of dates ('%d/%m/%Y') and of"
        " numbers ({known}).",
    ),
    "params_rule_error": (
        "{said}：规则“{rule}”始终是错误：个人信息一律不得存入。请删除这一行。",
        "{said}: the rule '{rule}' is always an error: personal data is never stored. Remove"
        " this line.",
    ),
    "params_rule_warning": (
        "{said}：规则“{rule}”始终是提醒：它只做比较。请删除这一行。",
        "{said}: the rule '{rule}' is always a warning: it only compares. Remove this line.",
    ),
    "params_mapped_column": (
        "{file}：映射中指定的列“{column}”不存在。找到的有：{found}。",
        "{file}: the column '{column}' that the mapping names is not there. Found: {found}.",
    ),
    # the score card
    "params_card_twice": (
        "同一维度的选项编号重复：{ids}",
        "The answers of a dimension have different ids, given: {ids}",
    ),
    "params_card_budget": (
        "“derive: budget”需要三个选项：高于、符合、低于报价",
        "'derive: budget' needs three answers: above, matching and short of the price",
    ),
    "params_card_days": (
        "“derive: expected_close”的每个选项都要有 within_days，由短到长；最后一个可以没有",
        "'derive: expected_close' needs within_days with each answer but the last, the shortest"
        " first",
    ),
    "params_card_sum": (
        "各维度最高分之和应为 100，现在是 {told} = {sum}",
        "The best answers add up to 100 points; these give {told} = {sum}",
    ),
    "params_card_cuts": (
        "各等级的分数线应互不相同，在 1 到 100 之间，现在是 {cuts}",
        "The grades start at different scores from 1 to 100, given: {cuts}",
    ),
}
