"""Findings as text: for people, for programs and for the services that build servers show.

A format is a module of this package with a function ``text`` from a report to
text. Only the one that is asked for is imported.
"""

from collections.abc import Mapping
from importlib import import_module

from playbook.report.cells import table, width
from playbook.report.contents import Report, RuleFacts
from playbook.report.escaping import harmless

__all__ = ["FORMATS", "Report", "RuleFacts", "harmless", "table", "width", "written"]

FORMATS: Mapping[str, str] = {
    "full": "playbook.report.full",
    "concise": "playbook.report.concise",
    "json": "playbook.report.json",
    "github": "playbook.report.github",
    "sarif": "playbook.report.sarif",
    "gitlab": "playbook.report.gitlab",
    "junit": "playbook.report.junit",
    "rdjson": "playbook.report.rdjson",
}
"""The formats by their names, and the modules that write them."""


def written(
    report: Report, form: str = "full", *, colour: bool = False, verbose: bool = False
) -> str:
    """The report in a format. Colours and the parser's words are only in ``full``."""
    module = import_module(FORMATS[form])
    told = {"colour": colour, "verbose": verbose} if form == "full" else {}
    said: str = module.text(report, **told)
    return said
