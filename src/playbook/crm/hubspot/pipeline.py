"""The pipeline with its stages, and its rules, as HubSpot's API takes them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from playbook.crm.hubspot.keys import key
from playbook.flow import Flow
from playbook.model import FAILED, Playbook, Stage
from playbook.rollout.passage import Passage

_LOWEST: Final = Decimal("0.1")
_HIGHEST: Final = Decimal("0.9")
"""An open stage lies between: 0.0 is lost and 1.0 is won, whatever it is called."""


def pipeline_key(playbook: Playbook, prefix: str) -> str:
    """The key of the pipeline."""
    return key(prefix, playbook.id)


def stage_key(playbook: Playbook, stage: Stage, prefix: str) -> str:
    """The key of a stage; no two pipelines may have the same."""
    return key(prefix, playbook.id, stage.id)


def pipeline(playbook: Playbook, prefix: str) -> dict[str, Any]:
    """The body that makes the pipeline."""
    odds = probabilities(playbook)
    stages = [
        {
            "stageId": stage_key(playbook, stage, prefix),
            "label": stage.name,
            "displayOrder": number,
            "metadata": {"probability": odds[stage.id]},
        }
        for number, stage in enumerate(playbook.stages)
    ]
    return {
        "pipelineId": pipeline_key(playbook, prefix),
        "label": playbook.name,
        "displayOrder": 1,
        "stages": stages,
    }


def probabilities(playbook: Playbook) -> dict[str, str]:
    """The probability of every stage, in tenths; open stages without one have that before them."""
    found: dict[str, str] = {}
    before = _LOWEST
    for stage in playbook.stages:
        if stage.kind in ("won", "after-sale"):
            found[stage.id] = "1.0"
        elif stage.kind in FAILED:
            found[stage.id] = "0.0"
        elif stage.kind == "parked":
            found[stage.id] = str(_LOWEST)
        else:
            before = before if stage.probability is None else _in_tenths(stage.probability)
            found[stage.id] = str(before)
    return found


def _in_tenths(percent: int) -> Decimal:
    tenths = (Decimal(percent) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return min(max(tenths, _LOWEST), _HIGHEST)


def rules(playbook: Playbook, prefix: str) -> dict[str, Any]:
    """The body that sets which stages cannot be skipped or left backwards, and where deals begin."""
    passage = Passage(playbook)
    needed = [stage for stage in passage.flow.line if passage.is_needed(stage)]
    starts = [stage for stage in playbook.stages if stage.id in passage.flow.starts]
    return {
        "governanceValidationRules": {
            "noSkippingStagesRule": _some(playbook, needed, prefix),
            "noBackwardsMovementRule": _some(
                playbook,
                [stage for stage in playbook.stages[1:] if not goes_back(passage.flow, stage)],
                prefix,
            ),
            "objectCreationRule": {
                "pipelineStageIds": [stage_key(playbook, stage, prefix) for stage in starts]
            },
        }
    }


def goes_back(flow: Flow, stage: Stage) -> bool:
    """Whether a deal may move from here to a stage that stands before it, for whatever reason."""
    order = [each.id for each in flow.playbook.stages]
    here = order.index(stage.id)
    return any(order.index(move.target) < here for move in flow.after[stage.id])


def _some(playbook: Playbook, stages: list[Stage], prefix: str) -> dict[str, Any]:
    return {
        "enabledForAllStages": False,
        "pipelineStageIds": [stage_key(playbook, stage, prefix) for stage in stages],
    }
