"""Words within a line: escaped, emphasised, linked."""

import re
from collections.abc import Callable

from playbook.manuscript.blocks import Run, Words
from playbook.messages import _

Address = Callable[[str], str]
"""Where a link leads: an address, or for ``#anchor`` the page and its part."""

_SIGNS = re.compile(r"[\\`*_\[\]<>#|~$&!{}]")
_AT_THE_START = re.compile(r"^([ \t]*)([-+=:]|\d{1,9}(?=[.)]))", re.MULTILINE)
_IN_ADDRESSES = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "|": "%7C"}
_BETWEEN = " · "
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


def inline(words: Words, address: Address, *, ends_lines: bool = True) -> str:
    """Words as Markdown; the end of a line stays one, or becomes a dot between two remarks."""
    made = "".join(_run(run, address) for run in words)
    if ends_lines:
        made = _AT_THE_START.sub(_marked, made.strip())
    lines = [line.strip() for line in made.split("\n")]
    return ("\\\n" if ends_lines else _BETWEEN).join(filter(None, lines))


def plain(words: Words) -> str:
    """Words as a reader sees them in a line."""
    return "".join(map(_text, words))


def escaped(text: str) -> str:
    """A text in which nothing is a sign of Markdown or HTML."""
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", _UNSEEN.sub(" ", text))


def _marked(found: "re.Match[str]") -> str:
    """What would begin a list or underline a heading at the start of a line."""
    if found[2].isdigit():
        return f"{found[1]}{found[2]}\\" if found.end() < len(found.string) else found[0]
    return f"{found[1]}\\{found[2]}"


def _run(run: Run, address: Address) -> str:
    if run.code or run.mark:
        return _code(run.text)
    made = escaped(_text(run))
    if run.strong:
        made = _around(made, "**")
    elif run.emphasis:
        made = _around(made, "*" if run.text.isascii() or not _is_wide(run.text) else "**")
    if run.struck:
        made = _around(made, "~~")
    link = address(run.link) if run.link else ""
    return f"[{made}]({_address(link)})" if link else made


def _text(run: Run) -> str:
    """A run without its styles; a remark of its own stands in brackets."""
    if not run.tag:
        return run.text
    text = _("({sentence})").format(sentence=run.text)
    return f" {text}" if text.isascii() or text[0] == "(" else text


def _around(text: str, sign: str) -> str:
    """A text with signs around its words.

    Signs next to punctuation are not seen everywhere, above all not in Chinese,
    where no space follows: so punctuation at both ends stays outside.
    """
    begin, end = 0, len(text)
    while begin < end and not text[begin].isalnum():
        begin += 1
    while end > begin and not text[end - 1].isalnum():
        end -= 1
    words = text[begin:end].replace("\n", f"{sign}\n{sign}")
    return f"{text[:begin]}{sign}{words}{sign}{text[end:]}" if words else text


def _is_wide(text: str) -> bool:
    """Whether it is of a script that has no slanted letters."""
    return any("\u2e80" <= sign <= "\uffdc" for sign in text)


def _code(text: str) -> str:
    """Text in which each character counts."""
    text = " ".join(_UNSEEN.sub(" ", text).split())
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}" if text else ""


def _address(link: str) -> str:
    return "".join(_IN_ADDRESSES.get(sign, sign) for sign in _UNSEEN.sub("", link))
