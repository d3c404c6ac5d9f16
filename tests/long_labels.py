"""Playbooks of every size with long labels in three languages, to be drawn and looked at."""

import json
from dataclasses import dataclass
from typing import Any

from playbook.build import build
from playbook.drawing.flow.format import Direction
from playbook.model import Playbook
from playbook.schema import check
from playbook.source import parse

SIZES = (3, 7, 15, 30)
DIRECTIONS: tuple[Direction, ...] = ("down", "right")
LANGUAGES = ("en", "zh-CN", "bg")


@dataclass(frozen=True)
class _Words:
    """The labels of one language; those that are too few are used again with a number."""

    playbook: str
    stages: tuple[str, ...]
    goals: tuple[str, ...]
    gates: tuple[str, ...]
    roles: tuple[str, ...]
    steps: tuple[str, ...]
    signs: tuple[str, ...]
    buyers: tuple[str, ...]
    phases: tuple[str, ...]
    track: str
    segment: str
    field: str
    won: str
    delivery: str
    lost: str
    unfit: str
    later: str
    trigger: str
    reasons: tuple[str, ...]
    beside: str
    onward: str


_WORDS = {
    "en": _Words(
        playbook="Enterprise software for regulated industries, sold with a proof of value and an implementation partner",
        stages=(
            "Research the account and its stakeholders",
            "Qualification",
            "Discovery of needs, constraints and decision process",
            "Business case",
            "Proof of value with the customer's own data",
            "Security, privacy and architecture review",
            "Commercial proposal",
            "Negotiation with procurement and legal department",
            "Internationalisation and telecommunications compliance",
            "Signature",
        ),
        goals=(
            "Understand who is affected, what it costs them every month and why they have not solved it by now.",
            "Agree in writing on what a successful result looks like, who will measure it and until when.",
            "Find the person who can stop the project and hear from them what would make them do it.",
            "Short.",
            "See https://intranet.example.com/sales/playbooks/enterprise/2026/checklists/proof-of-value.html for the agreed template.",
        ),
        gates=(
            "The economic buyer has confirmed the size of the problem in their own words",
            "A next meeting stands in both calendars",
            "Budget, decision process, paper process and decision criteria are written down and confirmed by the champion",
            "Counterrevolutionaries-and-antidisestablishmentarianism committee has voted",
            "Signed",
        ),
        roles=(
            "Sales development representative",
            "Key account manager for strategic customers",
            "Solution engineer",
            "Legal counsel for international contracts",
            "Customer success manager",
        ),
        steps=(
            "Recognises that doing nothing costs more than acting",
            "Compares possible approaches with colleagues and consultants",
            "Builds internal consensus",
            "Tests the shortlisted suppliers in their own environment",
            "Signs",
        ),
        signs=(
            "Shares figures of the last two quarters without being asked for them",
            "Introduces us to a colleague from another department",
            "Sends a list of requirements",
        ),
        buyers=("Chief financial officer", "Head of information security", "Works council"),
        phases=(
            "Information security questionnaire and penetration test",
            "Data processing agreement",
            "Supplier onboarding",
        ),
        track="Procurement and compliance",
        segment="Customers with more than ten thousand employees",
        field="Annual recurring revenue after the discount",
        won="Contract signed and announced",
        delivery="Implementation and adoption with the partner",
        lost="Lost to a competitor or to no decision",
        unfit="Not a customer that we can make successful",
        later="Nurture until the next budget round",
        trigger="A new executive sponsor, a merger or a published audit finding",
        reasons=("Price too high", "Project postponed without a date", "Missing functionality"),
        beside="Additional pilot for a subsidiary in another country",
        onward="Renewal and expansion",
    ),
    "zh-CN": _Words(
        playbook="面向受监管行业的企业软件销售流程（含价值验证与实施伙伴协同，适用于大型集团客户）",
        stages=(
            "目标客户研究与关键干系人梳理",
            "线索评估",
            "需求、约束条件与决策流程的深入调研",
            "商业论证",
            "使用客户自有数据进行价值验证（PoV）",
            "信息安全、隐私与系统架构评审",
            "商务方案",
            "与采购部及法务部谈判合同条款",
            "SaaS多租户部署与ISO27001合规确认",
            "签约",
        ),
        goals=(
            "弄清楚谁受到影响、每月损失多少，以及他们为什么至今还没有解决这个问题。",
            "就“什么样的结果算成功”“由谁衡量”“何时完成”与客户书面达成一致。",
            "找到能够叫停项目的人，并当面听他说明在什么情况下会这样做。",
            "简短。",
            "模板见https://intranet.example.com/sales/playbooks/enterprise/2026/checklists/proof-of-value.html，填写后发给客户。",
        ),
        gates=(
            "经济决策人已用自己的话确认问题的规模",
            "下一次会议已排入双方日程",
            "预算、决策流程、合同流程和决策标准均已书面记录，并由内部支持者确认",
            "三方会议纪要（含“待办事项”与责任人）已由客户盖章确认并归档至CRM系统",
            "已签字",
        ),
        roles=(
            "销售开发代表",
            "战略客户大客户经理",
            "解决方案工程师",
            "国际合同法务顾问",
            "客户成功经理",
        ),
        steps=(
            "意识到不采取行动的代价比行动更高",
            "与同事和外部顾问一起比较可行的解决路径",
            "形成内部共识",
            "在自己的环境中测试入围供应商的产品",
            "签字",
        ),
        signs=(
            "未经要求便主动提供最近两个季度的数据",
            "把我们介绍给另一个部门的同事",
            "发来需求清单",
        ),
        buyers=("首席财务官", "信息安全负责人", "工会代表"),
        phases=("信息安全问卷与渗透测试", "数据处理协议", "供应商准入"),
        track="采购与合规",
        segment="员工人数超过一万人的集团客户",
        field="折后年度经常性收入",
        won="合同已签署并对外公布",
        delivery="与伙伴共同实施并推动使用",
        lost="输给竞争对手或客户未做决定",
        unfit="我们无法帮助其成功的客户",
        later="培育至下一轮预算编制",
        trigger="新任高管、企业并购或公开的审计意见",
        reasons=("价格过高", "项目无限期推迟", "功能缺失"),
        beside="为境外子公司追加试点项目",
        onward="续约与增购",
    ),
    "bg": _Words(
        playbook="Корпоративен софтуер за регулирани отрасли, продаван с доказване на стойността и партньор по внедряването",
        stages=(
            "Проучване на клиента и заинтересованите лица",
            "Квалификация",
            "Изясняване на потребности, ограничения и начин на вземане на решение",
            "Икономическа обосновка",
            "Доказване на стойността с данните на клиента",
            "Преглед на сигурността, личните данни и архитектурата",
            "Търговско предложение",
            "Преговори с отдел „Снабдяване“ и правния отдел",
            "Електроразпределителни предприятия и телекомуникации",
            "Подписване",
        ),
        goals=(
            "Да разберем кого засяга проблемът, колко му струва всеки месец и защо досега не е решен.",
            "Да се уговорим писмено какво е успешен резултат, кой ще го измери и докога.",
            "Да намерим човека, който може да спре проекта, и да чуем от него кога би го направил.",
            "Кратко.",
            "Образецът е на https://intranet.example.com/sales/playbooks/enterprise/2026/checklists/proof-of-value.html за всички.",
        ),
        gates=(
            "Икономическият купувач е потвърдил със свои думи размера на проблема",
            "Следващата среща е в календарите на двете страни",
            "Бюджетът, начинът на решаване, пътят на договора и критериите са записани и потвърдени от поддръжника",
            "Непротивоконституционствувателствувайте е потвърдено от междуведомствената комисия",
            "Подписано",
        ),
        roles=(
            "Представител по развитие на продажбите",
            "Мениджър ключови клиенти",
            "Инженер по решенията",
            "Юрисконсулт по международни договори",
            "Мениджър успех на клиента",
        ),
        steps=(
            "Осъзнава, че бездействието струва повече от действието",
            "Сравнява възможните подходи с колеги и консултанти",
            "Постига вътрешно съгласие",
            "Изпитва избраните доставчици в собствената си среда",
            "Подписва",
        ),
        signs=(
            "Споделя данните от последните две тримесечия, без да са поискани",
            "Запознава ни с колега от друг отдел",
            "Изпраща списък с изисквания",
        ),
        buyers=("Финансов директор", "Ръководител информационна сигурност", "Синдикат"),
        phases=(
            "Въпросник за информационна сигурност и изпитване за проникване",
            "Споразумение за обработване на данни",
            "Регистрация като доставчик",
        ),
        track="Снабдяване и съответствие",
        segment="Клиенти с повече от десет хиляди служители",
        field="Годишен повтарящ се приход след отстъпката",
        won="Договорът е подписан и обявен",
        delivery="Внедряване и въвеждане в употреба с партньора",
        lost="Загубена от конкурент или без решение",
        unfit="Клиент, на когото не можем да помогнем",
        later="Поддържане на връзка до следващия бюджет",
        trigger="Нов ръководител, сливане или публикувана одитна констатация",
        reasons=("Твърде висока цена", "Проектът е отложен без срок", "Липсваща функционалност"),
        beside="Допълнителен пилотен проект за дъщерно дружество в чужбина",
        onward="Подновяване и разширяване",
    ),
}


