"""Patterns that take for ever: every one that we own meets the texts that would make it.

Those that have a name are used as their modules use them; those that are made
while playbooks are checked (of word lists, mostly) are noted as they are made.
"""

import ast
import importlib
import json
import os
import pkgutil
import random
import re
import re._constants as sre  # type: ignore[import-not-found]
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple, get_args

import jsonschema_rs
import pytest

import playbook
from playbook.schema import Kind, schema

ROOT = Path(__file__).resolve().parents[2]


class Used(NamedTuple):
    """A pattern: where it is from, itself, its flags, and the method that is called on it."""

    name: str
    pattern: str
    flags: int
    how: str


_SAME_AS_SEARCH = {"sub": "search", "finditer": "search", "findall": "search", "split": "search"}
_OURS = ("playbook.renderers.handbook.html.search.", "playbook.renderers.handbook.html.site.")
"""Modules that read our own HTML, in which an author's < is written &lt;."""


def named() -> Iterator[Used]:
    """The patterns that have a name, or stand where they are used."""
    modules = [
        importlib.import_module(found.name)
        for found in pkgutil.walk_packages(playbook.__path__, "playbook.")
        if not found.name.endswith("__main__")
    ]
    sources = {str(each.__file__): Path(str(each.__file__)).read_text("utf-8") for each in modules}
    for module in modules:
        source = sources[str(module.__file__)]
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                where = source if name.startswith("_") else "\n".join(sources.values())
                used = set(re.findall(rf"\b{name}\.([a-z]+)\(", where)) or {"match"}
                for how in used:
                    whole = f"{module.__name__}.{name}"
                    yield Used(whole, value.pattern, value.flags, _SAME_AS_SEARCH.get(how, how))
        for line, pattern, how in inline(source):
            flags = re.compile(pattern).flags
            yield Used(f"{module.__name__}:{line}", pattern, flags, _SAME_AS_SEARCH.get(how, how))


def inline(source: str) -> Iterator[tuple[int, str, str]]:
    """The patterns that stand where they are used: their line, themselves, and how."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=how),
                args=[ast.Constant(value=str() as pattern), *_],
                lineno=line,
            ) if how not in ("compile", "escape"):
                yield line, pattern, how


_NOTE_ALL: Final = """\
import importlib, json, pkgutil, re, sys
from pathlib import Path
made, compile = set(), re.compile
def noting(pattern, flags=0):
    compiled = compile(pattern, flags)
    module = sys._getframe(1).f_globals.get("__name__", "")
    if module.startswith("playbook") and isinstance(compiled.pattern, str):
        made.add((module, compiled.pattern, compiled.flags, "search"))
    return compiled
