"""A playbook as a handbook in no format yet: what the writers of PDF, Word and Markdown share.

``compose`` makes it, ``blocks`` says what it is made of.
"""

from playbook.manuscript.composing import compose

__all__ = ["compose"]
