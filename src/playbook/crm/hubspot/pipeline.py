"""The pipeline with its stages, and its rules, as HubSpot's API takes them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from playbook.model import Stage
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import StageSetup


def pipeline(rollout: Rollout) -> dict[str, Any]:
    """The body that makes the pipeline."""
    return {
        "pipelineId": rollout.setup.key,
        "label": rollout.setup.name,
        "displayOrder": 1,
        "stages": [
            {
                "stageId": stage.key,
                "label": stage.name,
                "displayOrder": number,
                "metadata": {"probability": tenths(stage)},
            }
            for number, stage in enumerate(rollout.stages)
        ],
    }


def tenths(stage: StageSetup) -> str:
    """The probability of a stage as HubSpot takes it: a text, between 0.0 and 1.0."""
    return f"{Decimal(stage.probability or 0) / 100:.1f}"


def has_rules(rollout: Rollout) -> bool:
    """Whether this version of the API knows rules for pipelines."""
    return rollout.version == "2026-09"


def rules(rollout: Rollout) -> dict[str, Any]:
    """The body that sets which stages cannot be skipped or left backwards, and where deals begin."""
    stages, passage = rollout.playbook.stages, rollout.passage
    needed = [stage for stage in passage.flow.line if passage.is_needed(stage)]
    final = [stage for stage in stages[1:] if not goes_back(rollout, stage)]
    starts = [stage for stage in stages if stage.id in passage.flow.starts]
    return {
        "governanceValidationRules": {
            "noSkippingStagesRule": _only(rollout, needed),
            "noBackwardsMovementRule": _only(rollout, final),
            "objectCreationRule": {"pipelineStageIds": _keys(rollout, starts)},
        }
    }


def goes_back(rollout: Rollout, stage: Stage) -> bool:
    """Whether a deal may move from here to a stage that stands before it, for whatever reason."""
    flow = rollout.passage.flow
    order = [each.id for each in rollout.playbook.stages]
    here = order.index(stage.id)
    return any(order.index(move.target) < here for move in flow.after[stage.id])


def _only(rollout: Rollout, stages: Iterable[Stage]) -> dict[str, Any]:
    return {"enabledForAllStages": False, "pipelineStageIds": _keys(rollout, stages)}


def _keys(rollout: Rollout, stages: Iterable[Stage]) -> list[str]:
    found = [rollout.setup.stage(stage.id) for stage in stages]
    return [stage.key for stage in found if stage]