re.compile = noting
import playbook
for found in pkgutil.walk_packages(playbook.__path__, "playbook."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from playbook import pipeline
pipeline.lint(map(Path, sys.argv[1:]))
print(json.dumps(sorted(made)))
"""


def made(known: Iterable[Used]) -> Iterator[Used]:
    """The patterns that are made on the way, or stand in tables."""
    files = [ROOT / "playbooks" / name for name in ("smallest", "smallest-bg", "smallest-zh")]
    said = subprocess.run(
        [sys.executable, "-c", _NOTE_ALL, *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    patterns = {(each.pattern, each.flags) for each in known}
    for each in json.loads(said.stdout):
        used = Used(*each)
        if (used.pattern, used.flags) not in patterns:
            yield used


def samples(pattern: str, chance: random.Random) -> Iterator[str]:
    """Texts that a pattern would take, some of them cut short, so that it only nearly does."""
    for _ in range(4):
        text = "".join(_sample(_parser.parse(pattern), chance)) or "b"
        yield text
        yield f"{text[: chance.randint(1, len(text))]} "


def _sample(parsed: Any, chance: random.Random) -> Iterator[str]:
    for kind, value in parsed:
        match kind:
            case sre.LITERAL:
                yield chr(value)
            case sre.NOT_LITERAL | sre.ANY:
                yield chance.choice("x名 ")
            case sre.IN:
                yield _one_of(value, chance)
            case sre.BRANCH:
                yield from _sample(chance.choice(value[1]), chance)
            case sre.SUBPATTERN | sre.ATOMIC_GROUP:
                yield from _sample(value[-1] if kind is sre.SUBPATTERN else value, chance)
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                low, high, inner = value
                for _ in range(chance.randint(low, min(high, low + 2))):
                    yield from _sample(inner, chance)


def _one_of(choices: Any, chance: random.Random) -> str:
    """A character of a class; of one that says what it is not, some other."""
    kind, value = chance.choice(choices)
    match kind:
        case sre.LITERAL:
            return chr(value)
        case sre.RANGE:
            return chr(chance.randint(*value))
        case sre.CATEGORY:
            return {sre.CATEGORY_SPACE: " ", sre.CATEGORY_DIGIT: "7"}.get(value, "a")
    return chance.choice("x名 ")


_TRY_ALL: Final = """\
import json, re, signal, sys
units = ["a", " ", "- ", "\\t", '"', "'", "\\\\", "a: ", "{", "[", "{a: ", "- a: ", "0", "0,", " #", "\\n",
         "\\uff1a", "![](", "{{", "x=", "&", "<", "_", "(", "a-", "\\u3000", "\\u2013", "?", ", ", "\\r", "A", "|"]

def stop(*_):
    raise TimeoutError

if hasattr(signal, "setitimer"):  # elsewhere, whoever waits for this process stops it
    signal.signal(signal.SIGVTALRM, stop)
    watch = lambda seconds: signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
else:
    watch = lambda seconds: None
slow = set()
for (name, pattern, flags, how), own in json.load(sys.stdin):
    print(name, how, ascii(pattern), flush=True)
    use = getattr(re.compile(pattern, flags), how)
    tried = [(unit, 40_000) for unit in units + own] + [("a", 1_000_000), (own[0], 1_000_000)]
    for unit, length in tried:
        long = unit * (length // len(unit))
        for text in (long + "\\x01", "a: " + long, '"' + long):
            watch(0.5 if length < 100_000 else 4)
            try:
                use(text)
            except TimeoutError:
                print(ascii(f"slow: {name} {how} {unit!r} {pattern!r}"), file=sys.stderr)
                slow.add(name)
            if name in slow:
                break
        if name in slow:
            break
    watch(0)
"""


def run(wanted: Iterable[Used]) -> str:
    """Try patterns in a process of its own; what is slow or stuck, or nothing."""
    given = [(each, list(samples(each.pattern, random.Random(1)))) for each in sorted(wanted)]
    try:
        done = subprocess.run(
            [sys.executable, "-c", _TRY_ALL],
            input=json.dumps(given),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=240,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired as stopped:
        return f"stuck in {(stopped.stdout or b'').decode().splitlines()[-1]}"
    return done.stderr


def test_no_pattern_takes_for_ever() -> None:
    """One that reads on goes through 40 000 characters in 2 ms; one that goes back needs minutes."""
    here = {each for each in named() if not each.name.startswith(_OURS)}
    assert len(here) > 60
    assert run(here) == ""


def test_no_pattern_that_is_made_on_the_way_takes_for_ever() -> None:
    there = set(made(named()))
    assert len(there) > 20
    assert run(there) == ""


def test_a_pattern_that_goes_back_would_be_found() -> None:
    assert run([Used("here", r"(a+)+$", 0, "search")]) != ""
    assert run([Used("here", "“[^”]*[а-я][^”]*”", 0, "search")]) != ""


def schema_patterns(here: Any) -> Iterator[str]:
    """Every pattern in a schema."""
    for key, value in here.items() if isinstance(here, dict) else enumerate(here):
        if key == "pattern" and isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            yield from schema_patterns(value)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_no_pattern_of_a_schema_takes_for_ever(kind: Kind) -> None:
    """Editors use them as well, with whatever engine their language has."""
    found = set(schema_patterns(schema(kind)))
    assert run({Used(f"{kind} schema", each, 0, "search") for each in found}) == ""
    for pattern in found:
        validator = jsonschema_rs.validator_for({"pattern": pattern})
        for unit in ("a", "a-", "1", "-", "A", "http:", "中", *samples(pattern, random.Random(1))):
            validator.is_valid(unit * (1_000_000 // len(unit)) + " ")
