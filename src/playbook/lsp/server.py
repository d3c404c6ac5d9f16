"""The protocol: which request goes where. Nothing is worked out here."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from playbook.errors import PlaybookError
from playbook.linting import settings_of
from playbook.lsp import actions, completion, hover, lenses, navigation, renaming, symbols
from playbook.lsp.host import PlaybookServer
from playbook.lsp.positions import path_of
from playbook.lsp.written import folder_of
from playbook.messages import _

_REQUEST_FAILED = -32803
"""The protocol's number for a request that was understood and cannot be fulfilled."""
_WATCHED = "**/*.{yaml,yml,md,po,toml}"

Answer = TypeVar("Answer")


def _answering(
    handle: Callable[[PlaybookServer, Any], Awaitable[Answer]],
) -> Callable[[PlaybookServer, Any], Coroutine[Any, Any, Answer | None]]:
    """Answer in the editor's language; what cannot be done is said, a mistake of ours is logged."""

    @wraps(handle)
    async def answer(server: PlaybookServer, params: Any) -> Answer | None:
        document = getattr(params, "text_document", None)
        try:
            with server.speaking(document.uri if document else ""):
                return await handle(server, params)
        except PlaybookError as error:
            raise JsonRpcException(str(error), _REQUEST_FAILED) from error
        except Exception as error:  # noqa: BLE001 - one request must never end the server
            server.own_mistake(error)
            return None

    return answer


def make(language: str | None) -> PlaybookServer:
    """A server that speaks a language, or that of each playbook."""
    server = PlaybookServer(language)
    _documents(server)
    _questions(server)
    _changes(server)
    return server


def serve(language: str | None) -> None:
    """Talk to an editor over standard input and output until it says goodbye."""
    for name in ("pygls", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    stdout, sys.stdout = sys.stdout, sys.stderr
    make(language).start_io(sys.stdin.buffer, stdout.buffer)


def _documents(server: PlaybookServer) -> None:
    """What the editor tells without waiting for an answer."""

    @server.feature(types.INITIALIZE)
    def _initialize(params: types.InitializeParams) -> None:
        server.begin(params)

    @server.feature(types.INITIALIZED)
    async def _initialized(_params: types.InitializedParams) -> None:
        server.count()
        workspace = server.session.capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(_WATCHED)]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("playbook-files", method, options)
            await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def _opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        path = server.session.opened(document.uri, document.version, document.text)
        server.changed(path)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def _typed(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        text = params.content_changes[-1].text if params.content_changes else None
        if text is not None:
            server.changed(server.session.opened(document.uri, document.version, text))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def _closed(params: types.DidCloseTextDocumentParams) -> None:
        server.changed(server.session.closed(params.text_document.uri))

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def _saved(params: types.DidSaveTextDocumentParams) -> None:
        server.changed(path_of(params.text_document.uri))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def _on_disk(params: types.DidChangeWatchedFilesParams) -> None:
        paths = [path for each in params.changes if (path := path_of(each.uri)) is not None]
        if any(each.type != types.FileChangeType.Changed for each in params.changes):
            for root in {server.session.root(path) for path in server.session.open}:
                await server.look_round(root)
        if any(path.suffix == ".toml" for path in paths):
            server.checks.look(list(server.publisher.results))
        for path in paths:
            server.changed(path)

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def _folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.other_folders(params.event)

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def _wished(params: types.DidChangeConfigurationParams) -> None:
        server.session.wishes.take(params.settings)
        server.checks.look(list(server.publisher.results))


def _questions(server: PlaybookServer) -> None:
    """What the editor asks while somebody reads and types."""

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=list(completion.TRIGGERS)),
    )
    @_answering
    async def _complete(
        server: PlaybookServer, params: types.CompletionParams
    ) -> types.CompletionList:
        return completion.complete(server.session, params.text_document.uri, params.position)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    @_answering
    async def _hover(server: PlaybookServer, params: types.HoverParams) -> types.Hover | None:
        return hover.hover(server.session, params.text_document.uri, params.position)

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    @_answering
    async def _definition(
        server: PlaybookServer, params: types.DefinitionParams
    ) -> list[types.Location] | None:
        await server.looked_round(params.text_document.uri)
        return navigation.definition(server.session, params.text_document.uri, params.position)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    @_answering
    async def _references(
        server: PlaybookServer, params: types.ReferenceParams
    ) -> list[types.Location] | None:
        uri = params.text_document.uri
        await server.look_round_again(uri)
        with_definition = params.context.include_declaration
        return navigation.references(
            server.session, uri, params.position, with_definition=with_definition
        )

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    @_answering
    async def _highlight(
        server: PlaybookServer, params: types.DocumentHighlightParams
    ) -> list[types.DocumentHighlight] | None:
        return navigation.highlight(server.session, params.text_document.uri, params.position)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    @_answering
    async def _outline(
        server: PlaybookServer, params: types.DocumentSymbolParams
    ) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        uri = params.text_document.uri
        found = symbols.outline(server.session, uri)
        can = server.session.capabilities.text_document
        can_nest = can.document_symbol if can else None
        if can_nest and can_nest.hierarchical_document_symbol_support:
            return found
        return list(symbols.flat(found, uri))

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    @_answering
    async def _lenses(
        server: PlaybookServer, params: types.CodeLensParams
    ) -> list[types.CodeLens] | None:
        path = path_of(params.text_document.uri)
        mains = server.session.mains(path) if path else ()
        if path is None or not mains:
            return None
        return await asyncio.to_thread(lenses.lenses, server.session, path, mains[0])


