"""The grades of exit criteria: stage by stage, each with what it lacks."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from playbook.grading import Row, rows
from playbook.messages import _, n_
from playbook.model import Playbook
from playbook.report.escaping import harmless


def text(playbook: Playbook) -> str:
    """Every exit criterion of a playbook with its grade, and how many there are of each."""
    graded = list(rows(playbook))
    lines = [harmless(playbook.name), *_stages(graded), "", _sum(graded)]
    return "\n".join(lines)


def _stages(graded: list[Row]) -> Iterator[str]:
    for _at, group in groupby(graded, lambda row: row.holder.at):
        here = list(group)
        yield ""
        yield f"  {harmless(here[0].holder.name)}"
        for row in here:
            yield f"    {row.grade.letter}  {harmless(row.text)}"
            yield from (f"       {harmless(reason)}" for reason in row.reasons)


def _sum(graded: list[Row]) -> str:
    count = Counter(row.grade.letter for row in graded)
    criteria = n_("{count} criterion", "{count} criteria", len(graded)).format(count=len(graded))
    grades = " · ".join(f"{letter} {count[letter]}" for letter in sorted(count))
    return _("{criteria}: {grades}").format(criteria=criteria, grades=grades)
