"""The window's Japanese for a report: whole sentences with the same places for values, or none."""

from __future__ import annotations

import json

from karuta.listings.domain.check.words import VERDICTS
from karuta.listings.domain.listing_words import Buried
from karuta.listings.domain.prices import STEPS
from karuta.listings.services.check.check_report import COLUMNS, japanese_words
from karuta.paths import resources_folder
from karuta.services.evaluation.report_template import page_text


def test_a_report_has_words_for_all_that_stands_in_it_and_the_windows_names_of_verdicts() -> None:
    japanese = japanese_words(resources_folder())
    words = json.loads(page_text("check/words.html", _=lambda text: (text, japanese[text])))
    assert {*COLUMNS, *Buried, *(name for name, _ in STEPS)} <= words.keys()
    assert {verdict: [name, japanese[name]] for verdict, name in VERDICTS.items()}.items() <= words.items()
