"""The hidden sheet that tells a program who is who in a set-up workbook.

People may rename, sort, add and delete rows; names lead back to ids, and where
a name has changed, its place does. Every row says what it is in its first cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from playbook.rollout.setup import Choice, Setup
from playbook.rollout.workbook.shapes import Table

FORMAT: Final = "1"
_NAMED: Final = {"stages": "stage", "fields": "field", "reasons": "reason"}
"""The sheets whose rows have ids, and the column with their names."""


@dataclass(frozen=True)
class Known:
    """What is known of one row: what it was called, and who it is."""

    name: str
    id: str
    key: str
    part: str


@dataclass
class Index:
    """What the hidden sheet says."""

    process: Mapping[str, str] = field(default_factory=dict)
    sheets: dict[str, tuple[str, str]] = field(default_factory=dict)
    """For each title of a sheet its key, and what tells it from others of its kind."""
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each key of a sheet the columns' keys by their titles."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each list the words of the format by what people read."""
    rows: dict[str, list[Known]] = field(default_factory=dict)
    options: dict[str, list[Choice]] = field(default_factory=dict)
    """For each id of a field its options."""


def written(
    setup: Setup,
    sheets: Sequence[tuple[Table, str]],
    column: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet; ``sheets`` are tables with their titles."""
    yield ("format", FORMAT)
    for key, value in (
        ("id", setup.id),
        ("key", setup.key),
        ("name", setup.name),
        ("language", setup.language),
        ("currency", setup.currency or ""),
    ):
        yield ("process", key, value)
    for team in setup.teams:
        yield ("team", team)
    for group, known in words.items():
        for id, shown in known.items():
            yield ("word", group, id, shown)
    for table, title in sheets:
        yield ("sheet", table.key, title, table.name)
        for each in table.columns:
            yield ("column", table.key, each.key, column[each.key])
        if table.key in _NAMED:
            place = table.place(_NAMED[table.key])
            for row in table.rows:
                yield ("row", table.key, str(row.cells[place]), row.id, row.key, row.part)
    inside = {row.id for table, _title in sheets if table.key == "stages" for row in table.rows}
    for stage in setup.stages:
        if stage.id not in inside:  # deals end there by a status, and fields may be required in it
            yield ("row", "ends", stage.name, stage.id, stage.key, stage.kind)
    for one in setup.fields:
        for option in one.options:
            yield ("option", ".".join(one.ids), option.key, option.name)


def parsed(rows: Sequence[Sequence[str]]) -> Index | None:
    """What the rows of a hidden sheet say; None if it is not of our format."""
    if not rows or list(rows[0][:2]) != ["format", FORMAT]:
        return None
    found, process, teams = Index(), dict[str, str](), list[str]()
    for row in rows[1:]:
        what, one, two, three, four, five = ([*row, "", "", "", "", "", ""])[:6]
        match what:
            case "process":
                process[one] = two
            case "team":
                teams.append(one)
            case "word":
                found.words.setdefault(one, {})[three] = two
            case "sheet":
                found.sheets[two] = (one, three)
            case "column":
                found.columns.setdefault(one, {})[three] = two
            case "row":
                found.rows.setdefault(one, []).append(Known(two, three, four, five))
            case "option":
                found.options.setdefault(one, []).append(Choice(two, three))
    found.process = {**process, "teams": "\n".join(teams)}
    return found


def who(known: Sequence[Known], names: Sequence[str]) -> list[Known]:
    """Who the rows with these names are: by name, else by place if nothing has come or gone."""
    left = list(known)
    found: list[Known | None] = []
    for name in names:
        match = next((each for each in left if each.name == name), None)
        if match is not None:
            left.remove(match)
        found.append(match)
    if len(names) == len(known):
        found = [
            each or (known[place] if known[place] in left else None)
            for place, each in enumerate(found)
        ]
    return [each or Known(name, "", "", "") for each, name in zip(found, names, strict=True)]
