"""Valid playbooks by chance: every section and every key of the format, in three languages.

The schema says which keys there are, so none can be forgotten; what it cannot
say (that what is referred to exists, that an id stands for one thing) is done
by hand. A ``random.Random`` is all that is needed, so that the same playbooks
serve Hypothesis, the mutations and the fuzzer.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.schema import schema

Data = dict[str, Any]

TEXTS: Final = (
    "The buyer has named who signs",
    "Send the recap: goal, plan, dates",
    "Price & terms (net), 50 % now",
    "x",
    'The "final" offer',
    "it's theirs, isn't it",
    "C# and #1 of the market",
    "- not an item",
    "? not a key",
    "*bold* and _slanted_",
    "{{amount}} until {{close-date}}",
    "https://example.com/a?b=c#d",
    "100%",
    "=SUM(A1:A9)",
    "no",
    "null",
    "007",
    "1:30",
    "2027-01-01",
    "~",
    "Купувачът е потвърдил бюджета",
    "Обади се: питай за срока, бюджета и кой решава",
    "„Скъпо е“, казва клиентът",
    "客户已说明由谁签字",
    "价格：含税，三年",
    "“太贵了”怎么办",
    "销售流程 2.0 版",
    "ｆｕｌｌ－ｗｉｄｔｈ ＡＢＣ１２３",
    "한국어 프로세스",
    "naïve café — déjà vu…",
    "👩‍💼 signs 🚀",
    "e\u0301 and é",
    "<b>&amp;</b> <script>alert(1)</script>",
    "a\\b\\n",
    "[brackets], {braces} | pipes > arrows",
    "end with a colon:",
    "@home %d !tag &anchor `code`",
)
_PATTERNS: Final = {
    "^[A-Z]{3}$": ("EUR", "BGN", "CNY", "USD"),
    "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": ("en", "bg", "zh-CN", "zh", "de", "en-GB"),
    r"^(https?|mailto|tel):[^\s]+$": ("https://example.com/价格?a=1", "mailto:a@b.c", "tel:+359"),
}
"""What fits the patterns of the schema; one that is not here stops the tests."""
_NUMBERS: Final = (0, 1, 2, 3, 7, 14, 30, 100, 0.5, -1, 12.25, 50_000, 2**53, 1e-7)
_SHORT: Final = {"stage": "s", "question": "q", "buyer_role": "b", "buyer_step": "step"}
_WORDS_OF_ITS_OWN: Final = {"uses": [], "format": 1, "template": False}
"""Keys whose values depend on what is beside the file, or change what is looked at."""
_CATALOGUES: Final = {
    "tracks": "track",
    "buyer_roles": "buyer_role",
    "roles": "role",
    "segments": "segment",
    "fields": "field",
    "questionnaires": "questionnaire",
    "continues": "continuation",
    "reasons": "reason",
    "objections": "objection",
    "competitors": "competitor",
    "assets": "asset",
    "reviews": "review",
    "glossary": "term",
}
_KEYED_BY: Final = {
    "by_segment": "segment",
    "stage_conversion": "stage",
    "asks": "questionnaire",
    "confirms": "questionnaire",
    "buyer_roles": "buyer_role",
    "weights": "element",
    "floors": "element",
}
"""What the keys of other maps refer to."""
_ALWAYS_THERE: Final = {
    "element": ("budget", "authority", "need", "timeline"),
    "playbook": ("renewal", "self-serve"),
    "field": ("amount", "close-date"),
    "role": ("deal-owner",),
}
_DEEPEST: Final = 9


def playbook(chance: random.Random, *, room: int = 250, texts: Sequence[str] = TEXTS) -> Data:
    """A playbook with about as many optional keys as there is room for; its shape is right."""
    return _Maker(chance, room, texts).playbook()


def everything(texts: Sequence[str] = TEXTS) -> Data:
    """A playbook with every key of the format that its block has room for."""
    return _Maker(random.Random(1), 0, texts, is_whole=True).playbook()


@dataclass
class _Maker:
    """One playbook in the making."""

    chance: random.Random
    room: int
    """How many optional keys may still be written."""
    texts: Sequence[str]
    is_whole: bool = False
    """Whether nothing is left out."""
    known: dict[str, list[str]] = field(default_factory=dict)
    """The ids that may be referred to, by what they stand for."""
    given: dict[str, int] = field(default_factory=dict)
    """How many ids of a kind have been given to things in lists."""

    def playbook(self) -> Data:
        """The playbook."""
        for kind in (*_CATALOGUES.values(), "stage", "question", "buyer_step"):
            count = self.chance.randint(3, 6) if kind == "stage" else self.chance.randint(1, 3)
            ids = [f"{_SHORT.get(kind, kind)[:12]}-{number}" for number in range(1, count + 1)]
            self.known[kind] = [*ids, *_ALWAYS_THERE.get(kind, ())]
        root = schema("playbook")
        wanted = list(root["properties"])
        if not self.is_whole:
            wanted = [name for name in wanted if self.chance.random() > 0.25]
        made = self._object(root, "playbook", 0, wanted)
        made |= {key: value for key, value in _WORDS_OF_ITS_OWN.items() if key in made}
        made["stages"] = self._stages()
        return made

    def _stages(self) -> list[Data]:
        """The stages that others refer to; the last two are the ends."""
        stage = schema("playbook")["$defs"]["stage"]
        made = []
        for id in self.known["stage"]:
            wanted = self._some(stage["properties"], 8)
            made.append(self._object(stage, "stage", 1, wanted) | {"id": id})
        made[-2]["kind"], made[-1]["kind"] = "won", "lost"
        return made

    def _value(self, node: Data, name: str, depth: int) -> Any:
        """A value for a schema; ``name`` is the key or the definition that led here."""
        while "$ref" in node:
            name = node["$ref"].rpartition("/")[2]
            if name.endswith("_id") and self.known.get(name[:-3]):
                return self.chance.choice(self.known[name[:-3]])
            here = {key: value for key, value in node.items() if key != "$ref"}
            node = {**schema("playbook")["$defs"][name], **here}
        if "enum" in node:
            return self.chance.choice(node["enum"])
        types = node["type"] if isinstance(node["type"], list) else [node["type"]]
        if depth > _DEEPEST and "string" in types:
            types = ["string"]
        elif self.is_whole and "object" in types:
            types = ["object"]
        match self.chance.choice(types):
            case "string":
                return self._string(node, name)
            case "integer":
                low, high = node["minimum"], node["maximum"]
                return self.chance.choice([low, high, self.chance.randint(low, high)])
            case "number":
                low = node.get("minimum", -(2**53))
                return self.chance.choice([n for n in _NUMBERS if n >= low])
            case "boolean":
                return self.chance.random() > 0.5
            case "array":
                return self._list(node, name, depth)
            case "object" if "properties" in node:
                wanted = self._some(node["properties"], 4)
                return self._object(node, name, depth, wanted)
            case "object":
                return self._map(node, name, depth)
        raise AssertionError(f"{name}: no value for {node}")

    def _string(self, node: Data, name: str) -> str:
        if isinstance(node.get("then"), dict):
            return str(self.chance.choice(node["then"]["enum"]))
        if node.get("format") == "date":
            return f"20{self.chance.randint(20, 40)}-{self.chance.randint(1, 12):02}-28"
        if node.get("pattern", "").startswith("^[a-z][a-z0-9-]"):
            return self._new_id(name)
        if "pattern" in node:
            return self.chance.choice(_PATTERNS[node["pattern"]])
        text = self.chance.choice(self.texts)
        while self.chance.random() > 0.9:
            joint = "\n" if name == "prose" or "maxLength" in node else " "
            text = f"{text}{joint}{self.chance.choice(self.texts)}"
        return text[: node.get("maxLength")]

    def _new_id(self, name: str) -> str:
        """An id that nothing else has."""
        self.given[name] = self.given.get(name, 0) + 1
        return f"{name[:10].replace('_', '-').rstrip('-')}-x{self.given[name]}"

    def _list(self, node: Data, name: str, depth: int) -> list[Any]:
        low = max(node.get("minItems", 0), int(self.is_whole))
        high = max(low, 1 if self.room <= 0 or depth > _DEEPEST else 3)
        items = [
            self._value(node["items"], name, depth + 1)
            for _ in range(self.chance.randint(low, high))
        ]
        return _different(items, low) if node.get("uniqueItems") else items

    def _map(self, node: Data, name: str, depth: int) -> Data:
        if depth == 1 and name in _CATALOGUES:
            keys = [id for id in self.known[_CATALOGUES[name]] if "-" in id and id[-1].isdigit()]
        else:
            known = self.known.get(_KEYED_BY.get(name, ""), [])
            known = known or list(_ALWAYS_THERE.get(_KEYED_BY.get(name, ""), ()))
            keys = self._some(known, 2)
        made = {}
        for key in keys:
            made[key] = self._value(node["additionalProperties"], name, depth + 1)
        return made

    def _object(self, node: Data, name: str, depth: int, wanted: Iterable[str]) -> Data:
        """A block with the keys that are wanted, and those that it cannot do without."""
        properties, needed = node["properties"], set(node.get("required", ()))
        keys = [key for key in properties if key in needed]
        extra = [key for key in wanted if key not in needed and key in properties]
        if depth > _DEEPEST:
            extra = []
        least, most = node.get("minProperties", 0), node.get("maxProperties", 99)
        spare = [key for key in properties if key not in {"all", "any", *keys, *extra}]
        extra = [key for key in extra if depth < _DEEPEST - 2 or key not in ("all", "any")]
        while len(keys) + len(extra) < least:
            extra.append(spare.pop(self.chance.randrange(len(spare))))
        chosen = {*keys, *extra[: most - len(keys)]}
        if "else" in node and "check" not in chosen:
            chosen |= set(node["else"]["required"])
        self.room -= len(chosen)
        made = {}
        for key in self._shuffled(properties, chosen):
            if key == "id":
                made[key] = self._new_id(name)
            else:
                made[key] = self._value(properties[key], key, depth + 1)
        return made

    def _shuffled(self, properties: Iterable[str], chosen: set[str]) -> Iterator[str]:
        """The chosen keys: mostly in the order of the format, sometimes in another."""
        keys = [key for key in properties if key in chosen]
        if self.chance.random() > 0.8:
            self.chance.shuffle(keys)
        yield from keys

    def _some(self, names: Iterable[str], most: int) -> list[str]:
        """A few of the names; fewer where there is no room left."""
        names = list(names)
        if self.is_whole:
            return names
        count = 0 if self.room <= 0 else self.chance.randint(0, min(most, len(names)))
        return self.chance.sample(names, count)


def _different(items: list[Any], least: int) -> list[Any]:
    """The items without those that are equal; 1 and 1.0 are, 1 and true are not."""
    found: list[tuple[bool, Any]] = []
    for item in items:
        key = (isinstance(item, bool), item)
        if key not in found:
            found.append(key)
    assert len(found) >= least
    return [item for _, item in found]
