"""A team's playbooks: a library, a playbook that uses it, a variant of that, and one that goes on."""

from pathlib import Path

ROLES = """\
# People on our side. A manager is not a stage named proposal.
rep: {name: Sales rep}
manager: {name: Sales manager}
engineer: {name: Sales engineer}
"""

FIELDS = """\
decider:
  name: Who signs
  type: contact
  about: The person whose name will stand on the contract
region:
  name: Region
  type: choice
  options:
    - {id: eu, name: Europe}
    - {id: asia, name: Asia}
"""

BANT = """\
framework: custom
name: First call
elements:
  - {id: money, name: Money}
  - {id: power, name: Power}
questions:
  - {id: budget-set, element: money, ask: Is there a budget?, type: yes-no}
  - {id: signer, element: power, ask: Who signs?, field: decider}
  - {id: where, element: power, ask: Where do you buy?, field: region}
"""

PLAYBOOK = """\
id: direct
name: Direct sales
language: en
languages: [bg]
owner: manager
uses: [../library]
every_stage: {owner: rep}
segments:
  europe: {name: Europe, group: where, when: {field: region, equals: eu}}
  asia: {name: Asia, group: where, when: {field: region, equals: asia}}
continues:
  renewal: {from: [won], playbook: renewal, stage: talk, deal: new}
assets:
  letter:
    name: Letter
    kind: email
    text: "Dear {{decider}}, thank you."
reasons:
  price: {name: Too dear}
rules:
  - {rule: A visit is booked in the office, for: [europe]}
  - {rule: A visit is booked on the phone, for: [asia]}
"""

STAGES = """\
- id: qualified
  name: Qualified  # the qualified stage comes first
  goal: We know who signs, in a qualified way
  max_days: 14
  must_fill: [decider, region]
  asks:
    first-call: [money, signer, where]
  tasks:
    - {id: call, do: Call the sponsor, kind: call}
    - {do: Send the letter, assets: [letter], due: {days: 2, after_task: call}}
  exit:
    - id: signer-named
      criterion: The buyer has named who signs
      kept_in: decider
      verified_by: [manager]
  next: [proposal]
- id: proposal
  name: Proposal
  max_days: 21
  consult: [engineer]
  tasks: [Write the proposal with the buyer]
  exit:
    - {criterion: The buyer has accepted the proposal in writing, if_rejected: qualified,
       evidence: written-confirmation}
- {id: won, name: Won, kind: won}
- {id: lost, name: Lost, kind: lost, reasons: [price]}
"""

NOTES = "The qualified stage is where we find out who signs.\n"

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: bg\\n"

msgctxt "stages.qualified.name"
msgid "Qualified"
msgstr "Квалификация"

msgctxt ""
"stages.qualified.exit.signer-named."
"criterion"
msgid "The buyer has named who signs"
msgstr "Клиентът е посочил кой подписва"

msgctxt "assets.letter.text"
msgid "Dear {{decider}}, thank you."
msgstr "Уважаеми {{decider}}, благодаря."
"""

VARIANT = """\
id: partners
name: Partner sales
extends: ../direct
reason: Partners own the first call
stages:
  - {id: qualified, max_days: 30}
  - id: joint-call
    name: Joint call
    place_after: qualified
    max_days: 14
    exit: [The partner has confirmed the date of the visit in writing]
"""

RENEWAL = """\
id: renewal
name: Renewal
owner: rep
uses: [../library]
every_stage: {owner: rep}
stages:
  - id: talk
    name: Talk
    max_days: 30
    tasks: [Call the buyer]
    exit: [The buyer has confirmed the new date in writing]
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost}
"""

SETTINGS = """\
[lint]
select = ["PB0", "PB1", "PB9"]
ignore = ["PB910"]
"""
"""Of a team that is still writing: reading, shape and names, and not yet how good a process it is."""

FILES = {
    "playbook.toml": SETTINGS,
    "library/roles.yaml": ROLES,
    "library/fields.yaml": FIELDS,
    "library/questionnaires/first-call.yaml": BANT,
    "direct/playbook.yaml": PLAYBOOK,
    "direct/stages.yaml": STAGES,
    "direct/stages/qualified.md": NOTES,
    "direct/locales/bg.po": CATALOGUE,
    "partners/playbook.yaml": VARIANT,
    "renewal/playbook.yaml": RENEWAL,
}


def team(folder: Path) -> Path:
    """Write the team's files to a folder; the folder with links followed."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder.resolve()
