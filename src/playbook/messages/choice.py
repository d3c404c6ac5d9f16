"""Which language to speak: what was asked for, else what the computer says."""

import os
import sys
from collections.abc import Mapping

from playbook.messages import closest, is_known

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of these that is set decides, as for every program."""
_NAMES = {"chinese": "zh-CN", "bulgarian": "bg", "english": "en"}
"""How Windows writes a locale: ``Chinese (Simplified)_China``."""


def choose(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> str | None:
    """The language of messages; None for the language of the playbook that they are about.

    Asked for is what ``--language`` says. After it come PLAYBOOK_LANGUAGE and
    the computer's locale. A locale that names no language, or one that we do
    not speak, leaves the choice to the playbook.
    """
    if asked or (asked := environment.get("PLAYBOOK_LANGUAGE")):
        return closest(asked)
    name = next((environment[key] for key in _LOCALE if environment.get(key)), None)
    if name is None and sys.platform in ("win32", "darwin"):
        name = _of_the_system()
    tag = (name or "").split(".")[0].split("@")[0]
    tag = next((ours for word, ours in _NAMES.items() if tag.lower().startswith(word)), tag)
    return closest(tag) if is_known(tag) else None


def _of_the_system() -> str | None:
    """The locale where no environment variable says it, as on Windows."""
    import locale

    return locale.getlocale()[0]
