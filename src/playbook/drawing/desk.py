"""What every box is written with."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from playbook import wording
from playbook.drawing import icons, text
from playbook.drawing.boxes import Sheet, path
from playbook.drawing.theme import STYLES
from playbook.messages import _, n_, p_
from playbook.model import Criterion, FieldId, Playbook, RoleId, SegmentId, Work

_LABEL: Final = 130.0
"""How long a label on a line may be."""


@dataclass(frozen=True)
class Desk:
    """The playbook, the number of each worked stage, and the owner that they all have, if any."""

    playbook: Playbook
    numbers: dict[str, int]
    common_owner: RoleId | None

    @property
    def language(self) -> str:
        """The language of the author's texts."""
        return self.playbook.language

    def segments(self, ids: Sequence[SegmentId]) -> str:
        """The labels of segments, in quotes: they may stand in the middle of a sentence."""
        known = self.playbook.segments
        names = (known[id].name if id in known else id for id in ids)
        return wording.listed(_("“{text}”").format(text=name) for name in names)

    def only(self, ids: Sequence[SegmentId]) -> str:
        """Says for which deals something is."""
        return _("only {segments}").format(segments=self.segments(ids))

    def label(self, words: str) -> str:
        """A text as it stands on a line, cut off where it is long."""
        return text.cut(words, _LABEL, STYLES["tag"], self.language)

    def to_fill(self, ids: Sequence[FieldId]) -> str:
        """Says which fields are to be filled; nothing if there are none."""
        names = wording.listed(wording.field_name(self.playbook, id) for id in ids)
        return _("To fill in: {fields}").format(fields=names) if names else ""

    def criteria(
        self, sheet: Sheet, criteria: Sequence[Criterion], *, x: float, most: int, lines: int
    ) -> None:
        """Write criteria, and how many more there are."""
        shown = criteria if len(criteria) <= most else criteria[: most - 1]
        for criterion in shown:
            self._criterion(sheet, criterion, x, lines)
        left = len(criteria) - len(shown)
        if left:
            more = n_("+ {count} more", "+ {count} more", left).format(count=left)
            sheet.write(more, "item", x=x + 11, limit=sheet.width - x - 25, tone="soft", most=1)

    def _criterion(self, sheet: Sheet, criterion: Criterion, x: float, lines: int) -> None:
        """A criterion with a tick if it is a must, with a dot if not."""
        words = wording.criterion(self.playbook, criterion)
        if criterion.for_:
            words = _("{criterion} ({restriction})").format(
                criterion=words, restriction=self.only(criterion.for_)
            )
        icon, classes = (
            (icons.CHECK, "f-mark") if criterion.level == "must" else (icons.DOT, "f-mark-soft")
        )
        sheet.shapes.append(path(icon, classes, x, sheet.y + 8))
        sheet.write(words, "item", x=x + 11, limit=sheet.width - x - 25, most=lines)
        sheet.y += 1.5


def desk_for(playbook: Playbook) -> Desk:
    """What the boxes of a playbook are written with: its stages are numbered as they come."""
    worked = [stage for stage in playbook.stages if stage.is_worked]
    numbers = {str(stage.id): place for place, stage in enumerate(worked, 1)}
    owners = Counter(stage.owner for stage in worked)
    common = next(iter(owners), None) if len(owners) == 1 else None
    return Desk(playbook, numbers, common)


def days(work: Work) -> Iterator[str]:
    """How long the work takes."""
    if work.expected_days:
        yield p_("time", "about {days}").format(days=wording.days(work.expected_days))
    if work.max_days:
        yield p_("time", "at most {days}").format(days=wording.days(work.max_days))
