"""Telling on a terminal how far the work is, once it takes longer than one likes to wait."""

import sys
import time
from collections.abc import Callable

import click

_SLOW = 1.0
"""Seconds of work after which people want to see how far it is."""


class Progress:
    """Told how much is done, of how much; says so on standard error, in one line that goes again."""

    def __init__(self, words: str) -> None:
        """Take a sentence with ``{done}`` and ``{total}``."""
        self.words = words
        self.began = time.monotonic()
        self.is_shown = False

    def __call__(self, done: int, total: int) -> None:
        """Say how far the work is, if it has taken long already."""
        if done < total and time.monotonic() - self.began > _SLOW:
            self.is_shown = True
            said = self.words.format(done=done, total=total)
            click.echo(f"\r{said}", nl=False, err=True)
        elif self.is_shown:
            self.is_shown = False
            click.echo("\r\x1b[K", nl=False, err=True)


def progress(words: str) -> Callable[[int, int], None]:
    """What to tell how far the work is: people at a terminal hear of it, others do not."""
    return Progress(words) if sys.stderr.isatty() else lambda done, total: None
