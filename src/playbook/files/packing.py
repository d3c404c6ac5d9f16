"""Files in one zip file, whose bytes say nothing of when it was made."""

from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from playbook.files.contents import Files

_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file can name."""
_UNIX: Final = 3


def packed(files: Files) -> bytes:
    """Files in one zip file, in their order; the same files give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def repacked(archive: bytes) -> bytes:
    """A zip file that somebody else has made, without its dates."""
    with ZipFile(BytesIO(archive)) as old:
        return packed({name: old.read(name) for name in old.namelist()})
