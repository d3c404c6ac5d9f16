"""Nothing that an author writes is run, connected to, or opened.

What is written goes through the linter, the handbook, the pictures and the
exports, each in a process that dies if anything happens; texts that would be
code in a template come out as they were written.
"""

import html
import json
import re
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.hostile.guarded import ROOT, lint, playbook
from tests.hostile.playbooks import everything
from tests.hostile.samples import GOOD

from playbook import loading
from playbook.schema import node_at, schema

TEMPLATES: Final = (
    "{{7*7}}",
    "{{ config }}{{ self }}{{ request }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.popen('touch hit').read() }}",
    "{{ lipsum.__globals__['os'].popen('touch hit').read() }}",
    "{{ joiner.__init__.__globals__.os.system('touch hit') }}",
    "{{ namespace.__init__.__globals__.os.system('touch hit') }}",
    "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('touch hit') }}",
    "{{ ''|attr('__class__')|attr('__mro__') }}",
    "{{ ().__class__.__base__.__subclasses__()[59]('hit','w') }}",
    "{% for c in [].__class__.__base__.__subclasses__() %}{{ c.__name__ }}{% endfor %}",
    "{% include '/etc/passwd' %}{% import 'os' as os %}",
    "{{ range(1000000000)|list }}{{ 'x' * 1000000000 }}",
)
OTHERS: Final = (
    "${7*7} #{7*7} <%= 7*7 %> [[7*7]] @(7*7)",
    "{0.__class__.__init__.__globals__} {name} %(x)s %n %s",
    "$(touch hit) `touch hit` ; touch hit | touch hit && touch hit",
    "__import__('os').system('touch hit')",
    '=HYPERLINK("http://127.0.0.1:9/","x")',
    "![x](file:///etc/passwd) [y](javascript:alert(1)) <iframe src=file:///etc/passwd>",
    '\\N \\G \\L <b>html</b> " ] ; } -> n1 [shell="touch hit"]',
    ']]></x><!ENTITY x SYSTEM "file:///etc/passwd">&x;',
    "!!python/object/apply:os.system ['touch hit']",
)
TAGS: Final = (
    "!!python/object/apply:os.system ['touch hit']",
    "!!python/object/new:subprocess.Popen [[touch, hit]]",
    "!!python/name:os.system ''",
    "!!python/module:antigravity ''",
    "!!python/object:os.stat_result {}",
    '!<tag:yaml.org,2002:python/object/apply:eval> [\'open("hit", "w")\']',
    "!!binary aGVsbG8=",
    "!!set {a, b}",
    "!!timestamp 2027-01-01",
    "!ENV ${HOME}",
    "!include /etc/passwd",
    "!Ref x",
    "!!js/function 'function () {}'",
    "!ruby/object:Gem::Installer {i: x}",
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "playbook.toml").touch()
    return folder


def test_no_text_is_run_whatever_field_it_stands_in(workspace: Path) -> None:
    """Every key of the format that takes a text has every one of the texts."""
    files = []
    for number, text in enumerate((*TEMPLATES, *OTHERS)):
        file = workspace / f"every-{number}.yaml"
        file.write_text(json.dumps(everything([text]), ensure_ascii=False), "utf-8")
        files.append(file)
    assert {each["file"] for each in lint(*files, inside=workspace).findings} == {
        file.name for file in files
    }
    assert not (workspace / "hit").exists()


def test_no_tag_makes_anything(workspace: Path) -> None:
    files = []
    for number, tagged in enumerate(TAGS):
        for place, text in enumerate((f"{GOOD}about: {tagged}\n", f"{tagged}\n", f"? {tagged}\n")):
            file = workspace / f"tag-{number}-{place}.yaml"
            file.write_text(text, "utf-8")
            files.append(file)
    errors = [
        each for each in lint(*files, inside=workspace).findings if each["severity"] == "error"
    ]
    assert {each["file"] for each in errors} == {file.name for file in files}
    assert not (workspace / "hit").exists()


# What is made of a playbook.


def replaced(data: Any, text: str, at: tuple[str | int, ...] = ()) -> Any:
    """The data with a text, and a number that makes it the only one of its kind, for every text."""
    if isinstance(data, dict):
        return {key: replaced(inner, text, (*at, key)) for key, inner in data.items()}
    if isinstance(data, list):
        return [replaced(inner, text, (*at, number)) for number, inner in enumerate(data)]
    node = node_at(schema("playbook"), at)
    is_text = (
        isinstance(data, str)
        and node is not None
        and not {"enum", "pattern", "format", "then"} & set(node.here)
        and at[-1] not in ("equals", "set", "default", "path")
    )
    return f"{text} {'.'.join(map(str, at))}" if is_text else data


