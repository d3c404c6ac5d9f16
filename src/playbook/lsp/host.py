"""One server for one editor: what it holds together, and how it speaks up by itself."""

import asyncio
import os
import sys
import traceback
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from playbook import __version__
from playbook.lsp.checks import Checks
from playbook.lsp.positions import Counting, path_of
from playbook.lsp.publishing import Publisher
from playbook.lsp.session import Session
from playbook.messages import _, closest, is_known, speaking


class PlaybookServer(LanguageServer):
    """One server for one editor."""

    def __init__(self, language: str | None) -> None:
        super().__init__(
            "playbook", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full
        )
        self.language = language
        """The language that was asked for on the command line or by the environment."""
        self.session = Session()
        self.publisher = Publisher(self.session, self.text_document_publish_diagnostics, self.tell)
        self.checks = Checks(self.session, self.publisher, self.own_mistake)
        self._surveys: dict[Path, asyncio.Task[None]] = {}

    def begin(self, params: types.InitializeParams) -> None:
        """Take over what the editor says of itself."""
        session = self.session
        session.capabilities = params.capabilities
        session.wishes.usual = self.language
        if params.locale and is_known(params.locale):
            session.wishes.usual = closest(params.locale)
        session.wishes.take(params.initialization_options)
        folders = [each.uri for each in params.workspace_folders or ()] or [params.root_uri or ""]
        session.folders = [path for uri in folders if (path := path_of(uri)) is not None]

    def other_folders(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Take over which folders are open now."""
        gone = {path_of(each.uri) for each in event.removed}
        new = [path for each in event.added if (path := path_of(each.uri)) is not None]
        kept = [path for path in self.session.folders if path not in gone]
        self.session.folders = [*kept, *new]

    def count(self) -> None:
        """Count as was agreed with the editor."""
        encoding = self.server_capabilities.position_encoding
        self.session.counting = Counting(str(getattr(encoding, "value", encoding or "utf-16")))

    def speaking(self, uri: str = "") -> AbstractContextManager[None]:
        """The language to answer in: the editor's, else that of the playbook in question."""
        language = self.session.wishes.language
        path = path_of(uri) if language is None else None
        book = self.session.book(path) if path is not None else None
        return speaking(language or closest((book.language if book else "") or "en"))

    def changed(self, path: Path | None) -> None:
        """Look again at what depends on a file, and look round if nobody has looked there yet."""
        if path is None:
            return
        self.checks.changed(path)
        root = self.session.root(path)
        if path in self.session.open and root not in self._surveys:
            self._surveys[root] = asyncio.get_running_loop().create_task(self.look_round(root))

    async def look_round(self, root: Path) -> None:
        """Look for playbooks below a folder, and at those that have to do with what is open."""
        await asyncio.to_thread(self.session.survey.look, root, self.session.books)
        for path in list(self.session.open):
            self.checks.changed(path)

    async def look_round_again(self, uri: str) -> None:
        """Look again for playbooks, before something is said of all of them."""
        path = path_of(uri)
        if path is not None:
            root = self.session.root(path)
            await asyncio.to_thread(self.session.survey.look, root, self.session.books)

    async def looked_round(self, uri: str) -> None:
        """Wait until somebody has looked for playbooks around a file."""
        path = path_of(uri)
        survey = self._surveys.get(self.session.root(path)) if path is not None else None
        if survey is not None:
            await asyncio.shield(survey)

    def tell(self, message: str) -> None:
        """Show a sentence to the user."""
        kind = types.MessageType.Warning
        self.window_show_message(types.ShowMessageParams(kind, message))

    def own_mistake(self, error: Exception) -> None:
        """Say that the tool itself is wrong; the next request is answered all the same."""
        if os.environ.get("PLAYBOOK_DEBUG"):
            traceback.print_exception(error, file=sys.stderr)
        last = traceback.extract_tb(error.__traceback__)[-1:]
        where = "".join(f" ({Path(each.filename).name}:{each.lineno})" for each in last)
        with self.speaking():
            words = _("This is a mistake of playbook itself, not of yours: {words}")
        said = words.format(words=f"{type(error).__name__}: {error}{where}")
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, said))

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002
        """What is no request that we know goes to the log and not into the user's face."""
        with self.speaking():
            words = _("This is no request that playbook knows: {words}")
        said = words.format(words=f"{type(error).__name__}: {error}")
        self.window_log_message(types.LogMessageParams(types.MessageType.Warning, said))
