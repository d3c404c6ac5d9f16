"""Named files, and the only code that writes them to disk: whole or not at all."""

from playbook.files.contents import Files, read_text
from playbook.files.folder import write_folder, write_new_folder
from playbook.files.given import read_given
from playbook.files.single import write_file

__all__ = [
    "Files",
    "read_given",
    "read_text",
    "write_file",
    "write_folder",
    "write_new_folder",
]