def _changes(server: PlaybookServer) -> None:
    """What the editor asks in order to change files."""

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    @_answering
    async def _prepare(
        server: PlaybookServer, params: types.PrepareRenameParams
    ) -> types.PrepareRenamePlaceholder | None:
        await server.looked_round(params.text_document.uri)
        return renaming.prepare(server.session, params.text_document.uri, params.position)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    @_answering
    async def _rename(
        server: PlaybookServer, params: types.RenameParams
    ) -> types.WorkspaceEdit | None:
        session, uri = server.session, params.text_document.uri
        await server.look_round_again(uri)
        found = await asyncio.to_thread(
            renaming.rename, session, uri, params.position, params.new_name
        )
        if found is None:
            raise PlaybookError(_("There is no id here."))
        if found.files and not renaming.renames_files(session):
            server.tell(renaming.by_hand(found))
        return renaming.workspace_edit(session, found)

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=actions.KINDS)
    )
    @_answering
    async def _actions(
        server: PlaybookServer, params: types.CodeActionParams
    ) -> list[types.CodeAction]:
        return await _code_actions(server, params)


async def _code_actions(
    server: PlaybookServer, params: types.CodeActionParams
) -> list[types.CodeAction]:
    """The fixes for what was found in a range of lines, and the one that mends the whole file."""
    session, uri, only = server.session, params.text_document.uri, params.context.only
    file = session.file(uri)
    if file is None:
        return []
    await server.checks.settled()
    found = server.publisher.found(file.path)
    made: list[types.CodeAction] = []
    if actions.wanted(only, types.CodeActionKind.QuickFix.value):
        lines = range(params.range.start.line + 1, params.range.end.line + 2)
        here = [each for each in found if each.place.line in lines]
        made += actions.quick_fixes(session, file.path, here, file.lines)
    mains = session.mains(file.path)
    is_asked = only is not None and actions.wanted(only, actions.FIX_ALL)
    if is_asked and mains and any(each.fix and each.fix.is_safe for each in found):
        settings = settings_of(session.root(folder_of(file)))
        all_of_them = await asyncio.to_thread(
            actions.fix_all, session, file.path, mains[0], settings
        )
        made += [all_of_them] if all_of_them else []
    return made
