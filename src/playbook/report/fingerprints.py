"""What a finding is known by from one run to the next, wherever its line moves to."""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from playbook.findings import Finding
from playbook.report.contents import Report

_NUMBERED = re.compile(r"\[\d+\]")


def fingerprints(report: Report) -> Iterator[tuple[Finding, str]]:
    """The findings, each with what it is known by.

    That is made of the rule, the file, the part of the playbook and the text
    of the line; of findings that are alike in all these, each has its own.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in report.findings:
        line = " ".join(report.line_of(finding.place).split())
        alike = (finding.code, finding.place.file, _NUMBERED.sub("[]", finding.path), line)
        seen[alike] += 1
        whole = "\0".join((*alike, str(seen[alike])))
        yield finding, sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
