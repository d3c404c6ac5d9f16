"""Trello: a board with lists in order, cards with checklists, and fields; and it is read back."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.crm.mangled import OTHERS, survived
from tests.crm.samples import CHINESE, EVERYTHING, HERE, PUBLISHED, differing, playbook, rolled_out
from tests.crm.stub import Answer, Call, Route, Server, send, serving

from playbook.crm import Export, Settings
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout

SCHEMAS = json.loads((HERE / "trello.schema.json").read_text("utf-8"))
VARIABLES = {"TRELLO_KEY": "a-key", "TRELLO_TOKEN": "a-token"}
Build = Callable[[str], Playbook]


class Trello:
    """What the server keeps. Fields are refused until the Power-Up is there."""

    def __init__(self, *, has_fields: bool = True) -> None:
        self.numbers = itertools.count(1)
        self.has_fields = has_fields
        self.kept: dict[str, dict[str, dict[str, Any]]] = {
            kind: {} for kind in ("boards", "lists", "cards", "checklists", "customFields")
        }

    def routes(self) -> list[Route]:
        return [
            Route("POST", "/1/boards", self.maker("boards"), SCHEMAS["board"]),
            Route("POST", "/1/lists", self.maker("lists", "idBoard", "boards"), SCHEMAS["list"]),
            Route("POST", "/1/cards", self.maker("cards", "idList", "lists"), SCHEMAS["card"]),
            Route(
                "POST",
                "/1/checklists",
                self.maker("checklists", "idCard", "cards"),
                SCHEMAS["checklist"],
            ),
            Route("POST", "/1/checklists/([0-9a-f]{24})/checkItems", self.item, SCHEMAS["item"]),
            Route("POST", "/1/customFields", self.field, SCHEMAS["field"]),
            Route("POST", "/1/customFields/([0-9a-f]{24})/options", self.option, SCHEMAS["option"]),
        ]

    def made(self, kind: str, body: dict[str, Any]) -> Answer:
        number = next(self.numbers)
        id = f"{number:024x}"
        place = {} if isinstance(body.get("pos"), int | float) else {"pos": number * 16}
        self.kept[kind][id] = {"closed": False, **body, **place, "id": id}
        return 200, self.kept[kind][id]

    def maker(self, kind: str, key: str = "", owners: str = "") -> Callable[[Call], Answer]:
        def make(call: Call) -> Answer:
            if key and call.body[key] not in self.kept[owners]:
                return 404, {"message": "The requested resource was not found."}
            return self.made(kind, call.body)

        return make

    def item(self, call: Call) -> Answer:
        owner = self.kept["checklists"].get(call.parts[0])
        if owner is None:
            return 404, {"message": "The requested resource was not found."}
        items = owner.setdefault("checkItems", [])
        items.append({"state": "incomplete", "name": call.body["name"], "pos": len(items) + 1})
        return 200, items[-1]

    def field(self, call: Call) -> Answer:
        if not self.has_fields:
            return 403, {"message": "The Custom Fields Power-Up is not enabled on this board."}
        return self.made("customFields", call.body)

    def option(self, call: Call) -> Answer:
        owner = self.kept["customFields"].get(call.parts[0])
        if owner is None or owner["type"] != "list":
            return 400, {"message": "invalid"}
        options = owner.setdefault("options", [])
        options.append({**call.body, "_id": f"{next(self.numbers):024x}", "pos": len(options) + 1})
        return 200, options[-1]

    def dump(self) -> dict[str, bytes]:
        """What it answers when it is asked for the board with all that is on it."""
        (board,) = self.kept["boards"].values()
        more = {kind: [*rows.values()] for kind, rows in self.kept.items() if kind != "boards"}
        more["lists"] = more["lists"][::-1]  # the order is in their positions
        return {"board.json": json.dumps({**board, **more}).encode()}


@contextmanager
def running(*, has_fields: bool = True) -> Iterator[tuple[Trello, Server]]:
    """The server with nothing in it."""
    state = Trello(has_fields=has_fields)

    def is_allowed(headers: Any) -> bool:
        wanted = 'OAuth oauth_consumer_key="a-key", oauth_token="a-token"'
        return bool(headers.get("authorization") == wanted)

    with serving(state.routes(), is_allowed=is_allowed) as server:
        yield state, server


def wanted_of(path: Path) -> Rollout:
    """What the playbook says, in its own language."""
    with speaking(closest(playbook(path).language)):
        rollout = Rollout(playbook(path), Settings(), target("trello").surface)
        assert rollout.setup.stages
        return rollout


def read(dump: dict[str, bytes]) -> Any:
    reading = target("trello").read
    assert reading is not None
    return reading(dump)


@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_the_server_takes_everything_and_gives_it_back(path: Path, tmp_path: Path) -> None:
    with running() as (state, server):
        done = send(rolled_out("trello", path), tmp_path / "out", server, **VARIABLES)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert server.refused == []
    with speaking(closest(playbook(path).language)):
        (found,) = read(state.dump()).setups
    assert differing("trello", path, state.dump()) == []
    wanted = wanted_of(path)
    assert found.name == wanted.setup.name
    assert [each.name for each in found.stages] == [each.name for each in wanted.stages]
    assert [each.criteria for each in found.stages] == [
        tuple(" ".join(text.split()) for text in each.criteria) for each in wanted.stages
    ]
    assert [len(each.tasks) for each in found.stages] == [len(each.tasks) for each in wanted.stages]
    assert [each.name for each in found.fields] == [each.name for each in wanted.added[:50]]
    assert [[option.name for option in each.options] for each in found.fields] == [
        [option.name for option in each.options] for each in wanted.added[:50]
    ]


def test_lists_stand_in_the_order_of_the_stages(tmp_path: Path) -> None:
    with running() as (state, server):
        send(rolled_out("trello", EVERYTHING), tmp_path / "out", server, **VARIABLES)
    places = {each["name"]: each["pos"] for each in state.kept["lists"].values()}
    names = [stage.name for stage in playbook(EVERYTHING).stages]
    assert sorted(places, key=lambda name: float(places[name])) == names


def test_without_the_power_up_the_rest_is_there_and_a_second_run_goes_on(tmp_path: Path) -> None:
    export = rolled_out("trello", EVERYTHING)
    with running(has_fields=False) as (state, server):
        stopped = send(export, tmp_path / "out", server, **VARIABLES)
        assert (stopped.returncode, "Power-Up" in stopped.stderr) == (1, True)
        assert len(state.kept["lists"]) == len(playbook(EVERYTHING).stages)
        assert state.kept["customFields"] == {}
        state.has_fields = True
        again = send(export, tmp_path / "out", server, **VARIABLES)
        assert (again.returncode, again.stderr) == (0, "")
        assert len(state.kept["boards"]) == 1
        assert len(state.kept["customFields"]) == len(wanted_of(EVERYTHING).added)
    assert "Power-Up" in str(export.files["SETUP.md"])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("board", lambda body: body.update(prefs={})),
        ("list-lead", lambda body: body.update(pos="first")),
        ("list-lead", lambda body: body.pop("idBoard")),
        ("card-qualified", lambda body: body.update(desc="x" * 16385)),
        ("card-qualified", lambda body: body.update(isTemplate=True)),
        ("criteria-qualified-1", lambda body: body.update(name="")),
        ("field-region", lambda body: body.update(type="dropdown")),
        ("field-region-1", lambda body: body.update(value="Europe")),
    ],
)
def test_the_server_refuses_planted_faults(
    name: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    files = dict(rolled_out("trello", EVERYTHING).files)
    (file,) = (each for each in files if each.endswith(f"-{name}.json"))
    request = json.loads(files[file])
    change(request["body"])
    files[file] = json.dumps(request)
    with running() as (_state, server):
        done = send(Export(files), tmp_path / "out", server, **VARIABLES)
    assert done.returncode == 1
    assert file.split("/")[1] in done.stderr


HOSTILE = [
    "# heading",
    "[click](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "**bold** _it_ `code` ~~gone~~",
    "1. one",
    "- [ ] box",
    "> quote",
    "| a | b |",
    "&lt;b&gt; <b>x</b>",
    "back\\slash \\*",
    "{{TRELLO_TOKEN}} $kept",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_authors_text_stays_text(text: str, built: Build, tmp_path: Path) -> None:
    said = json.dumps(text)
    model = built(
        f"""
        id: sale
        name: {said}
        fields: {{a: {{name: {said}, type: choice, options: [{{id: x, name: {said}}}]}}}}
        stages:
          - {{id: open, name: {said}, guidance: {said}, tasks: [{said}], exit: [{said}]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("trello", model), tmp_path / "out", server, **VARIABLES)
        assert done.returncode == 0, done.stderr
    (card,) = state.kept["cards"].values()
    for written in (card["desc"], *(i["name"] for i in _items(state))):
        for token in MarkdownIt("js-default").parse(written):
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "text_special", "softbreak"}, (written, kinds)
            assert token.type.partition("_")[0] in {"paragraph", "inline", "bullet", "list"}
    (found,) = read(state.dump()).setups
    assert found.name == text
    assert found.stages[0].name == text
    assert found.stages[0].tasks[0].name == text
    assert found.stages[0].criteria == (text,)
    assert found.fields[0].options[0].name == text


