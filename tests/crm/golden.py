"""The exports that are kept, so that every change of them is seen.

Make them anew with: python -m tests.crm.golden
"""

import shutil
from pathlib import Path
from typing import Final

from tests.crm.samples import CHINESE, EVERYTHING, TESTS, loaded, rolled_out

from playbook import losses
from playbook.crm import Export
from playbook.messages import speaking
from playbook.registry import all_targets

GOLDEN: Final = TESTS / "golden" / "crm"


SAMPLES: Final = {
    f"{target}/{name}": path
    for target in sorted(all_targets())
    for name, path in (("everything", EVERYTHING), ("chinese", CHINESE))
}
"""Where each is kept, and what it is made of."""


def exported(folder: str) -> Export:
    """One of the exports; what uses everything is merged with the stages that are there."""
    name, path = folder.split("/", maxsplit=1)[0], SAMPLES[folder]
    return rolled_out(name, path, base=folder == "salesforce/everything")


def kept(path: Path, export: Export) -> dict[str, str]:
    """The files of an export, and what is told of every part."""
    told = losses.text(loaded(path).document, export).replace(str(path.parent), "")
    told = told.replace(f"{path.parent.relative_to(TESTS.parent)}/", "")
    return {**{name: str(text) for name, text in export.files.items()}, "fates.txt": told + "\n"}


def main() -> None:
    """Write them all."""
    with speaking("en"):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        for folder, path in SAMPLES.items():
            for name, text in kept(path, exported(folder)).items():
                file = GOLDEN / folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
