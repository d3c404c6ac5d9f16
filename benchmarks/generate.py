"""Writes playbooks of about 400 lines to measure with: ``python benchmarks/generate.py DIR COUNT``."""

import sys
from pathlib import Path

WORDS = {
    "en": (
        "Stage",
        "The buyer has confirmed part {n} in writing",
        "Prepare step {n}",
        "What about {n}?",
    ),
    "zh-CN": ("阶段", "客户已书面确认第 {n} 部分", "准备第 {n} 步", "第 {n} 个问题是什么？"),
    "bg": (
        "Етап",
        "Клиентът е потвърдил писмено част {n}",
        "Подгответе стъпка {n}",
        "Какво е {n}?",
    ),
}

STAGES = ("need", "value", "people", "offer", "terms", "paper", "signature")


def playbook(number: int) -> str:
    """One valid playbook; the languages take turns."""
    language = tuple(WORDS)[number % len(WORDS)]
    stage, criterion, task, question = WORDS[language]
    lines = [
        f"id: generated-{number}",
        f"name: {stage} {number}",
        f"language: {language}",
        "currency: EUR",
        "owner: manager",
        "review_by: 2099-01-31",
        "every_stage:",
        "  owner: rep",
        "  max_days: 30",
        "  warn_days: 20",
        "  overdue: {do: Decide with the manager, owner: manager}",
        "roles:",
        "  rep: {name: Rep, about: Leads the deal}",
        "  manager: {name: Manager, about: Helps and decides}",
        "reasons:",
        *(f"  reason-{n}: {{name: {stage} R{n}}}" for n in range(6)),
        "fields:",
    ]
    for n in range(12):
        lines += [f"  field-{n}:", f"    name: {stage} F{n}", "    type: money"]
    lines += ["questionnaires:", "  fit:", "    framework: custom", "    scoring: {pass: 4}"]
    lines += ["    questions:"]
    for n in range(12):
        lines += [
            f"      - id: question-{n}",
            f"        ask: {question.format(n=n)}",
            f"        field: field-{n}",
            "        score:",
            "          - {at_least: 1000, points: 2}",
            "          - {at_least: 1, points: 1}",
        ]
    lines += ["buyer_steps:"]
    lines += [f"  - {{id: step-{n}, name: {stage} S{n}}}" for n in range(7)]
    lines += ["stages:"]
    for n in range(7):
        lines += [
            f"  - id: {STAGES[n]}",
            f"    name: {stage} {n}",
            f"    goal: {criterion.format(n=n)}",
            f"    probability: {10 + n * 12}",
            f"    buyer_steps: [step-{n}]",
            "    asks:",
            "      fit: all",
            "    tasks:",
        ]
        for m in range(4):
            lines += [
                f"      - id: task-{n}-{m}",
                f"        do: {task.format(n=m)}",
                "        kind: call",
                "        due:",
                f"          days: {m + 1}",
            ]
        lines += ["    exit:"]
        for m in range(3):
            lines += [
                f"      - id: gate-{m}",
                f"        criterion: {criterion.format(n=10 * n + m)}",
                "        evidence: written-confirmation",
                "        given_by: buyer",
            ]
        lines += ["      - id: passed", "        check: {questionnaire: fit, is: passed}"]
    lines += [
        "  - id: won",
        "    name: Won",
        "    kind: won",
        "    tasks: [{do: Say thank you, due: {days: 1}}]",
        "  - {id: lost, name: Lost, kind: lost}",
        "  - {id: fridge, name: Fridge, kind: parked, wake_up: {days: 90, move_to: need, times: 2}}",
    ]
    return "\n".join(lines) + "\n"


def write(folder: Path, count: int) -> None:
    """Write so many playbooks into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"p{number}.yaml").write_text(playbook(number), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