def playbook(size: int, language: str) -> Playbook:
    """A playbook with so many stages before the sale, and everything that may stand beside them."""
    document = parse(json.dumps(_data(size, _WORDS[language], language)))
    assert document.problems == ()
    assert check(document) == ()
    return build(document)


def _data(size: int, words: _Words, language: str) -> dict[str, Any]:
    ids = [f"s{number}" for number in range(1, size + 1)]
    ends: list[dict[str, Any]] = [
        {"id": "won", "name": words.won, "kind": "won", "goal": words.goals[3]},
        {
            "id": "delivery",
            "name": words.delivery,
            "kind": "after-sale",
            "owner": "r5",
            "max_days": 90,
            "exit": [words.gates[4]],
            "next": [ids[0]],
        },
        {"id": "lost", "name": words.lost, "kind": "lost", "reopen": "new-deal"},
        {"id": "unfit", "name": words.unfit, "kind": "disqualified", "from": ids[:2]},
        {
            "id": "later",
            "name": words.later,
            "kind": "parked",
            "from": ids[1 :: max(size // 4, 1)],
            "wake_up": {"months": 6, "move_to": ids[min(1, size - 1)], "trigger": words.trigger},
        },
    ]
    if size > 3:
        beside = {
            "id": "beside",
            "name": words.beside,
            "from": [ids[2]],
            "owner": "r3",
            "exit": [words.gates[0]],
            "next": [ids[3]],
        }
        ends.insert(0, beside)
    return {
        "id": f"long-{size}-{language[:2]}",
        "name": words.playbook,
        "language": language,
        "metrics": {"cycle_days": 120},
        "segments": {"large": {"name": words.segment}},
        "roles": {f"r{number}": {"name": name} for number, name in enumerate(words.roles, 1)},
        "fields": {"revenue": {"name": words.field, "type": "number"}},
        "buyer_roles": dict(
            zip(
                ("economic-buyer", "technical-buyer", "user-buyer"),
                ({"name": name} for name in words.buyers),
                strict=True,
            )
        ),
        "buyer_steps": [_step(number, words) for number in range(1, size + 1)],
        "stages": [*(_stage(number, size, words) for number in range(1, size + 1)), *ends],
        "tracks": {"compliance": _track(ids, words)},
        "reasons": {f"x{number}": {"name": each} for number, each in enumerate(words.reasons, 1)},
        "continues": {
            "renewal": {
                "name": words.onward,
                "from": ["won"],
                "playbook": "renewal",
                "deal": "new",
                "start": {"months": 10, "after": "close-date"},
            }
        },
    }


def _cycled(words: tuple[str, ...], number: int) -> str:
    round, place = divmod(number - 1, len(words))
    return f"{words[place]} ({round + 1})" if round else words[place]


def _stage(number: int, size: int, words: _Words) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": f"s{number}",
        "name": _cycled(words.stages, number),
        "goal": words.goals[(number - 1) % len(words.goals)],
        "probability": round(5 + 90 * number / (size + 1)),
        "owner": f"r{1 + number % 4}",
        "expected_days": 10,
        "max_days": 14 + number,
        "buyer_steps": [f"b{number}"],
        "exit": [words.gates[(number + each) % len(words.gates)] for each in range(number % 4)],
    }
    if number % 5 == 2:
        found["optional"] = True
    if number % 4 == 1:
        found["handover"] = {"to": f"r{1 + (number + 1) % 4}"}
    if number % 6 == 4:
        found["back"] = {"to": [f"s{number - 2}"]}
    if number % 7 == 3:
        found |= {"entry": [words.gates[1]], "must_fill": ["revenue"], "for": ["large"]}
    return found


def _step(number: int, words: _Words) -> dict[str, Any]:
    return {
        "id": f"b{number}",
        "name": _cycled(words.steps, number),
        "shown_by": words.signs[number % len(words.signs)],
    }


def _track(ids: list[str], words: _Words) -> dict[str, Any]:
    third = max(len(ids) // 3, 1)
    return {
        "name": words.track,
        "owner": "r4",
        "phases": [
            {
                "id": f"phase-{number}",
                "name": name,
                "during": ids[number * third : (number + 1) * third],
                "max_days": 30,
                "exit": [words.gates[number]],
            }
            for number, name in enumerate(words.phases)
        ],
    }
