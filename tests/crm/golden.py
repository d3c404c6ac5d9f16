"""The exports that are kept, so that every change of them is seen.

Make them anew with: python -m tests.crm.golden
"""

import io
import shutil
import warnings
import zipfile
from pathlib import Path
from typing import Final

from tests.crm.samples import CHINESE, EVERYTHING, TESTS, loaded, rolled_out

from playbook import extras, losses
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
    """The files of an export, and what is told of every part; one file holds all requests."""
    told = losses.text(loaded(path).document, export).replace(str(path.parent), "")
    told = told.replace(f"{path.parent.relative_to(TESTS.parent)}/", "")
    made = {"fates.txt": told + "\n"}
    requests = []
    for name, content in export.files.items():
        if name.startswith("requests/"):
            requests.append(f"==== {name}\n{content!s}")
        elif isinstance(content, bytes):
            made[f"{name}.txt"] = _cells(content) if name.endswith(".xlsx") else _members(content)
        elif name != "send.py":
            made[name] = content.replace("\r\n", "\n")  # as git keeps them
    return made | ({"requests.txt": "".join(requests)} if requests else {})


def _cells(content: bytes) -> str:
    """What stands in the cells of a workbook."""
    openpyxl = extras.load("openpyxl", "office")
    lines = []
    with warnings.catch_warnings(action="ignore"):  # it leaves out what it does not know
        book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        lines.append(f"==== {sheet.title} ({sheet.sheet_state})")
        for row in sheet.iter_rows():
            cells = [f"{cell.coordinate}={cell.value!r}" for cell in row if cell.value is not None]
            lines += [" | ".join(cells)] if cells else []
    return "\n".join(lines) + "\n"


def _members(content: bytes) -> str:
    """What is in a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(
            f"==== {name}\n{packed.read(name).decode('utf-8')}" for name in packed.namelist()
        )


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
