"""Words of the trade in three languages: ids, keys, currencies, units and months."""

LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнАВЕНІЈКМОРЅТСУХɡαοΑΒΕΗΙΚΜΝΟΡΤΥΧΖ",
    "aeopcyxijsdhkmtbhABEHIJKMOPSTCYXgaoABEHIKMNOPTYXZ",
)
"""Cyrillic and Greek letters that look Latin (Unicode Technical Standard 39)."""

BULGARIAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъьюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "ts",
            "ch",
            "sh",
            "sht",
            "a",
            "y",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
"""The streamlined system of the Bulgarian Transliteration Act (2009), article 4."""


def _by_word(table: dict[str, str]) -> dict[str, str]:
    """Each word of a table with what it stands for."""
    return {word.strip(): id for id, words in table.items() for word in words.split(",")}


TRADE_WORDS = _by_word(
    {
        "lead": "线索, 潜在客户, потенциален клиент",
        "contacted": "已联系",
        "first-contact": "初步接洽",
        "appointment": "见面约访",
        "qualified": "合格, 资格审查, квалификация, квалифициран",
        "needs": "了解需求, 需求分析, 需求确认",
        "solution": "方案制定",
        "presentation": "呈现",
        "demo": "演示",
        "value": "价值展示",
        "objections": "处理异议",
        "proposal": "提案, предложение",
        "quote": "报价",
        "negotiation": "谈判, 商务谈判, преговори",
        "price-talks": "价格谈判",
        "contract": "合同, 合同阶段, договор",
        "signing": "成交签约, 签约",
        "won": "赢单, 成交, спечелена",
        "lost": "输单, 丢单, загубена",
        "fridge": "冰箱",
        "nurture": "培育",
        "delivery": "交付, изпълнение",
        "payment": "收款",
        "service": "售后服务, следпродажбено обслужване",
        "renewal": "续约, подновяване",
        "rep": "销售代表, търговец, търговски представител",
        "manager": "销售经理, мениджър",
        "director": "销售总监",
        "budget": "预算, бюджет",
        "decider": "决策者, 决策人, вземащ решение",
        "need": "需求, нужда",
        "prospecting": "проучване",
        "meeting": "среща",
        "offer": "оферта",
        "closing": "затваряне",
        "parked": "отложени",
    }
)
"""Words of the trade and the ids they usually have."""

