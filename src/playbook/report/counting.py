"""The line that ends a report: how many there are of what."""

from collections.abc import Iterator

from playbook.findings import Severity
from playbook.messages import _, n_, p_
from playbook.report.contents import Report


def summary(report: Report) -> str:
    """What was read and found, what can be mended, and what is not shown, in one line."""
    return " ".join([_found(report), *_more(report)])


def _found(report: Report) -> str:
    read = n_("{count} playbook read", "{count} playbooks read", report.playbooks)
    parts = [read.format(count=report.playbooks)]
    errors = report.count(Severity.ERROR)
    warnings, notes = report.count(Severity.WARNING), report.count(Severity.INFO)
    for count, words in (
        (errors, n_("{count} error", "{count} errors", errors)),
        (warnings, n_("{count} warning", "{count} warnings", warnings)),
        (notes, n_("{count} note", "{count} notes", notes)),
    ):
        if count:
            parts.append(words.format(count=count))
    if len(parts) == 1:
        return parts[0] + _("; nothing found.")
    return _("{parts}.").format(parts=p_("counts", ", ").join(parts))


def _more(report: Report) -> Iterator[str]:
    safe, unsafe = report.fixable(safely=True), report.fixable(safely=False)
    fixed, ignored, known = report.fixed, report.ignored, report.known
    for count, words in (
        (fixed, n_("{count} was fixed.", "{count} were fixed.", fixed)),
        (safe, n_("{count} can be fixed with --fix.", "{count} can be fixed with --fix.", safe)),
        (
            unsafe,
            n_(
                "{count} can be fixed with --fix --unsafe.",
                "{count} can be fixed with --fix --unsafe.",
                unsafe,
            ),
        ),
        (
            ignored,
            n_("{count} is ignored by a comment.", "{count} are ignored by comments.", ignored),
        ),
        (known, n_("{count} is in the baseline.", "{count} are in the baseline.", known)),
    ):
        if count:
            yield words.format(count=count)
