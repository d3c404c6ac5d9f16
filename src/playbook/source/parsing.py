"""The parser beneath: PyYAML's C events, or its pure-Python ones made to agree.

Where the C parser is missing, the pure one does the same work an order of
magnitude slower. It refuses what the C parser and YAML 1.2 allow: TABs between
a key and its value, and question marks within text in brackets.
"""

from collections.abc import Iterator

from yaml import MarkedYAMLError
from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

try:
    from yaml._yaml import CParser
except ImportError:  # pragma: no cover - wheels for the usual systems have it
    HAS_C_PARSER = False
else:
    HAS_C_PARSER = True

DEEPEST = 64
"""Levels of nesting. The C parser takes time that grows with the square of them."""


def events(text: str, *, pure: bool = False) -> Iterator[Event]:
    """The events of a YAML text; its last line may lack its end.

    Raises:
        yaml.MarkedYAMLError: there is a syntax error.

    """
    text = text if text.endswith("\n") else text + "\n"
    parser = _PureParser(text) if pure or not HAS_C_PARSER else CParser(text)
    while (event := parser.get_event()) is not None:
        yield event


def words(error: MarkedYAMLError, *, pure: bool = False) -> str:
    """What the parser itself says of a syntax error: ``libyaml: … at 11:5``."""
    parser = "PyYAML" if pure or not HAS_C_PARSER else "libyaml"
    said = ", ".join(each for each in (error.context, error.problem) if each)
    mark = error.problem_mark or error.context_mark
    place = f" at {mark.line + 1}:{mark.column + 1}" if mark else ""
    return f"{parser}: {said}{place}"


class _PureParser(Reader, Scanner, Parser):
    """PyYAML's own parser, with the C parser's view of TABs and question marks."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        self._in_plain = False
        Scanner.__init__(self)
        Parser.__init__(self)

    def scan_to_next_token(self) -> None:
        """Skip spaces and comments, and TABs where no key may begin."""
        while self.flow_level or not self.allow_simple_key:
            if self.peek() not in " \t":
                break
            self.forward()
        super().scan_to_next_token()
        if self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.scan_to_next_token()

    def scan_plain(self) -> ScalarToken:
        """Read a plain text; ``peek`` then hides what would end it too early."""
        self._in_plain = True
        try:
            return super().scan_plain()
        finally:
            self._in_plain = False

    def peek(self, index: int = 0) -> str:
        """The character at the pointer, or as many after it."""
        sign: str = super().peek(index)
        if not self._in_plain or sign not in "\t?":
            return sign
        if sign == "\t" and index == 0 and self.column <= self.indent:
            words = "found a tab character that violates indentation"
            raise ScannerError("while scanning a plain scalar", None, words, self.get_mark())
        return " " if sign == "\t" else "_"
