"""What can be done about a finding: the fix it carries, a comment that silences it, all safe fixes."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from lsprotocol import types

from playbook import registry
from playbook.findings import Edit, Finding
from playbook.linting import Settings, fixing
from playbook.linting.checking import check
from playbook.linting.neighbours import Neighbourhood
from playbook.lsp.diagnostics import SOURCE, diagnostic, is_of_shape, path_of_finding, shown
from playbook.lsp.positions import Counting
from playbook.lsp.session import Session
from playbook.lsp.written import YAML, File
from playbook.messages import _
from playbook.paths import root_around

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)


def wanted(only: Iterable[str] | None, kind: str) -> bool:
    """Whether an editor asks for a kind of action: by its name, or by the beginning of it."""
    return only is None or any(kind == each or kind.startswith(f"{each}.") for each in only)


def quick_fixes(
    session: Session, path: Path, found: Iterable[Finding], lines: Sequence[str]
) -> Iterator[types.CodeAction]:
    """What can be done about findings one by one: fixes first, then silence."""
    found = [each for each in found if session.wishes.shape or not is_of_shape(each)]
    for finding in found:
        if finding.fix is not None:
            yield types.CodeAction(
                title=finding.fix.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[_diagnostic(finding, lines, session.counting)],
                is_preferred=finding.fix.is_safe,
                edit=types.WorkspaceEdit(changes=_changes(session, finding.fix.edits)),
            )
    file = session.books.file(path)
    for finding in found:
        edit = _silence(finding, file, session.counting) if file is not None else None
        if edit is not None:
            title = _("Ignore {code} here, with a reason")
            yield types.CodeAction(
                title=title.format(code=finding.code),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[_diagnostic(finding, lines, session.counting)],
                edit=types.WorkspaceEdit(changes={session.uri(path): [edit]}),
            )


def fix_all(
    session: Session, path: Path, main: Path, settings: Settings
) -> types.CodeAction | None:
    """All safe fixes of a file in one; None if there is nothing to fix. This takes a while."""
    file = session.books.file(path)
    if file is None:
        return None
    root = root_around(main)

    def look(texts: Mapping[Path, str]) -> tuple[Finding, ...]:
        buffers = {**session.books.buffers, **texts}
        checked = check(main, session.wishes.language, None, Neighbourhood(buffers))
        return tuple(_only_in(path, each) for each in shown(checked, settings, root))

    texts, _mended = fixing.mend(look, lambda _path: file.text)
    if path not in texts:
        return None
    edits = list(differences(file, texts[path], session.counting))
    return types.CodeAction(
        title=_("Mend all that can be mended safely"),
        kind=FIX_ALL,
        edit=types.WorkspaceEdit(changes={session.uri(path): edits}),
    )


def _only_in(path: Path, finding: Finding) -> Finding:
    """A finding without its fix, if that is one of another file."""
    edits = finding.fix.edits if finding.fix else ()
    is_here = all(path_of_finding(edit.place.file) == path for edit in edits)
    return finding if is_here else replace(finding, fix=None)


def differences(file: File, new: str, counting: Counting) -> Iterator[types.TextEdit]:
    """The edits that turn a file's text into another, line by line."""
    before, after = file.text.split("\n"), new.split("\n")
    for tag, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        lines = after[new_start:new_end]
        if end < len(before):
            here = types.Range(types.Position(start, 0), types.Position(end, 0))
            yield types.TextEdit(here, "".join(f"{line}\n" for line in lines))
        else:  # the last line has no end to write over
            top = types.Position(start, 0)
            if start and not lines:
                top = counting.position(before, start - 1, len(before[start - 1]))
            last = counting.position(before, len(before) - 1, len(before[-1]))
            yield types.TextEdit(types.Range(top, last), "\n".join(lines))


def _diagnostic(finding: Finding, lines: Sequence[str], counting: Counting) -> types.Diagnostic:
    number = finding.place.line - 1
    return diagnostic(finding, lines[number] if number < len(lines) else "", counting)


def _changes(session: Session, edits: Iterable[Edit]) -> dict[str, list[types.TextEdit]]:
    """The edits of a fix, by file."""
    changes: dict[str, list[types.TextEdit]] = {}
    for edit in edits:
        path = path_of_finding(edit.place.file)
        file = session.books.file(path)
        if file is not None:
            here = _range(edit, file.lines, session.counting)
            changes.setdefault(session.uri(path), []).append(types.TextEdit(here, edit.text))
    return changes


def _range(edit: Edit, lines: Sequence[str], counting: Counting) -> types.Range:
    """The stretch that an edit takes the place of; a line's end counts as one."""
    line, column, left = edit.place.line - 1, edit.place.column - 1, edit.place.length
    start = counting.position(lines, line, column)
    while line + 1 < len(lines) and left > len(lines[line]) - column:
        left -= len(lines[line]) - column + 1
        line, column = line + 1, 0
    return types.Range(start, counting.position(lines, line, column + left))


def _silence(finding: Finding, file: File, counting: Counting) -> types.TextEdit | None:
    """A comment on a line of its own above the finding; its reason is for the author to write."""
    number = finding.place.line - 1
    rule = registry.all_rules().get(finding.code)
    if (
        rule is None
        or not rule.can_be_silenced
        or finding.code in ("PB030", "PB031")
        or file.path.suffix not in YAML
        or number >= len(file.lines)
        or _is_in_text(file, number)
    ):
        return None
    indent = re.match(r"[ \t]*", file.lines[number])
    top = counting.position(file.lines, number, 0)
    text = f"{indent[0] if indent else ''}# playbook: ignore {finding.code} -- \n"
    return types.TextEdit(types.Range(top, top), text)


def _is_in_text(file: File, number: int) -> bool:
    """Whether a line stands within a text of several lines, where a comment would be a part of it."""
    waiting = [file.document.spot]
    while waiting:
        spot = waiting.pop()
        inner = spot.parts
        waiting += inner.values() if isinstance(inner, dict) else inner or ()
        if inner is None and spot.start.line < number < spot.end.line:
            return True
        if inner is None and spot.start.line < number == spot.end.line and spot.end.column > 0:
            return True
    return False
