"""Every rule with its page, as ``docs/rules.md``."""

from collections.abc import Iterator

from playbook import registry
from playbook.docs.words import _
from playbook.messages import p_


def rules_page() -> Iterator[str]:
    """The page, line by line, in the language in use."""
    rules = registry.all_rules().values()
    yield f"# {_('Rules')}"
    yield ""
    yield _(
        "Made from the code by `python -m playbook.docs`. `playbook explain CODE` prints a page."
    )
    yield ""
    yield f"| {_('Code')} | {_('Severity')} | {_('Rule')} | {_('In one line')} |"
    yield "|---|---|---|---|"
    for rule in rules:
        link = f"[{rule.name}](#{rule.code.lower()}-{rule.name})"
        severity = p_("severity", rule.severity.word)
        yield f"| {rule.code} | {severity} | {link} | {rule.summary} |"
    for rule in rules:
        yield ""
        yield f"## {rule.code} {rule.name}"
        yield ""
        yield f"*{p_('severity', rule.severity.word)}* · {rule.page.replace('## ', '### ')}"
