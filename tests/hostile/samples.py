"""The playbook to which hostile things are added, and about which there is nothing to say."""

from typing import Final

HEAD: Final = "id: new-business\nname: New business\n"
GOOD: Final = f"""\
{HEAD}owner: manager
review_by: 2030-01-01
roles:
  manager: {{name: Manager, about: Answers for the whole process}}
reasons:
  price: {{name: Too expensive}}
every_stage: {{max_days: 30}}
stages:
  - id: qualified
    name: Qualified
    tasks: [{{do: Hold the first call, due: {{days: 2}}}}]
    exit: [{{criterion: The buyer has written down the budget, evidence: written-confirmation}}]
  - id: proposal
    name: Proposal
    tasks: [{{do: Write the proposal with the buyer, due: {{days: 5}}}}]
    exit: [{{criterion: The buyer has accepted the proposal in writing, evidence: signed-document}}]
  - id: contract
    name: Contract
    tasks: [{{do: Send the order form, due: {{days: 2}}}}]
    exit: [{{criterion: The buyer has signed the order, evidence: signed-document}}]
  - {{id: won, name: Won, kind: won}}
  - {{id: lost, name: Lost, kind: lost}}
"""
LINES: Final = GOOD.count("\n")
