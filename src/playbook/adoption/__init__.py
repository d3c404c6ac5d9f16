"""A set-up that was read from a CRM, as a playbook: the first page of a sales process in git.

``adopting`` completes what was read, ``naming`` gives ids, ``placing`` finds where
in the flow a field is wanted, ``writing`` writes it all down as people would. What could not be placed stands
there as comments with the reasons, and what only people know as questions.
"""

from playbook.adoption.adopting import Adopted, adopted
from playbook.adoption.writing import note_lines

__all__ = ["Adopted", "adopted", "note_lines"]
