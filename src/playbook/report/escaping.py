"""Author's text made harmless: nothing in it steers a terminal or a build service."""

import re
import unicodedata

from playbook.findings import Finding

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that are not seen and change what is, and halves of characters."""
_JOINERS = frozenset("\u200c\u200d")
"""They join letters and emoji, and do no harm."""
_SENT = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What JSON may hold as it is and no terminal should be sent."""
_COMMAND = re.compile(r"##([A-Za-z]*)\[")
"""What build services take for a command of theirs, wherever it stands: ``##[``, ``##vso[``."""


def harmless(text: str) -> str:
    """A text that can be printed anywhere: what steers a terminal or a build service is shown."""
    shown = text if text.isprintable() else "".join(_visible(sign) for sign in text)
    return _COMMAND.sub(r"##\1\\u005b", shown) if "##" in shown else shown


def _visible(sign: str) -> str:
    if sign in _JOINERS or unicodedata.category(sign) not in _STEERING:
        return sign
    return " " if sign == "\t" else f"\\u{ord(sign):04x}"


def harmless_line(text: str) -> str:
    """A whole line that can be printed: one that begins with ``::`` would be a command."""
    shown = harmless(text)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def harmless_words(finding: Finding) -> str:
    """What a finding says and what to write instead, in one line."""
    return " ".join(harmless(each) for each in (finding.message, finding.help) if each)


def harmless_json(written: str) -> str:
    """JSON that says the same and can be printed anywhere."""
    return _COMMAND.sub(r"##\1\\u005b", _SENT.sub(_escaped, written))


def _escaped(match: re.Match[str]) -> str:
    """A character as JSON writes it where it must not be sent as it is."""
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))
