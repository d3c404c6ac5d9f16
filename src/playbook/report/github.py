"""Findings as GitHub shows them: beside the lines of a change, and as a page of the run."""

import re
from collections.abc import Iterator

from playbook.findings import Finding, Severity
from playbook.messages import _, n_, p_
from playbook.report.concise import line
from playbook.report.contents import Report
from playbook.report.counting import summary
from playbook.report.escaping import harmless, harmless_words

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN = 10
"""Errors, warnings and notices that GitHub shows of a step; what is above that it drops."""
_PAGE = 900_000
"""Bytes of a page; GitHub refuses one of more than a mebibyte."""
_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+!|~&@:.$-]")


def text(report: Report) -> str:
    """A command for each finding that GitHub shows, the gravest first; the others as lines."""
    shown, left = _divided(report)
    rows = [_command(finding, report) for finding in shown]
    if left:
        more = n_(
            "And {count} more: the log and the summary of this run list them all.",
            "And {count} more: the log and the summary of this run list them all.",
            len(left),
        )
        rows.append(f"::notice title=playbook::{_data(more.format(count=len(left)))}")
        rows += [line(finding) for finding in left]
    return "\n".join([*rows, summary(report)])


def _divided(report: Report) -> tuple[list[Finding], list[Finding]]:
    """The findings that are shown beside the lines, and those that there is no room for."""
    by_severity = {
        each: [finding for finding in report.findings if finding.severity is each]
        for each in reversed(Severity)
    }
    rooms = dict.fromkeys(Severity, _SHOWN)
    if any(len(found) > _SHOWN for found in by_severity.values()):
        rooms[Severity.INFO] -= 1  # the notice that there are more takes a place
    shown = [each for severity, found in by_severity.items() for each in found[: rooms[severity]]]
    left = [each for severity, found in by_severity.items() for each in found[rooms[severity] :]]
    return shown, left


def _command(finding: Finding, report: Report) -> str:
    place, facts = finding.place, report.rule_of(finding.code)
    properties = {
        "file": place.file,
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + place.length),
        "title": f"{finding.code} {facts.name}" if facts else finding.code,
    }
    said = [finding.message, *([finding.help] if finding.help else [])]
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {told}::{'%0A'.join(map(_data, said))}"


def _data(text: str) -> str:
    return harmless(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def page(report: Report) -> str:
    """The report as Markdown, for the summary of a run."""
    rows = [f"### {_('Playbooks checked')}", "", _plain(summary(report))]
    if report.findings:
        rows += ["", *_table(report)]
    return "\n".join(rows) + "\n"


def _table(report: Report) -> Iterator[str]:
    heads = (_("Severity"), _("Where"), _("Rule"), _("What to do"))
    yield _row(*heads)
    yield _row(*["---"] * len(heads))
    room = _PAGE
    ordered = sorted(report.findings, key=lambda each: -each.severity)
    for number, finding in enumerate(ordered):
        place = finding.place
        where = f"{place.file}:{place.line}:{place.column}"
        said = _plain(harmless_words(finding))
        row = _row(p_("severity", finding.severity.word), _plain(where), finding.code, said)
        room -= len(row.encode()) + 1
        if room < 0:
            left = len(ordered) - number
            more = n_("And {count} more.", "And {count} more.", left).format(count=left)
            yield _row(more, "", "", "")
            return
        yield row


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """A text in which Markdown finds no markup, and GitHub nobody to notify."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", harmless(text))
