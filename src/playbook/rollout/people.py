"""What people do by hand, whatever the CRM: for each kind of piece a step, and what to do in it."""

from collections.abc import Mapping
from typing import Final

from playbook.messages import _
from playbook.rollout.surface import Topic

Step = tuple[Topic | None, str]
"""The step, or None for what no CRM has a place for; and what to do, or why not."""

ALWAYS: Final[frozenset[Topic]] = frozenset({"names", "gates", "deals"})
"""The steps that need no place in the CRM: people agree on them, or see to their deals."""


def people() -> Mapping[str, Step]:
    """For each kind of piece that people see to, the step and what to do."""
    return {**_of_stages(), **_of_gates(), **_of_records(), **_of_the_playbook()}


def _of_stages() -> Mapping[str, Step]:
    return {
        "stage.expected_days": (None, ""),
        "stage.owner": (None, ""),
        "stage.for": (None, ""),
        "stage.warn_days": ("automation", _("let a workflow warn the owner")),
        "stage.max_days": ("automation", _("let a workflow tell owner and manager")),
        "stage.clock": ("automation", _("let the workflow count the days this way")),
        "stage.leave_by": ("automation", _("let a workflow tell the owner in time")),
        "stage.overdue": ("automation", _("let a workflow do what is due")),
        "stage.by_segment": ("automation", _("let the workflows branch by segment")),
        "stage.tasks": ("tasks", _("let a workflow create them")),
        "stage.asks": ("record", _("show these answers")),
        "stage.confirms": ("record", _("show these answers")),
        "stage.on_enter": ("automation", _("let a workflow set the fields")),
        "stage.on_leave": ("automation", _("let a workflow set the fields")),
        "stage.handover": ("automation", _("let a workflow change the owner and tell them")),
        "stage.wake_up": ("automation", _("let a workflow bring the deal back")),
        "stage.next": ("moves", _("restrict skipping stages")),
        "stage.from": ("moves", _("restrict skipping stages")),
        "stage.optional": ("moves", _("restrict skipping stages")),
        "stage.back": ("moves", _("restrict moving backwards")),
        "stage.can_start": ("moves", _("limit in which stages deals are created")),
        "stage.entered_by": ("access", _("let only these edit deals here")),
        "stage.locked": ("access", _("let nobody but administrators edit deals here")),
        "stage.buyer_roles": ("gates", _("count these contacts before a move")),
        "stage.reasons": ("reasons", _("offer only these here")),
        "stage.reopen": ("deals", _("do this when the buyer comes back")),
        "stage.replaces": ("deals", _("move their open deals here first")),
    }


def _of_gates() -> Mapping[str, Step]:
    return {
        "criterion.for": ("gates", _("only for these deals")),
        "criterion.verified_by": ("approvals", _("ask for their approval")),
        "criterion.enough": ("approvals", _("set how many of them are enough")),
        "criterion.due": ("automation", _("let a workflow remind them")),
        "criterion.reason": ("approvals", _("set the reason then")),
        "criterion.if_rejected": ("approvals", _("move a refused deal there")),
        "criterion.valid_days": ("automation", _("let a workflow remind the owner then")),
    }


def _of_records() -> Mapping[str, Step]:
    return {
        "field.default": ("automation", _("let a workflow set this value on new deals")),
        "field.for": ("record", _("show it for these deals only")),
        "field.filled_by": ("automation", _("let a workflow or another system set it")),
        "field.buyer_role": ("deals", _("note for the contact that this is their role")),
        "field.personal": ("data", _("note that it is personal data")),
        "field.purpose": ("data", _("note it in your register of processing")),
        "field.keep_months": ("data", _("delete it in time")),
        "question.when": ("record", _("show it only then")),
        "question.for": ("record", _("show it for these deals only")),
        "question.score": ("score", _("see the handbook")),
        "question.knock_out": ("automation", _("let a workflow move the deal")),
        "questionnaire.scoring": ("score", _("see the handbook")),
        "reason.must_fill": ("required", _("require these with this reason")),
        "reason.for": ("reasons", _("offer it for these deals only")),
        "reason.may_return": ("reports", _("list these deals, and call again")),
        "track": ("tasks", _("plan its work as tasks of the other team")),
        "track.owner": ("tasks", _("give its tasks to this role")),
        "track.by": ("tasks", _("give its tasks to these roles")),
        "track.for": ("tasks", _("only for these deals")),
        "phase": ("tasks", _("its tasks and criteria are in the handbook")),
    }


def _of_the_playbook() -> Mapping[str, Step]:
    return {
        "playbook.workdays": (None, ""),
        "playbook.activity": (None, ""),
        "playbook.learning": (None, _("no CRM trains people")),
        "playbook.open_deals": (
            "deals",
            _("move open deals to the new pipeline, or let them end where they are"),
        ),
        "playbook.currency": ("account", _("see that the account counts in it")),
        "playbook.record": (
            "account",
            _("these files set up deals; the playbook moves something else"),
        ),
        "playbook.for": ("deals", _("put only these deals into the pipeline")),
        "playbook.deal_name": ("automation", _("let a workflow name new deals")),
        "playbook.by_segment": ("automation", _("let the workflow branch by segment")),
        "playbook.roles": ("access", _("decide who wears which hat")),
        "playbook.continues": ("automation", _("let a workflow create the next deal")),
        "playbook.routing": ("automation", _("let a workflow rotate or assign new deals")),
        "playbook.forecast": (
            "reports",
            _("name the categories; their criteria are in the handbook"),
        ),
    }
