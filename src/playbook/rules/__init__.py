"""What a rule is.

A rule is one small function in the module of its topic. It looks at a built
playbook and yields where something is wrong and what; who runs it adds the
code, the severity, the file and the line. Its docstring is its page: what,
why, wrong, right; the examples are run as tests.

Some codes are found earlier, while a file is read or its shape is checked.
They have pages here too, and no function of their own.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from playbook.findings import At, Place, Remark, Severity
from playbook.flow import Flow
from playbook.model import Metrics, Playbook
from playbook.model.walk import Leaf

if TYPE_CHECKING:
    from playbook.translate import Catalogue

__all__ = ["Context", "Remark", "Rule", "Severity", "called", "page", "rule"]


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule may look at."""

    playbook: Playbook
    flow: Flow
    today: date
    is_shared: Callable[[At], bool] = lambda at: False
    """Whether something was written in a library, for others to use as well."""
    neighbours: Mapping[str, frozenset[str]] | None = None
    """The other playbooks beside this one, with the ids of their stages; None if unknown."""
    catalogues: Mapping[str, "Catalogue"] = field(default_factory=dict)
    """The translations, by language."""
    context_of: Callable[[Leaf], str] = lambda leaf: ""
    """The context that a text has in a catalogue."""
    targets: Mapping[str, Place] = field(default_factory=dict)
    """The CRMs that crm.yaml names, and where."""
    fates: Callable[[str], Counter[str]] = lambda target: Counter()
    """How many parts of the playbook are written to a CRM, done by hand, and dropped."""

    @property
    def is_sketch(self) -> bool:
        """Whether the playbook is still nothing but stages, tasks and criteria.

        In a first sketch what is missing is not yet a mistake.
        """
        playbook = self.playbook
        return not (
            playbook.roles
            or playbook.fields
            or playbook.questionnaires
            or playbook.buyer_steps
            or playbook.metrics not in (None, Metrics(at=()))
            or any(stage.probability for stage in playbook.stages if stage.is_before_the_sale)
        )


Check = Callable[[Context], Iterable[Remark]]


@dataclass(frozen=True)
class Rule:
    """A rule with its page; without ``check`` it is found while reading."""

    code: str
    name: str
    severity: Severity
    doc: str
    check: Check | None = None

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.doc.split("\n", 1)[0]


def rule(code: str, severity: Severity) -> Callable[[Check], Rule]:
    """Make a rule of a function."""

    def make(check: Check) -> Rule:
        name = getattr(check, "__name__", code).replace("_", "-")
        return Rule(code, name, severity, inspect.getdoc(check) or "", check)

    return make


def page(code: str, severity: Severity) -> Callable[[Callable[[], None]], Rule]:
    """Make a rule's page of a function that does nothing, for what is found while reading."""

    def make(described: Callable[[], None]) -> Rule:
        name = getattr(described, "__name__", code).replace("_", "-")
        return Rule(code, name, severity, inspect.getdoc(described) or "")

    return make


def called(name: str, id: str) -> str:
    """What to call a part in a message: its label, with its id where that says more."""
    return f'"{name}"' if name.casefold().replace(" ", "-") == id else f'"{name}" ({id})'
