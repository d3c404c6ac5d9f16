"""The language server: what a playbook's author is told while writing, in any editor.

``server`` says which request goes where, ``host`` is one server for one editor.
``session`` knows what is open, ``books`` which files a playbook is made of and
what the ids in them stand for, ``sketch`` makes out what cannot be parsed yet,
``checks`` lints in the background and ``publishing`` tells what was found. Each thing an editor can ask for has a
module: ``completion``, ``hover``, ``navigation``, ``renaming``, ``actions``,
``symbols`` and ``lenses``. Only this package knows pygls and the protocol's types.
"""
