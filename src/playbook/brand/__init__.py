"""How a company looks: its name, logo, colours and font, for all that is made for its people.

It stands in the table ``brand`` of the workspace file. Files that it names are
read here once and looked at closely, so that whatever is made of them later, a
page, a PDF or slides, can take them as they are.
"""

from playbook.brand.look import FIRST, LAST, Brand, Piece
from playbook.brand.pages import Look, look
from playbook.brand.reading import of

__all__ = ["FIRST", "LAST", "Brand", "Look", "Piece", "look", "of"]
