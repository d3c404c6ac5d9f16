"""Finds the members of the families: rules, renderers and CRM targets.

The folder is the list: every module of a family's package is looked through
for values of the family's type. Other packages offer members by entry points
in the group of the package's name (``playbook.rules``).
"""

import pkgutil
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from playbook import crm, renderers, rules
from playbook.crm import Target
from playbook.errors import NotFound, PlaybookError
from playbook.messages import _
from playbook.renderers import KINDS, Kind, Renderer
from playbook.rules import Rule
from playbook.suggest import did_you_mean, nearest

Member = TypeVar("Member", Rule, Renderer, Target)


@cache
def all_rules() -> dict[str, Rule]:
    """The rules by their codes, in order."""
    return _by(((each.code, each) for each in _family(rules, Rule)), "rule")


@cache
def all_renderers(kind: Kind) -> dict[str, Renderer]:
    """The renderers of a kind by their names."""
    packages = [import_module(f"{renderers.__name__}.{each}") for each in KINDS]
    found = chain.from_iterable(_members(package, Renderer) for package in packages)
    others = _offered(renderers, Renderer)
    of_kind = (each for each in (*found, *others) if each.kind == kind)
    return _by(((each.name, each) for each in of_kind), "renderer")


@cache
def all_targets() -> dict[str, Target]:
    """The CRM targets by their names."""
    return _by(((each.name, each) for each in _family(crm, Target)), "target")


def rule(name: str) -> Rule:
    """A rule by its code or its name.

    Raises:
        NotFound: there is no such rule.

    """
    for each in all_rules().values():
        if name.upper() == each.code or name.lower() == each.name:
            return each
    message = _('There is no rule "{name}".').format(name=name)
    guess = nearest(name, [*all_rules(), *(each.name for each in all_rules().values())])
    help = did_you_mean(name, [guess]) if guess else _("`playbook rules` lists them.")
    raise NotFound(f"{message} {help}")


def target(name: str) -> Target:
    """A CRM target by its name.

    Raises:
        NotFound: there is no such target.

    """
    found = find_target(name)
    if found is not None:
        return found
    message = _('There is no target "{name}".').format(name=name)
    raise NotFound(f"{message} {did_you_mean(name, all_targets())}")


@cache
def find_target(name: str) -> Target | None:
    """A CRM target by its name; its module is looked into first, since to import all takes long."""
    if name.isidentifier() and find_spec(f"{crm.__name__}.{name}"):
        for each in _of(import_module(f"{crm.__name__}.{name}"), Target):
            if each.name == name:
                return each
    return all_targets().get(name)


def renderer(name: str, kind: Kind) -> Renderer:
    """A renderer of a kind by its name.

    Raises:
        NotFound: there is no such renderer.

    """
    known = all_renderers(kind)
    if name in known:
        return known[name]
    message = _('"{name}" cannot be made.').format(name=name)
    raise NotFound(f"{message} {did_you_mean(name, known)}")


def _family(package: ModuleType, kind: type[Member]) -> Iterator[Member]:
    yield from _members(package, kind)
    yield from _offered(package, kind)


def _members(package: ModuleType, kind: type[Member]) -> Iterator[Member]:
    for found in pkgutil.iter_modules(package.__path__):
        yield from _of(import_module(f"{package.__name__}.{found.name}"), kind)


def _offered(package: ModuleType, kind: type[Member]) -> Iterator[Member]:
    """What other packages offer."""
    if not _is_offered(package.__name__):
        return
    from importlib.metadata import entry_points

    for entry in entry_points(group=package.__name__):
        yield from _of(entry.load(), kind)


def _of(module: ModuleType, kind: type[Member]) -> Iterator[Member]:
    return (value for value in vars(module).values() if isinstance(value, kind))


def _is_offered(group: str) -> bool:
    """Whether any installed package has a word for us; asking in full costs more than a lint."""
    mark = f"[{group}]"
    return any(
        mark in file.read_text("utf-8", "replace")
        for folder in sys.path
        for file in Path(folder).glob("*-info/entry_points.txt")
    )


def _by(named: Iterator[tuple[str, Member]], family: str) -> dict[str, Member]:
    found: dict[str, Member] = {}
    for name, member in named:
        if found.setdefault(name, member) is not member:
            raise PlaybookError(f"Two members of the family {family} are called {name}.")
    return dict(sorted(found.items()))