@pytest.fixture(scope="module")
def made(workspace: Path) -> dict[str, Path]:
    """Whatever can be made of a playbook all of whose texts would be code somewhere."""
    made = {}
    loaded = loading.load(ROOT / "playbooks" / "six-stage" / "playbook.yaml").document.data
    base = {key: value for key, value in loaded.items() if key not in ("uses", "languages")}
    (workspace / "made").mkdir()
    for number, text in enumerate((f"{{{{7*7}}}} {OTHERS[0]} {OTHERS[1]}", TEMPLATES[3])):
        file = workspace / f"made-{number}.yaml"
        file.write_text(json.dumps(replaced(base, text), ensure_ascii=False), "utf-8")
        folder = workspace / "made" / str(number)
        for words in (
            ("handbook", file, "-o", folder / "handbook"),
            ("draw", file, "-o", folder / "process.svg"),
            ("export", "hubspot", file, "-o", folder / "hubspot"),
            ("export", "salesforce", file, "-o", folder / "salesforce"),
        ):
            run = playbook(*words, inside=workspace, writes=[workspace / "made"])
            assert run.code == 0, run.err
        made[text] = folder
    assert not list(workspace.rglob("hit"))
    return made


def test_what_would_be_code_in_a_template_comes_out_as_it_was_written(
    made: dict[str, Path],
) -> None:
    for text, folder in made.items():
        for page in (folder / "handbook").rglob("*.html"):
            shown = html.unescape(page.read_text("utf-8"))
            assert text in shown, page
        picture = html.unescape((folder / "process.svg").read_text("utf-8"))
        assert text.split()[0] in re.sub("<[^>]*>", " ", picture)
        start = next((folder / "handbook").rglob("index.html")).read_text("utf-8")
        start = re.sub(r"(?s)<(style|script).*?</\1>", "", start)
        assert "49" not in re.sub("<[^>]*>", " ", start)


# The network, which a library in another language would reach past Python's hooks.


class _Counting(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        hits.append(self.client_address)


hits: list[Any] = []


@pytest.fixture
def canary() -> Iterator[str]:
    """An address on this computer at which somebody counts."""
    hits.clear()
    with socketserver.TCPServer(("127.0.0.1", 0), _Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_nothing_asks_the_network(canary: str, workspace: Path) -> None:
    url = f"{canary}/x"
    markdown = f"![x]({url}.png) <img src={url}.png> <link rel=stylesheet href={url}.css>"
    whole = everything([markdown])
    for asset in whole["assets"].values():
        asset |= {"url": url, "path": url}
    loaded = loading.load(ROOT / "playbooks" / "six-stage" / "playbook.yaml").document.data
    good = {key: value for key, value in loaded.items() if key not in ("uses", "languages")}
    texts = {
        "whole": json.dumps(whole),
        "schema": f"# yaml-language-server: $schema={url}.json\n$schema: {url}.json\n{GOOD}",
        "ref": f"{GOOD}$ref: {url}.json\n",
        "extends": f"id: a\nname: A\nreason: R\nextends: {url}\n",
        "uses": f"{GOOD}uses: ['{url}', '//127.0.0.1/share', 'file://127.0.0.1/x']\n",
        "include": f"{GOOD}about: !include {url}\n",
        "made": json.dumps(replaced(good, markdown)),
    }
    files = [workspace / f"net-{name}.yaml" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, "utf-8")
    lint(*files, inside=workspace)
    folder = workspace / "net"
    folder.mkdir()
    for words in (("handbook",), ("draw",), ("export", "salesforce")):
        name = "a.svg" if words == ("draw",) else words[0]
        run = playbook(*words, files[-1], "-o", folder / name, inside=workspace, writes=[folder])
        assert run.code == 0, run.err
    assert hits == []


def test_the_canary_sings(canary: str) -> None:
    import urllib.request

    with pytest.raises(OSError, match=r".*"), urllib.request.urlopen(canary, timeout=5):
        pass
    assert len(hits) == 1


@pytest.mark.parametrize(
    "code",
    [
        "__import__('os').system('true')",
        "__import__('subprocess').run(['true'])",
        "__import__('socket').socket().connect(('127.0.0.1', 9))",
        "open('/etc/passwd')",
        "open('hit', 'w')",
        "__import__('os').remove('playbook.toml')",
    ],
)
def test_the_guard_guards(code: str, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.hostile import guarded

    script = guarded._GUARDED.replace(
        'runpy.run_module("playbook", run_name="__main__")', f"eval({code!r})"
    )
    monkeypatch.setattr(guarded, "_GUARDED", script)
    with pytest.raises(AssertionError, match="FORBIDDEN"):
        playbook(inside=workspace)
