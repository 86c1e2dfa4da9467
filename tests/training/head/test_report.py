"""What a training remarks, and that its lines carry it so that the window can say it in its own language."""

from __future__ import annotations

import json

from karuta.domain.statistics import PairedCounts, newcombe, wilson
from karuta.domain.training_progress import Compared, Finished, as_values, parsed
from karuta.training.head.report import remarked

WORSE = Compared(wilson(97, 100), wilson(90, 100), newcombe(PairedCounts(90, 7, 0, 3)))


def test_a_worse_one_is_said_to_be_so_and_where() -> None:
    said = remarked({"other_photos": WORSE, "new_cards": None, "simulated": WORSE}, unusable=1)
    assert said == (
        "One picture could not be read and was skipped.",
        "Worse on photos of learned cards, kept for evaluation: 90 of 100 correct, was 97.",
        "Worse on simulated photos of new cards: 90 of 100 correct, was 97.",
        "It is not better on your own photos that were kept for evaluation.",
    )


def test_the_lines_carry_text_and_what_it_was_made_of() -> None:
    remarks = remarked({"other_photos": WORSE}, unusable=0)
    finished = Finished("m", "folder", already=False, figures={"other_photos": WORSE}, remarks=remarks, seconds=1.0)
    values = as_values(finished)
    assert values["remarks"] == [str(remark) for remark in remarks]
    heard = parsed(json.dumps(values))
    assert heard == finished
    assert isinstance(heard, Finished)
    assert [(remark.template, remark.values) for remark in heard.remarks] == [
        (remark.template, remark.values) for remark in remarks
    ]
    del values["sentences"]
    assert parsed(json.dumps(values)) == finished, "as an older Karuta wrote it"
