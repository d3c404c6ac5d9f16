"""What a team has settled about findings: ``playbook.toml``, and the options of one run.

The file stands at the workspace's root. Its table ``lint`` says how strict to
be, what to do about single rules, and where the baseline is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final

from playbook.errors import NotFound, PlaybookError
from playbook.findings import Finding, Severity
from playbook.messages import _
from playbook.paths import below
from playbook.suggest import did_you_mean

FILE: Final = "playbook.toml"
PROFILES: Final = {
    "starter": Severity.ERROR,
    "recommended": Severity.WARNING,
    "strict": Severity.INFO,
}
"""The least grave findings that a profile shows."""
_SEVERITIES: Final = {each.word: each for each in Severity}
_KEYS: Final = ("profile", "fail-on", "baseline", "select", "ignore", "rules", "per-file")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Which findings count, and how grave they are."""

    least: Severity = Severity.INFO
    """The least grave findings that are shown, but for rules that are set one by one."""
    fail_on: Severity = Severity.WARNING
    baseline: Path | None = None
    select: tuple[str, ...] = ()
    """Codes, or beginnings of codes; where there are any, nothing else is shown."""
    ignore: tuple[str, ...] = ()
    rules: Mapping[str, Severity | None] = field(default_factory=dict)
    """Severities by code; None is off."""
    per_file: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Patterns of files, from the root, and the codes that are ignored there."""

    def severity(self, finding: Finding, root: Path) -> Severity | None:
        """How grave a finding is in the workspace at a root, or None if it is not shown there."""
        code = finding.code
        if code.startswith(self.ignore or "-"):
            return None
        if self.per_file and self._is_ignored_in(below(root, finding.place.file), code):
            return None
        if self.select and not code.startswith(self.select):
            return None
        if code in self.rules:
            return self.rules[code]
        is_asked_for = finding.severity >= self.least or bool(self.select)
        return finding.severity if is_asked_for else None

    def _is_ignored_in(self, file: str, code: str) -> bool:
        return any(code.startswith(codes) and fnmatchcase(file, at) for at, codes in self.per_file)

    def but(
        self,
        *,
        profile: str | None = None,
        fail_on: str | None = None,
        baseline: Path | None = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> "Settings":
        """These settings with the options of one run put over them.

        Raises:
            PlaybookError: an option names a rule that is not there.

        """
        chosen = _codes(select, "--select")
        return replace(
            self,
            least=PROFILES[profile] if profile else self.least,
            fail_on=_SEVERITIES[fail_on] if fail_on else self.fail_on,
            baseline=baseline or self.baseline,
            select=chosen or self.select,
            ignore=(*self.ignore, *_codes(ignore, "--ignore")),
        )


@cache
def settings_of(root: Path) -> Settings:
    """The settings of the workspace at a folder; without a file they are the recommended ones.

    Raises:
        PlaybookError: the file is wrong; the message says where and how.

    """
    file = root / FILE
    recommended = Settings(least=PROFILES["recommended"])
    if not file.is_file():
        return recommended
    import tomllib

    try:
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = _("{file} cannot be read: {words}.").format(file=FILE, words=error)
        raise PlaybookError(message) from error
    return _Reading(root).settings(data.get("lint", {}), recommended)


class _Reading:
    """Turns the table ``lint`` into settings, and refuses what it does not know."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def settings(self, table: Any, base: Settings) -> Settings:
        table = self._table(table, "lint")
        for key in table:
            if key not in _KEYS:
                raise self._wrong("lint", _('"{key}" is not known.').format(key=key), key, _KEYS)
        baseline = self._text(table, "baseline")
        return replace(
            base,
            least=PROFILES[self._choice(table, "profile", PROFILES, "recommended")],
            fail_on=_SEVERITIES[self._choice(table, "fail-on", _SEVERITIES, "warning")],
            baseline=self.root / baseline if baseline else None,
            select=self._codes(table, "select"),
            ignore=self._codes(table, "ignore"),
            rules=self._rules(self._table(table.get("rules", {}), "lint.rules")),
            per_file=tuple(
                (pattern, self._codes(per_file, pattern))
                for per_file in (self._table(table.get("per-file", {}), "lint.per-file"),)
                for pattern in per_file
            ),
        )

    def _rules(self, table: Mapping[str, Any]) -> dict[str, Severity | None]:
        from playbook import registry

        found: dict[str, Severity | None] = {}
        for name in table:
            word = self._choice(table, name, ("off", *_SEVERITIES), "off")
            try:
                rule = registry.rule(name)
            except NotFound as error:
                raise self._wrong("lint.rules", str(error)) from error
            if not rule.can_be_silenced:
                message = _("{code} cannot be changed: nothing can be made of a playbook with it.")
                raise self._wrong("lint.rules", message.format(code=rule.code))
            found[rule.code] = _SEVERITIES.get(word)
        return found

    def _table(self, value: Any, name: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self._wrong(name, _("It must be a table."))
        return value

    def _choice(self, table: Mapping[str, Any], key: str, known: Iterable[str], other: str) -> str:
        value = table.get(key, other)
        if value in known and isinstance(value, str):
            return value
        message = _('{key} = "{value}" is not known.').format(key=key, value=value)
        raise self._wrong("lint", message, str(value), known)

    def _text(self, table: Mapping[str, Any], key: str) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            raise self._wrong("lint", _("{key} must be a text.").format(key=key))
        return value

    def _codes(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._wrong("lint", _("{key} must be a list of codes.").format(key=key))
        return _codes(value, FILE)

    def _wrong(
        self, table: str, message: str, name: str = "", known: Iterable[str] = ()
    ) -> PlaybookError:
        help = did_you_mean(name, known, most=20) if name else ""
        return PlaybookError(f"{FILE}, [{table}]: {message} {help}".strip())


def _codes(names: Iterable[str], where: str) -> tuple[str, ...]:
    """Codes, from codes, names and beginnings of codes; ``PB3`` is every rule about criteria."""
    wanted = [name for each in names for name in each.replace(",", " ").split()]
    return tuple(_code(name, where) for name in wanted)


def _code(name: str, where: str) -> str:
    from playbook import registry

    if any(code.startswith(name.upper()) for code in registry.all_rules()):
        return name.upper()
    try:
        return registry.rule(name).code
    except NotFound as error:
        raise PlaybookError(f"{where}: {error}") from error
