"""Handbooks that several browser tests open, each written once."""

from pathlib import Path

import pytest
from tests.browser.harness import BULGARIAN, CHINESE, handbook, read, text

from playbook import discovery
from playbook.assembly import assemble
from playbook.build import build
from playbook.resources import PLAYBOOKS


@pytest.fixture(scope="session")
def everything_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A playbook that has everything."""
    return handbook(tmp_path_factory.mktemp("everything"), [read("everything.yaml")])


@pytest.fixture(scope="session")
def several_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three playbooks in three languages."""
    folder = tmp_path_factory.mktemp("several")
    chinese, bulgarian = text(folder, "zh", CHINESE), text(folder, "bg", BULGARIAN)
    return handbook(folder, [read("everything.yaml"), chinese, bulgarian])


@pytest.fixture(scope="session")
def shipped_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The playbooks that people begin with, in one handbook."""
    folder = tmp_path_factory.mktemp("shipped")
    found = discovery.find([PLAYBOOKS])
    return handbook(folder, [build(assemble(path).document) for path in found])
