"""What stands between a key and its value where that is no colon and a space."""

import re
from dataclasses import replace

from playbook.findings import Fix, Problem
from playbook.messages import _
from playbook.schema import mends
from playbook.schema.case import Case
from playbook.source import WIDE_COLONS

TIGHT = re.compile(rf"(?P<key>[A-Za-z_]+)\s*(?P<sign>[:={WIDE_COLONS}])\s*(?P<value>\S.*)")
"""A key and its value in one word, for want of a space."""
BRACKET = re.compile(
    rf"(?P<key>[A-Za-z0-9_-]+)(?P<space>\s{{0,9}})(?P<sign>[:={WIDE_COLONS}]?)\s{{0,9}}(?P<value>[\[{{].*)"
)
"""A key and the brackets of its value in one word."""


def tight(case: Case, key: str, match: re.Match[str]) -> Problem:
    """A key and its value in braces, joined by a colon that does not part them."""
    help = _("Write: {text}").format(text=f"{match['key']}: {match['value']}")
    fix = _parted(case, key, match)
    problem = case.problem_at_key("PB008", key, _about(match["sign"]), help, fix)
    place = problem.place
    place = place._replace(column=place.column + match.start("sign"), length=1)
    path = case.document.path((*case.at, match["key"]))
    return replace(problem, place=place, path=path)


def bracket(case: Case, key: str, match: re.Match[str]) -> Problem:
    """A key and the brackets of its value, with no colon and space between them."""
    fix = _parted(case, key, match)
    problem = case.problem_at_key("PB008", key, _about(match["sign"]), "", fix)
    column = problem.place.column - 1
    text = case.document.line(problem.place)[column + match.start("value") :].strip()
    help = _("Write: {text}").format(text=f"{match['key']}: {text}")
    place = problem.place._replace(column=column + match.start("space") + 1, length=1)
    return replace(problem, place=place, help=help)


def _parted(case: Case, key: str, match: re.Match[str]) -> Fix | None:
    """The key and its value with a colon and a space between them."""
    new = key[: match.end("key")] + ": " + key[match.start("value") :]
    return mends.key(case, key, new, is_safe=bool(match["sign"]) and match["sign"] != "=")


def odd(case: Case, key: str, plain: str) -> Problem:
    """A key with a second colon, or with a space before its colon that is no plain space."""
    if key.endswith(":"):
        message = _("One colon is enough.")
    else:
        message = _("Beside this colon stands a space that is no plain space.")
    value = case.value[key]
    text = f"{plain}: {value[:60] if isinstance(value, str) else ''}".rstrip(": ")
    help = _("Write: {text}").format(text=text)
    fix = mends.key(case, key, plain, is_safe=True)
    problem = case.problem_at_key("PB008", key, message, help, fix)
    place = problem.place._replace(column=problem.place.column + len(plain), length=1)
    return replace(problem, place=place, path=case.document.path((*case.at, plain)))


def _about(sign: str) -> str:
    """What is wrong with what stands between a key and its value."""
    if sign == ":":
        return _("After the colon there must be a space.")
    if sign and sign in WIDE_COLONS:
        return _('"{colon}" is a full-width (Chinese) colon.').format(colon=sign)
    if sign:
        return _('Between a key and its value stands a colon, not "{sign}".').format(sign=sign)
    return _("A colon is missing here.")
