"""How well criteria are judged: ``python benchmarks/criteria.py``.

The labelled criteria in ``tests/criteria`` say which grade a sales trainer would give and which
rules should speak. The word lists were tuned on them, but not on those marked ``held_out``: of
these only the figures were looked at. Lists and labels have one author, so the figures of the
held-out ones are nearer to what strangers will see than the others, and still too good.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from playbook.build import build
from playbook.findings import Severity
from playbook.flow import Flow
from playbook.grading import grade
from playbook.model import Playbook
from playbook.registry import all_rules
from playbook.report import table
from playbook.rules import Context
from playbook.source import parse

LABELLED = Path(__file__).resolve().parents[1] / "tests" / "criteria"
LANGUAGES = ("en", "zh", "bg")
OF_A_STAGE = "PB303"
"""The rule about a stage as a whole: each criterion is put to it alone."""
OF_A_SENTENCE = (
    "PB302",
    "PB304",
    "PB305",
    "PB306",
    "PB307",
    "PB308",
    "PB309",
    "PB312",
    "PB316",
    "PB317",
)
CODES = tuple(sorted((OF_A_STAGE, *OF_A_SENTENCE)))
_SIGNED = {
    "criterion": "The buyer has signed the contract",
    "evidence": "signed-document",
    "given_by": "buyer",
}
_ENDS = [
    {"id": "won", "name": "Won", "kind": "won"},
    {"id": "lost", "name": "Lost", "kind": "lost"},
]


@dataclass(frozen=True)
class Item:
    """A criterion with its labels; a rule that may speak counts neither way."""

    text: str
    grade: str
    rules: frozenset[str]
    may: frozenset[str]
    held_out: bool
    keys: dict[str, Any]


@dataclass
class Figures:
    """What was right, what was said wrongly and what was missed, by rule; and the grades."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    grades: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often a grade was wanted and another, or the same, was given."""
    warned: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    """How often a warning was deserved, and given, on the wording of a criterion."""

    def precision(self, code: str) -> float | None:
        """How much of what a rule says is right; None if it is silent."""
        said = self.right[code] + self.wrong[code]
        return self.right[code] / said if said else None

    def recall(self, code: str) -> float | None:
        """How much of what a rule should say it says; None if there is nothing to say."""
        wanted = self.right[code] + self.missed[code]
        return self.right[code] / wanted if wanted else None

    def agreement(self, within: int = 0) -> float:
        """The share of criteria whose grade is as many letters off as that, or fewer."""
        good = sum(
            count
            for (wanted, given), count in self.grades.items()
            if abs(ord(wanted) - ord(given)) <= within
        )
        return good / self.grades.total()


def items(language: str) -> list[Item]:
    """The labelled criteria of a language."""
    return [
        Item(
            each["text"],
            each["grade"],
            frozenset(each["rules"]),
            frozenset(each.get("may", ())),
            each.get("held_out", False),
            each.get("with", {}),
        )
        for each in yaml.safe_load((LABELLED / f"{language}.yaml").read_text("utf-8"))
    ]


def measured(labelled: Iterable[Item]) -> Figures:
    """Run the rules and the grading over criteria, and compare with their labels."""
    labelled = list(labelled)
    criteria = [{"criterion": each.text, **each.keys} for each in labelled]
    together = _built([{"id": "all", "name": "All", "exit": [_SIGNED, *criteria]}])
    alone = _built(
        [{"id": f"s{n}", "name": f"S{n}", "exit": [each]} for n, each in enumerate(criteria)]
    )
    said: list[set[str]] = [set() for _each in labelled]
    for code in OF_A_SENTENCE:
        for number in _spoken(code, together, lambda at: int(at[3]) - 1):
            said[number].add(code)
    for number in _spoken(OF_A_STAGE, alone, lambda at: int(at[1])):
        said[number].add(OF_A_STAGE)
    figures = Figures()
    for each, codes, graded in zip(labelled, said, together.stages[0].exit[1:], strict=True):
        figures.right.update(codes & each.rules)
        figures.wrong.update(codes - each.rules - each.may)
        figures.missed.update(each.rules - codes)
        figures.grades[each.grade, grade(together, graded).letter] += 1
        if not _warns(each.may):
            figures.warned[_warns(each.rules), _warns(codes)] += 1
    return figures


def _built(stages: list[dict[str, Any]]) -> Playbook:
    whole = {"id": "labelled", "name": "Labelled", "stages": [*stages, *_ENDS]}
    return build(parse(json.dumps(whole, ensure_ascii=False)))


def _spoken(code: str, playbook: Playbook, number: Callable[[tuple[Any, ...]], int]) -> set[int]:
    check = all_rules()[code].check
    assert check is not None
    context = Context(playbook=playbook, flow=Flow(playbook), today=date(2026, 11, 21))
    return {number(remark.at) for remark in check(context)}


def _warns(codes: Iterable[str]) -> bool:
    return any(
        all_rules()[code].severity >= Severity.WARNING for code in codes if code != OF_A_STAGE
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def of_rules(by_language: dict[str, Figures]) -> str:
    """Precision and recall of each rule in each language."""
    rows = [["rule", *(f"{name} {what}" for name in by_language for what in ("prec", "rec", "n"))]]
    for code in CODES:
        cells = [
            cell
            for each in by_language.values()
            for cell in (
                _share(each.precision(code)),
                _share(each.recall(code)),
                str(each.right[code] + each.missed[code]),
            )
        ]
        rows.append([code, *cells])
    return table(rows)


def of_grades(figures: Figures) -> str:
    """The grades that were wanted, a row each, and those that were given."""
    rows = [["wanted", *"ABCD"]]
    rows += [
        [wanted, *(str(figures.grades[wanted, given]) for given in "ABCD")] for wanted in "ABCD"
    ]
    return table(rows)


def main() -> None:
    """Print the figures of what was tuned on, and apart from them those of what was not."""
    for is_held_out in (False, True):
        print("held out" if is_held_out else "tuned on")
        found = {
            language: measured(each for each in items(language) if each.held_out is is_held_out)
            for language in LANGUAGES
        }
        print(of_rules(found), end="\n\n")
        for language, figures in found.items():
            warned = figures.warned
            print(
                f"{language}: {figures.grades.total()} criteria,"
                f" grade exact {figures.agreement():.0%}, within one letter"
                f" {figures.agreement(1):.0%}; warnings on good criteria {warned[False, True]}"
                f" of {warned[False, True] + warned[False, False]}, on bad ones"
                f" {warned[True, True]} of {warned[True, True] + warned[True, False]}"
            )
            print(of_grades(figures), end="\n\n")


if __name__ == "__main__":
    main()
