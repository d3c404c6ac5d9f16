"""What can still be read of a text with slips that stop the reading.

Each slip is said once. The text is then read as if it had been written right,
so that what else is wrong with it is found in the same run. Nothing is made
from such a reading: the slips are errors.
"""

import re
from dataclasses import replace

from yaml import MarkedYAMLError

from playbook.findings import Edit, Fix, Problem
from playbook.source.composing import Composer, Stopped
from playbook.source.decoding import MOST_HIDDEN, hidden, without_hidden
from playbook.source.document import Document, whole_file
from playbook.source.mending import Mending
from playbook.source.slips import Slip, wide_space
from playbook.source.syntax import explain, problem

_TRIES = 8
"""How often a text is read anew before it is given up."""
_LONGEST = 400_000
"""Characters of a text that is read on; in a longer one the slips are said, and no more."""
_SEPARATOR = re.compile(r"---\s*(?:#.*)?$")
_EXTENDS = re.compile(r"\s*extends\s*:")


def recovered(text: str, file: str, *, pure: bool = False) -> Document:
    """The document of a text that cannot be read as it stands."""
    recovery = _Recovery(text, file, pure=pure)
    composer = recovery.composed()
    problems = recovery.problems
    if composer is None or not isinstance(composer.data, dict | list):
        return Document(file, None, whole_file(file), {file: text}, tuple(problems))
    doubtful = recovery.doubtful
    problems += (each for each in composer.problems if each.place.line not in doubtful)
    places = frozenset((file, line) for line in doubtful)
    return Document(
        file, composer.data, composer.spot, {file: text}, tuple(problems), doubtful=places
    )


class _Recovery:
    """The tries to read one text."""

    def __init__(self, text: str, file: str, *, pure: bool) -> None:
        self.text, self.file, self.pure = text, file, pure
        self.problems = list(hidden(text, file))
        self.mending = Mending(text, without_hidden(text).split("\n") if self.problems else None)
        self._is_explained = False

    @property
    def doubtful(self) -> set[int]:
        """The lines of which nothing more is said, counted from 1."""
        left_out = {number + 1 for number in self.mending.doubtful}
        return left_out | {each.place.line for each in self.problems}

    def composed(self) -> Composer | None:
        """The text as far as it can be read, or None if it cannot."""
        if len(self.problems) >= MOST_HIDDEN:
            return None
        for _try in range(_TRIES):
            composer = Composer(self.file, self.text)
            try:
                composer.compose(self.mending.events(pure=self.pure))
            except Stopped as stop:
                if not self._is_past(stop.problem):
                    return None
            except MarkedYAMLError as error:
                if not self._is_mended(error):
                    return None
            else:
                return None if self._lacks_its_base() else composer
            if len(self.text) > _LONGEST:
                return None
        return None

    def _is_mended(self, error: MarkedYAMLError) -> bool:
        """Whether the reading can go on after a syntax error."""
        if not self._is_explained:
            self._is_explained = True
            explained = explain(self.mending, self.file, pure=self.pure)
            self.problems += explained.problems
            self.mending = explained.mending
            return True
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0,)
        return self.mending.leave_out(line) or self.mending.leave_out(line, whole=True)

    def _is_past(self, found: Problem) -> bool:
        """Whether the reading can go on after what stopped it."""
        number = found.place.line - 1
        line = self.mending.lines[number]
        if found.code == "PB016" and _SEPARATOR.match(line):
            edit = Edit(found.place._replace(length=len(line) + 1), "")
            fix = Fix(found.help.split(",")[0].rstrip("."), (edit,), is_safe=False)
            self.problems.append(replace(found, fix=fix))
            self.mending.repair({number: ""})
            return True
        slips = list(wide_space(self.mending.lines, number)) if found.code == "PB005" else []
        if not slips:
            self.problems.append(found)
            return False
        slip = next(filter(self._reads_with, slips), slips[0])
        self.problems.append(problem(slip, self.file, self.mending, ""))
        self.mending.repair(slip.repair)
        return True

    def _reads_with(self, slip: Slip) -> bool:
        """Whether the text can be read once a slip is put right."""
        mending = self.mending.copy()
        mending.repair(slip.repair)
        try:
            Composer(self.file, self.text).compose(mending.events(pure=self.pure))
        except (Stopped, MarkedYAMLError):
            return False
        return True

    def _lacks_its_base(self) -> bool:
        """Whether what says that it is a variant had to be left out, so that it looks like none."""
        left_out = (number for number in self.mending.doubtful if not self.mending.lines[number])
        return any(_EXTENDS.match(self.mending.written[number]) for number in left_out)
