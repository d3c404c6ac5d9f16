"""Days that the reader's own clock has a word about."""

from datetime import date

from markupsafe import Markup

from playbook.messages import _
from playbook.renderers.handbook.html.book import Book


def due(book: Book, day: date) -> Markup:
    """A day until which something has to be looked at again.

    Whether it has passed, the reader's own clock says; a handbook that is made
    twice is the same.
    """
    return Markup(
        '<time datetime="{}" data-due>{}</time><span class="chip stop overdue" hidden>{}</span>'
    ).format(day.isoformat(), book.local.day(day), _("Review overdue"))
