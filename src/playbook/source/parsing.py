"""The parser beneath: PyYAML's C events, or its pure-Python ones made to agree.

Where the C parser is missing, the pure one does the same work an order of
magnitude slower. It refuses two things that the C parser and YAML 1.2 allow:
a tab after a colon, and a question mark within text in brackets.
"""

import re
from collections.abc import Iterator

import yaml
from yaml.events import Event, ScalarEvent

try:
    from yaml._yaml import CParser
except ImportError:  # pragma: no cover - wheels for the usual systems have it
    HAS_C_PARSER = False
else:
    HAS_C_PARSER = True

_TAB_AFTER_KEY = re.compile(r"(?m)(?<=[:\-,])([ ]*)(\t[ \t]*)(?=\S)")
_STAND_IN = "\ue03f"


def events(text: str, *, pure: bool = False) -> Iterator[Event]:
    """The events of a YAML text.

    Raises:
        yaml.MarkedYAMLError: there is a syntax error.

    """
    if pure or not HAS_C_PARSER:
        return _pure(text)
    return _from_c(text)


def _from_c(text: str) -> Iterator[Event]:
    parser = CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def _pure(text: str) -> Iterator[Event]:
    text = _TAB_AFTER_KEY.sub(lambda match: match[1] + " " * len(match[2]), text)
    text = _hide_question_marks(text)
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, ScalarEvent):
            event.value = event.value.replace(_STAND_IN, "?")
        yield event


def _hide_question_marks(text: str) -> str:
    """Put a stand-in for question marks that are text; those that begin a key stay."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "?" in line:
            start = len(line) - len(line.lstrip(" -"))
            lines[number] = line[: start + 1] + line[start + 1 :].replace("?", _STAND_IN)
    return "\n".join(lines)
