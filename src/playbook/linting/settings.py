"""What a team has settled about findings: ``playbook.toml``, and the options of one run.

The file stands at the workspace's root. Its table ``lint`` says how strict to
be, what to do about single rules, and where the baseline is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final

from playbook import workspace_file
from playbook.errors import NotFound, PlaybookError
from playbook.findings import Finding, Severity
from playbook.messages import _
from playbook.paths import below
from playbook.workspace_file import Table

FILE: Final = workspace_file.FILE
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
    table = workspace_file.table(root, "lint")
    table.only(_KEYS)
    baseline = table.text("baseline")
    per_file = table.table("per-file")
    return Settings(
        least=PROFILES[table.choice("profile", PROFILES, "recommended")],
        fail_on=_SEVERITIES[table.choice("fail-on", _SEVERITIES, "warning")],
        baseline=root / baseline if baseline else None,
        select=_codes_in(table, "select"),
        ignore=_codes_in(table, "ignore"),
        rules=_rules(table.table("rules")),
        per_file=tuple((pattern, _codes_in(per_file, pattern)) for pattern in per_file.values),
    )


def _rules(table: Table) -> dict[str, Severity | None]:
    """What is settled about single rules."""
    from playbook import registry

    found: dict[str, Severity | None] = {}
    for name in table.values:
        word = table.choice(name, ("off", *_SEVERITIES), "off")
        try:
            rule = registry.rule(name)
        except NotFound as error:
            raise table.wrong(str(error)) from error
        if not rule.can_be_silenced:
            message = _("{code} cannot be changed: nothing can be made of a playbook with it.")
            raise table.wrong(message.format(code=rule.code))
        found[rule.code] = _SEVERITIES.get(word)
    return found


def _codes_in(table: Table, key: str) -> tuple[str, ...]:
    names = table.texts(key)
    if names is None:
        raise table.wrong(_("{key} must be a list of codes.").format(key=key))
    return _codes(names, FILE)


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
