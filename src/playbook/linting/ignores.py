"""Comments that silence a rule in one place: ``# playbook: ignore PB302 -- the reason``.

A comment at the end of a line speaks of that line, one on a line of its own of
the next line that is no comment. It names what it silences and says why; one
that silences nothing is a finding itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from playbook import registry
from playbook.errors import NotFound
from playbook.findings import Edit, Fix, Place, Problem
from playbook.messages import _

_MARK = "playbook:"
_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*playbook:\s*ignore\b(?P<rest>.*)")
_REASON = re.compile(r"\s(?:--|—|–)\s*(?P<reason>\S.*)$")
_NAMES = re.compile(r"[\s,，、;:：]+")


@dataclass(frozen=True)
class Ignore:
    """One such comment: where it stands, which line it speaks of, and what it silences."""

    place: Place
    line: int
    codes: frozenset[str]


def silenced(
    problems: Iterable[Problem], texts: Mapping[str, str], *, is_built: bool
) -> tuple[list[Problem], list[Problem]]:
    """The problems that no comment silences, with those about comments; and the silenced ones.

    Where nothing could be built, no rule has spoken, and no comment is idle yet.
    """
    ignores: list[Ignore] = []
    said: list[Problem] = []
    for file, text in texts.items():
        for each in _comments(file, text) if _MARK in text else ():
            (ignores if isinstance(each, Ignore) else said).append(each)  # type: ignore[arg-type]
    if not ignores:
        return [*problems, *said], []
    kept: list[Problem] = []
    quiet: list[Problem] = []
    used: set[tuple[Ignore, str]] = set()
    for problem in problems:
        about = [
            each
            for each in ignores
            if problem.code in each.codes
            and (problem.place.file, problem.place.line) == (each.place.file, each.line)
        ]
        (quiet if about else kept).append(problem)
        used |= {(each, problem.code) for each in about}
    for ignore in ignores if is_built else ():
        idle = sorted(code for code in ignore.codes if (ignore, code) not in used)
        if idle:
            said.append(_unused(ignore, idle, texts[ignore.place.file]))
    return [*kept, *said], quiet


def _comments(file: str, text: str) -> Iterator[Ignore | Problem]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = _COMMENT.search(line) if _MARK in line else None
        if found is None:
            continue
        place = Place(file, number + 1, found.start() + 1, len(line.rstrip()) - found.start())
        about = number
        if not line[: found.start()].strip():
            about = next(
                (n for n in range(number, len(lines)) if not lines[n].lstrip().startswith("#")),
                number,
            )
        yield _comment(place, about + 1, found["rest"])


def _comment(place: Place, line: int, rest: str) -> Ignore | Problem:
    """What a comment silences, or what is missing in it."""
    help = _("Write it like this: # playbook: ignore PB302 -- the reason")
    reason = _REASON.search(rest)
    names = [name for name in _NAMES.split(rest[: reason.start()] if reason else rest) if name]
    if not names:
        return Problem(place, "PB030", _("This comment does not say which rule it silences."), help)
    if reason is None:
        return Problem(place, "PB030", _("This comment does not say why the rule is silent."), help)
    codes = set()
    for name in names:
        try:
            rule = registry.rule(name)
        except NotFound as error:
            return Problem(place, "PB030", str(error), help)
        if not rule.can_be_silenced:
            message = _("{code} cannot be silenced: nothing can be made of a playbook with it.")
            return Problem(place, "PB030", message.format(code=rule.code))
        codes.add(rule.code)
    return Ignore(place, line, frozenset(codes))


def _unused(ignore: Ignore, idle: list[str], text: str) -> Problem:
    message = _("There is nothing here for this comment to silence: {codes}.")
    fix = None
    if len(idle) == len(ignore.codes):
        fix = Fix(_("Delete the comment"), (_deletion(ignore.place, text),))
    return Problem(
        ignore.place,
        "PB031",
        message.format(codes=", ".join(idle)),
        _("Delete it, so that it does not hide a mistake to come."),
        fix=fix,
    )


def _deletion(place: Place, text: str) -> Edit:
    """Takes a comment away: its whole line where it has one of its own."""
    line = text.split("\n")[place.line - 1]
    before = line[: place.column - 1]
    if not before.strip():
        return Edit(Place(place.file, place.line, 1, len(line) + 1), "")
    start = len(before.rstrip())
    return Edit(Place(place.file, place.line, start + 1, len(line.rstrip("\r")) - start), "")
