"""What people call the columns of a sales process, its kinds of stage and of field.

In English, Chinese and Bulgarian: the languages in which teams write the
workbooks that are read here. A word that could mean two things is not in it.
"""

import re
from collections.abc import Mapping
from typing import Final

_ASIDE: Final = re.compile(r"[(（\[【][^(（\[【)）\]】]*[)）\]】]")
_MARKS: Final = re.compile(r"[\s*:：.,;/\\_%#№–-]+")

COLUMNS: Final[Mapping[str, str]] = {
    "stage": "stage, stage name, deal stage, sales stage, pipeline stage, phase, step, "
    "阶段, 阶段名称, 销售阶段, 商机阶段, 流程阶段, "
    "етап, име на етап, етап на сделка, етап на сделката, етап на продажба, фаза",
    "order": "order, no, nr, number, position, sequence, sort order, display order, "
    "序号, 顺序, 排序, 编号, ред, номер, поредност, пореден номер",
    "probability": "probability, win probability, chance, likelihood, chance to win, "
    "probability to close, deal probability, default probability, "
    "赢率, 概率, 赢单率, 赢单概率, 成交概率, 可能性, 阶段赢率, "
    "вероятност, вероятност за спечелване, шанс, шанс за успех",
    "days": "days, max days, at most, maximum days, days in stage, rotting days, rotten days, "
    "days to rotten, longest stay, time limit, sla days, "
    "天数, 最长停留, 停留天数, 最长天数, 停留时间, 停留上限, "
    "дни, най много, най много дни, макс дни, максимум дни, дни в етапа, престой, най дълъг престой",
    "kind": "kind, stage type, stage kind, status, outcome, "
    "种类, 阶段类型, 状态, 结果, вид, вид етап, статус, изход",
    "forecast": "forecast, forecast category, 预测类别, 预测分类, прогноз, категория в прогнозата",
    "criterion": "criterion, criteria, exit criterion, exit criteria, gate, gates, "
    "definition of done, done when, verifiable outcome, "
    "标准, 推进标准, 阶段标准, 退出标准, 完成标准, 验证标准, "
    "критерий, критерии, критерий за преминаване, критерии за преминаване, изходни критерии",
    "task": "task, tasks, activity, activities, action, actions, to do, todo, sales activities, "
    "任务, 阶段任务, 工作任务, 活动, 动作, 关键动作, 关键任务, 销售动作, "
    "задача, задачи, действие, действия, дейност, дейности",
    "owner": "owner, role, responsible, who, 负责人, 责任人, 角色, 执行人, "
    "отговорник, отговорен, роля, кой",
    "due": "due, due days, deadline, 时限, 期限, 完成时限, 截止, срок, краен срок",
    "field": "field, fields, field name, field label, property, attribute, question, "
    "字段, 字段名, 字段名称, 属性, 问题, поле, полета, име на поле, въпрос",
    "type": "type, field type, data type, 类型, 字段类型, 数据类型, тип, тип на полето, тип поле",
    "options": "options, option, values, choices, picklist values, allowed values, "
    "选项, 可选值, 取值, опции, стойности, възможности, възможни отговори",
    "required": "required, required fields, mandatory, mandatory fields, required in, must fill, "
    "必填, 必填字段, 必填阶段, 是否必填, "
    "задължително, задължителни полета, задължително поле, задължително в",
    "reason": "reason, reasons, loss reason, loss reasons, lost reason, lost reasons, "
    "reasons for lost deals, 原因, 输单原因, 丢单原因, 失败原因, "
    "причина, причини, причина за загуба, причини за загуба",
    "guidance": "description, goal, guidance, notes, note, purpose, about, explanation, help, "
    "说明, 目标, 描述, 指引, 备注, 阶段指引, 阶段说明, "
    "описание, цел, бележки, бележка, насоки, пояснение, обяснение",
}
KINDS: Final[Mapping[str, str]] = {
    "lead": "lead, 线索, лийд, потенциален клиент",
    "open": "open, in progress, active, ongoing, 进行中, 开放, 跟进中, отворен, отворена, активен",
    "won": "won, closed won, win, deal won, 赢单, 成交, 已成交, 赢, "
    "спечелен, спечелена, спечелена сделка, успех",
    "lost": "lost, closed lost, loss, deal lost, 输单, 丢单, 失败, 已丢单, "
    "загубен, загубена, загубена сделка",
    "disqualified": "disqualified, unqualified, 不合格, 无效, отпаднал, отпаднала, неквалифициран",
    "not-counted": "not counted, duplicate, 不计入, 重复, не се отчита, дублиран, дублирана",
    "parked": "parked, on hold, paused, 搁置, 暂停, отложен, отложена, на изчакване",
    "after-sale": "after sale, delivery, onboarding, 售后, 交付, след продажбата, внедряване",
}
TYPES: Final[Mapping[str, str]] = {
    "text": "text, string, single line, short text, 文本, 单行文本, 文字, текст, кратък текст",
    "long-text": "long text, multi line text, textarea, text area, paragraph, 长文本, 多行文本, "
    "дълъг текст, свободен текст",
    "number": "number, integer, decimal, numeric, 数字, 整数, 数值, число, цяло число",
    "money": "money, currency, amount, price, 金额, 货币, 价格, сума, парична сума, валута",
    "percent": "percent, percentage, 百分比, процент, проценти",
    "date": "date, 日期, дата",
    "yes-no": "yes no, yes or no, boolean, checkbox, 复选框, 勾选, 是否, 是 否, 布尔, да не, да или не, отметка",
    "choice": "choice, dropdown, drop down, picklist, single select, select, list, enum, "
    "单选, 下拉, 下拉框, 下拉列表, 单选框, избор, падащ списък, списък, един избор",
    "choices": "choices, multi select, multiselect, multiple choice, multi picklist, "
    "多选, 多选框, множествен избор, няколко избора",
    "rating": "rating, score, stars, 评分, 打分, оценка, рейтинг",
    "user": "user, colleague, employee, owner, 人员, 用户, 员工, 成员, потребител, колега, служител",
    "contact": "contact, person, 联系人, контакт, лице за контакт",
    "company": "company, account, organisation, organization, 公司, 客户, 企业, фирма, компания",
    "link": "link, url, web address, 链接, 网址, линк, връзка, уеб адрес",
    "file": "file, attachment, document, 文件, 附件, файл, прикачен файл, документ",
}
YES: Final = frozenset(["yes", "y", "x", "true", "1", "✓", "✔", "v", "是", "必填", "да", "д"])
NO: Final = frozenset(["", "no", "n", "false", "0", "-", "–", "否", "不", "не", "н"])


def plain(text: str) -> str:
    """A heading without case, marks and what stands in brackets: ``Probability (%)*`` → ``probability``."""
    return _MARKS.sub(" ", _ASIDE.sub(" ", text).casefold()).strip()


def _looked_up(words: Mapping[str, str]) -> Mapping[str, str]:
    return {plain(word): key for key, listed in words.items() for word in listed.split(",")}


_NUMBER_SIGNS: Final = frozenset({"#", "№", "No."})
_COLUMN: Final = _looked_up(COLUMNS)
_KIND: Final = _looked_up(KINDS)
_TYPE: Final = _looked_up(TYPES)


def column(heading: str) -> str:
    """What stands under a heading; empty if it is not known."""
    if heading.strip() in _NUMBER_SIGNS:
        return "order"
    return _COLUMN.get(plain(heading), "")


def kind(text: str) -> str:
    """The kind of stage that a word means; empty if it is not known."""
    return _KIND.get(plain(text), "")


def type(text: str) -> str:
    """The type of field that a word means; empty if it is not known."""
    return _TYPE.get(plain(text), "")
