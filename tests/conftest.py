"""What many tests need."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from playbook.build import build
from playbook.model import Playbook
from playbook.schema import check
from playbook.source import parse

ROOT = Path(__file__).resolve().parents[1]

# How long an example takes says how busy the computer is, and nothing about us. Everybody looks
# at the same examples; PLAYBOOK_TEST_SEARCH=1 looks for others.
settings.register_profile(
    "same",
    deadline=None,
    derandomize=not os.environ.get("PLAYBOOK_TEST_SEARCH"),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are compared in English, whatever the computer speaks."""
    for name in ("PLAYBOOK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLAYBOOK_NO_CACHE", "1")


@pytest.fixture
def built() -> Callable[[str], Playbook]:
    """Build a playbook from its text; the text must have the right shape."""

    def make(text: str) -> Playbook:
        document = parse(text)
        assert document.problems == ()
        assert check(document) == ()
        return build(document)

    return make


@pytest.fixture
def shipped() -> tuple[Path, ...]:
    """The main files of all shipped playbooks."""
    return tuple(sorted((ROOT / "playbooks").glob("*/playbook.yaml")))


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """An environment for a new process, without what this one was told."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "PLAYBOOK"))}