KEY_WORDS = {
    key: frozenset(word.strip() for word in words.split(","))
    for key, words in {
        "name": "title, label, име, название, наименование, заглавие, 名称, 名字, 名, 标题",
        "about": "description, summary, описание, 描述, 说明, 简介, 关于",
        "id": "key, code, slug, идентификатор, код, 编号, 标识",
        "stages": "steps, етапи, стадии, фази, 阶段, 销售阶段",
        "roles": "роли, 角色",
        "fields": "properties, attributes, полета, 字段",
        "segments": "сегменти, 细分, 客户细分",
        "questionnaires": "frameworks, въпросници, 问卷, 问题清单",
        "reasons": "причини, 原因, 输单原因",
        "objections": "възражения, 异议",
        "competitors": "конкуренти, 竞争对手, 竞品",
        "assets": "materials, documents, материали, документи, 资料, 素材",
        "reviews": "meetings, срещи, 例会, 复盘",
        "metrics": "kpis, numbers, показатели, метрики, 指标",
        "glossary": "terms, definitions, речник, термини, 术语, 词汇表",
        "forecast": "forecast_category, прогноза, 预测",
        "currency": "валута, 货币, 币种",
        "language": "lang, locale, език, 语言",
        "kind": "type, outcome, вид, тип, 类型, 种类",
        "type": "вид, тип, 类型, 种类",
        "probability": "chance, likelihood, win_probability, вероятност, 概率, 赢率, 成交概率, 可能性",
        "goal": "objective, purpose, цел, 目标, 目的",
        "owner": "responsible, assignee, accountable, отговорник, собственик, 负责人",
        "exit": "exit_criteria, gate, done_when, criteria, критерии, изход, критерии за изход, 退出条件, 退出标准, 出口标准, 完成标准",
        "entry": "entry_criteria, вход, критерии за вход, 进入条件, 准入条件, 准入标准",
        "criterion": "condition, text, критерий, условие, 条件, 标准",
        "tasks": "steps, activities, actions, todos, checklist, задачи, дейности, 任务, 活动, 待办",
        "do": "task, action, title, name, text, задача, действие, 任务, 做, 内容",
        "next": "next_stage, next_stages, to, следващ, следващи, следващ етап, 下一步, 下一阶段",
        "from": "от, 来自",
        "due": "deadline, due_date, срок, 截止, 期限",
        "max_days": "sla, limit, duration, days, max_duration, срок, дни, 天数, 最长天数, 时限",
        "minutes": "duration, минути, 分钟, 时长",
        "must_fill": "required_fields, mandatory, задължителни полета, 必填, 必填字段",
        "options": "values, choices, опции, стойности, 选项",
        "ask": "question, text, въпрос, 问题, 提问",
        "questions": "въпроси, 问题",
        "evidence": "proof, доказателство, 证据",
        "verified_by": "approver, approved_by, approvers, одобрява, 审批人",
        "rule": "правило, 规则",
        "rules": "правила, 规则",
        "notes": "description, описание, 描述, 说明, note, comment, comments, бележки, 备注",
        "say": "answer, response, отговор, 回答",
        "means": "definition, meaning, значение, 含义, 定义",
        "version": "версия, 版本",
        "effective_from": "effective, valid_from, в сила от, 生效日期",
        "for": "segment, when, за, 适用于",
        "is": "passed, result, state",
        "remove": "delete, drop, изтрий, премахни, 删除, 移除",
    }.items()
}
"""Words that people write for a key of the format; where several keys fit, the block decides."""

VALUE_WORDS = _by_word(
    {
        "EUR": "€, euro, евро, 欧元",
        "USD": "$, dollar, dollars, долар, долари, 美元",
        "GBP": "£, pound, паунд, 英镑",
        "CNY": "¥, ￥, rmb, yuan, юан, 元, 人民币",
        "BGN": "лв, лв., лев, лева, lev, leva",
        "en": "english, английски, 英语, 英文",
        "bg": "bulgarian, български, 保加利亚语",
        "zh-CN": "chinese, китайски, 中文, 汉语, 简体中文",
        "won": "win, closed-won, 赢单, 成交, спечелена, спечелен",
        "lost": "lose, closed-lost, 输单, 丢单, загубена, загубен",
        "parked": "on hold, on-hold, hold, paused, waiting, отложена, в изчакване, 搁置, 暂停",
        "call": "phone, разговор, обаждане, 电话",
        "meeting": "среща, 会议, 见面",
        "email": "e-mail, mail, имейл, 邮件, 电子邮件",
        "document": "документ, 文件, 文档",
        "choice": "select, picklist, dropdown, enum, 单选",
        "choices": "multiselect, multi-select, 多选",
        "money": "currency, amount, сума, 金额",
        "yes-no": "boolean, bool, checkbox, 是否",
        "text": "string, текст, 文本",
        "number": "integer, int, float, число, 数字",
        "date": "дата, 日期",
    }
)
"""Words that people write for a value of the format."""

UNITS = _by_word(
    {
        "minutes": "min, minute, minutes, мин, минута, минути, 分钟, 分",
        "hours": "h, hour, hours, час, часа, часове, 小时",
        "days": "d, day, days, ден, дни, 天, 日",
        "workdays": "workday, workdays, business days, working days, работни дни, 工作日",
        "weeks": "w, week, weeks, седмица, седмици, 周, 星期",
        "years": "y, year, years, година, години, 年",
        "quarters": "quarter, quarters, тримесечие, тримесечия, 季度",
        "months": "month, months, месец, месеца, месеци, 个月, 月",
    }
)
"""Units of time as people write them, and the keys that stand for them."""

MONTHS = {
    word: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "януари февруари март април май юни юли август септември октомври ноември декември",
    )
    for number, word in enumerate(names.split(), 1)
}
"""The months as people write them."""