def _items(state: Trello) -> list[dict[str, Any]]:
    return [item for each in state.kept["checklists"].values() for item in each["checkItems"]]


def test_long_guidance_fits_even_when_every_sign_is_escaped(built: Build, tmp_path: Path) -> None:
    texts = "".join(f"- '{'&a;*' * 90}'\n            " for _number in range(60))
    model = built(
        f"""
        id: sale
        name: Sale
        stages:
          - id: open
            name: Open
            exit:
            {texts}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    with running() as (state, server):
        done = send(rolled_out("trello", model), tmp_path / "out", server, **VARIABLES)
        assert (done.returncode, done.stderr) == (0, "")
    (card,) = state.kept["cards"].values()
    assert 8000 < len(card["desc"]) <= 16384
    assert len(_items(state)) == 60


def test_what_a_field_has_no_room_for_is_told() -> None:
    told = {each.at: each.how for each in rolled_out("trello", EVERYTHING).fates}
    assert told["fields", "machine"].endswith("; its explanation is in the handbook")
    assert "explanation" not in told["fields", "region"]
    assert "no place" in told["fields", "uses"]


def test_fields_that_there_is_no_room_for_are_told(built: Build, tmp_path: Path) -> None:
    fields = ", ".join(f"f{number}: {{name: Field {number}, type: text}}" for number in range(52))
    model = built(
        f"""
        id: sale
        name: Sale
        fields: {{{fields}}}
        segments: {{big: {{name: Big}}}}
        tracks: {{proof: {{name: Proof, phases: [{{id: test, name: Test, during: [open]}}]}}}}
        questionnaires:
          fit:
            framework: custom
            name: Fit
            elements: [{{id: one, name: One}}]
            questions: [{{id: last, element: one, ask: Last?, field: f51}}]
        stages:
          - {{id: open, name: Open, exit: [The buyer has signed]}}
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
    )
    export = rolled_out("trello", model)
    with running() as (state, server):
        done = send(export, tmp_path / "out", server, **VARIABLES)
        assert (done.returncode, done.stderr) == (0, "")
    written = {each["name"] for each in state.kept["customFields"].values()}
    assert written == {f"Field {number}" for number in range(50)}
    dropped = {each.at: each.how for each in export.fates if each.outcome == "dropped"}
    assert set(dropped) >= {
        ("fields", "f50"),
        ("fields", "f51"),
        ("segments", "big"),
        ("tracks", "proof", "phases", 0),
        ("questionnaires", "fit", "questions", 0),
    }
    assert ("fields", "f49") not in dropped
    assert "54" in dropped["fields", "f51"]


