"""One file, written whole or not at all."""

import os
from pathlib import Path

from playbook.files.contents import as_bytes
from playbook.files.placing import beside, writing


def write_file(path: Path, content: str | bytes) -> None:
    """Write one file, or leave the old one as it was.

    Raises:
        PlaybookError: it cannot be written.

    """
    with writing(path):
        path = path.resolve()
        with beside(path) as new:
            with new.open("xb") as file:
                file.write(as_bytes(content))
            os.replace(new, path)  # noqa: PTH105 - a folder of that name is no file to replace
