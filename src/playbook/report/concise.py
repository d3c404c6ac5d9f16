"""Findings in one line each, as build logs and editors read them."""

from playbook.findings import Finding
from playbook.messages import p_
from playbook.report.contents import Report
from playbook.report.counting import summary
from playbook.report.escaping import harmless, harmless_line


def text(report: Report) -> str:
    """A line for each finding, and one that counts them."""
    return "\n".join([*(line(finding) for finding in report.findings), summary(report)])


def line(finding: Finding) -> str:
    """``file:line:column: CODE message [severity]``."""
    place = finding.place
    where = f"{harmless_line(place.file)}:{place.line}:{place.column}"
    return f"{where}: {finding.code} {harmless(finding.message)} [{p_('severity', finding.severity.word)}]"
