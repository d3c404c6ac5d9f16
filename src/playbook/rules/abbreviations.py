"""Abbreviations: explained to whoever is new."""

import re
from collections.abc import Iterator

from playbook.messages import _
from playbook.model import FRAMEWORKS, Playbook
from playbook.rules import Context, Remark, Severity, rule

_ABBREVIATION = re.compile(
    r"(?<![A-Za-z0-9_/.@{-])[A-Z][A-Z0-9&]{1,5}(?=s?(?![A-Za-z0-9_/@}-]|\.\w))"
)
_EVERYDAY = frozenset(
    [
        "CRM",
        "ERP",
        "PDF",
        "FAQ",
        "CEO",
        "CFO",
        "CTO",
        "CIO",
        "COO",
        "CMO",
        "CSO",
        "VP",
        "HR",
        "IT",
        "ID",
        "OK",
        "URL",
        "SMS",
        "USB",
        "API",
        "PC",
        "TV",
        "EU",
        "UK",
        "US",
        "USA",
        "UN",
        "USD",
        "EUR",
        "GBP",
        "BGN",
        "CNY",
        "RMB",
        "VAT",
        "AM",
        "PM",
        "KPI",
        "ROI",
        "B2B",
        "B2C",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "GDPR",
        "ISO",
        "NDA",
        "PPT",
        "WIFI",
        "AI",
        "ML",
        "QA",
        "SQL",
        "CSV",
        "XLSX",
        "DOCX",
        "PPTX",
        "HTML",
        "XML",
        "JSON",
        "SAAS",
        "CV",
        "NO",
        "YES",
        "TO",
        "DO",
        "NOT",
        "ALL",
        "AND",
        "OR",
        "IF",
    ]
)
"""What anyone in an office has met, and words in capitals."""


@rule("PB825", Severity.INFO)
def abbreviation_unexplained(context: Context) -> Iterator[Remark]:
    """An abbreviation is in the glossary, where there is one.

    ## Why
    Whoever is new does not ask what SQO means in the first week, and guesses.
    What every office knows, and the names of frameworks, need no entry.

    ## Wrong
    ```yaml
    about: The SQO is accepted within a day
    glossary: {lead: {name: Lead, means: Somebody who may buy}}
    ```

    ## Right
    ```yaml
    about: The SQO is accepted within a day
    glossary: {sqo: {name: SQO, means: Sales-qualified opportunity}}
    ```
    """
    playbook = context.playbook
    if not playbook.glossary:
        return
    known = {*_EVERYDAY, *_explained(playbook)}
    for leaf in playbook.texts:
        for word in _ABBREVIATION.findall(leaf.value):
            if word not in known:
                known.add(word)
                message = _('The glossary does not explain "{word}".').format(word=word)
                yield Remark(leaf.at, message, _("Add it to `glossary`, or write it out."))


def _explained(playbook: Playbook) -> Iterator[str]:
    """The abbreviations that something in the playbook says what they are."""
    for name in FRAMEWORKS:
        yield from name.upper().split("-")
    texts = [leaf.value for leaf in playbook.texts if leaf.at[0] == "glossary"]
    texts += [each.name for each in playbook.competitors.values()]
    for text in texts:
        yield from _ABBREVIATION.findall(text.upper() if " " not in text else text)
    for leaf in playbook.texts:  # "a request for proposal (RFP)", "RFP (request for proposal)"
        yield from re.findall(r"[(（]([A-Z][A-Z0-9&]{1,5})[)）]", leaf.value)
        yield from re.findall(r"([A-Z][A-Z0-9&]{1,5}) ?[(（]", leaf.value)
