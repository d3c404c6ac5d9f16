"""What people call the pieces of a playbook, in the language in use."""

from playbook.messages import _, p_


def labels() -> dict[str, str]:
    """The name of every kind of piece."""
    return {**_of_playbook(), **_of_stage(), **_of_work(), **_of_questions(), **_of_others()}


def _of_playbook() -> dict[str, str]:
    return {
        "playbook.about": _("what it is for"),
        "playbook.version": _("version"),
        "playbook.effective_from": _("day from which it holds"),
        "playbook.open_deals": _("what happens to open deals"),
        "playbook.languages": _("translations"),
        "playbook.owner": _("who looks after it"),
        "playbook.review_by": _("day of the next review"),
        "playbook.currency": _("currency"),
        "playbook.record": _("what moves through the stages"),
        "playbook.for": _("which deals it serves"),
        "playbook.deal_name": _("how deals are named"),
        "playbook.workdays": _("workdays"),
        "playbook.activity": _("what counts as activity"),
        "playbook.by_segment": _("differences by segment"),
        "playbook.buyer_steps": _("the buyer's steps"),
        "playbook.roles": _("roles"),
        "playbook.continues": _("where deals go on"),
        "playbook.routing": _("who gets new deals"),
        "playbook.objections": _("objections"),
        "playbook.competitors": _("competitors"),
        "playbook.assets": _("scripts and documents"),
        "playbook.forecast": _("meaning of the forecast categories"),
        "playbook.reviews": _("regular reviews"),
        "playbook.metrics": _("planning figures"),
        "playbook.rules": _("rules of the house"),
        "playbook.glossary": _("glossary"),
        "playbook.pages": _("further pages"),
        "playbook.learning": _("training"),
    }


def _of_stage() -> dict[str, str]:
    return {
        "stage": _("Stage"),
        "stage.goal": _("goal"),
        "stage.owner": _("who answers for it"),
        "stage.consult": _("who is asked"),
        "stage.for": _("which deals go through it"),
        "stage.probability": _("probability"),
        "stage.forecast": _("forecast category"),
        "stage.expected_days": _("usual stay"),
        "stage.warn_days": _("day of the warning"),
        "stage.max_days": _("longest stay"),
        "stage.clock": _("from when the days count"),
        "stage.leave_by": _("moment to leave by"),
        "stage.overdue": _("what happens when overdue"),
        "stage.by_segment": _("differences by segment"),
        "stage.must_fill": _("field to fill"),
        "stage.tasks": _("tasks"),
        "stage.asks": _("questions asked"),
        "stage.confirms": _("answers checked again"),
    }


def _of_work() -> dict[str, str]:
    return {
        "stage.on_enter": _("fields set on entering"),
        "stage.on_leave": _("fields set on leaving"),
        "stage.handover": _("handover"),
        "stage.guidance": _("guidance"),
        "stage.notes": _("notes"),
        "stage.assets": _("scripts and documents"),
        "stage.rules": _("rules of the house"),
        "stage.buyer_steps": _("the buyer's steps"),
        "stage.buyer_roles": _("people to know at the buyer's"),
        "stage.next": _("what follows"),
        "stage.from": _("from where it is reached"),
        "stage.back": _("moves back"),
        "stage.optional": _("may be skipped"),
        "stage.can_start": _("deals may begin here"),
        "stage.entered_by": _("who may bring deals into the stage"),
        "stage.locked": _("fields are locked"),
        "stage.reasons": _("reasons to choose from"),
        "stage.reopen": _("coming back"),
        "stage.wake_up": _("waking up"),
        "stage.replaces": _("former stages"),
        "stage.objections": _("objections"),
        "stage.competitors": _("competitors"),
        "criterion": _("Criterion"),
        "criterion.for": _("which deals it holds for"),
        "criterion.kept_in": _("where the proof is kept"),
        "criterion.verified_by": _("who has to agree"),
        "criterion.enough": _("how many have to agree"),
        "criterion.due": _("when they have to answer"),
        "criterion.if_rejected": _("where a refused deal goes"),
        "criterion.about": _("explanation"),
        "criterion.reason": _("reason given when refused"),
        "criterion.valid_days": _("how long it holds"),
    }


def _of_questions() -> dict[str, str]:
    return {
        "field": _("Field"),
        "field.default": _("value at the beginning"),
        "field.for": _("which deals have it"),
        "field.filled_by": _("who fills it in"),
        "field.buyer_role": _("part that the contact plays"),
        "field.personal": _("personal data"),
        "field.purpose": _("purpose"),
        "field.keep_months": _("how long it is kept"),
        "questionnaire": _("Questionnaire"),
        "questionnaire.about": _("how it is used"),
        "questionnaire.scoring": _("scoring"),
        "question": _("Question"),
        "question.for": _("which deals it is for"),
        "question.when": _("when it is asked"),
        "question.score": _("points"),
        "question.knock_out": _("knock-out"),
    }


def _of_others() -> dict[str, str]:
    return {
        "reason": _("Reason"),
        "reason.under": _("wider reason"),
        "reason.must_fill": _("fields to fill"),
        "reason.may_return": _("may come back"),
        "reason.for": _("which deals it is for"),
        "track": _("Track"),
        "track.owner": _("who answers for it"),
        "track.by": _("who does it"),
        "track.consult": _("who is asked"),
        "track.inform": _("who is told"),
        "track.for": _("which deals it is for"),
        "phase": p_("track", "Phase"),
        "segment": _("Segment"),
        "buyer_role": _("Buyer role"),
    }
