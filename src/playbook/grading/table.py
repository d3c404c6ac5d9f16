"""The grades of a playbook's criteria, to be printed or shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from playbook import wording
from playbook.grading.grade import Grade, grade
from playbook.model import Criterion, Playbook, Work


@dataclass(frozen=True)
class Row:
    """A criterion with the stage or phase it stands in, its sentence and its grade."""

    holder: Work
    criterion: Criterion
    text: str
    grade: Grade

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it has no better grade; for an A there is nothing to say."""
        return tuple(mark.reason for mark in self.grade.lacking)

    @property
    def cells(self) -> tuple[str, str, str]:
        """The row as text: grade, criterion, reasons."""
        return self.grade.letter, self.text, " ".join(self.reasons)


def rows(playbook: Playbook) -> Iterator[Row]:
    """Every criterion with its grade, in the order of the stages, then of the tracks' phases."""
    for holder, criterion in playbook.criteria():
        text = wording.criterion(playbook, criterion)
        yield Row(holder, criterion, text, grade(playbook, criterion))