@pytest.mark.parametrize("content", OTHERS)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        read({"some.json": content})


def test_answers_with_anything_wrong_in_them_are_read_or_refused(tmp_path: Path) -> None:
    with running() as (state, server):
        send(rolled_out("trello", CHINESE), tmp_path / "out", server, **VARIABLES)
    taken, refused = survived(target("trello"), state.dump())
    assert taken > 100
    assert refused > 10


def test_cards_of_others_say_nothing_of_a_stage_and_what_is_archived_is_said() -> None:
    board = {
        "id": "1",
        "name": "Sales",
        "lists": [
            {"id": "a", "name": "New", "pos": 2, "closed": False},
            {"id": "b", "name": "Old", "pos": 1, "closed": True},
        ],
        "cards": [
            {"id": "c", "name": "A deal", "idList": "a", "desc": "secret"},
            {"id": "d", "name": "Start here", "idList": "a", "desc": "Call.", "isTemplate": True},
        ],
        "checklists": [
            {"id": "e", "name": "Todo", "idCard": "d", "checkItems": [{"name": "Ring", "pos": 1}]},
            {"id": "f", "name": "Mine", "idCard": "c", "checkItems": [{"name": "No", "pos": 1}]},
        ],
        "customFields": [{"id": "g", "name": "Odd", "type": "color"}],
    }
    found = read({"board.json": json.dumps(board).encode()})
    (stage,) = found.setups[0].stages
    assert (stage.name, stage.guidance) == ("New", "Call.")
    assert [task.name for task in stage.tasks] == ["Ring"]
    assert [(note.kind, note.where) for note in found.notes] == [
        ("left out", "Old"),
        ("question", "Sales"),
        ("left out", "Odd"),
    ]
