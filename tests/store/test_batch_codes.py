"""The codes of a batch: of its confirmed cards, as a person said them or else as they were read, while labels stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.labelling import BY_COMMAND, chosen, library_in, stepping

from karuta.domain.label import NO_EVIDENCE, Decision, Kind, Subject
from karuta.store.current_labels import codes_of_batch
from karuta.store.events import append, undo
from karuta.store.label_file import LabelFile

READ = '{"verdict":"read","read":{"set_code":"LOB-EN005"}}'
OTHERS = '{"verdict":"other","read":{"set_code":"XYZ-EN001"}}'


def confirmed(photo: str, *, printing: str | None = None, print_read: str | None = None, batch: str = "b") -> Decision:
    card = replace(chosen(), printing=printing)
    subject = Subject(photo * 64, f"{photo}.jpg", batch=batch)
    return Decision(Kind.CONFIRM, subject, card, replace(NO_EVIDENCE, print_read=print_read))


def test_a_persons_code_counts_before_the_one_that_was_read(tmp_path: Path) -> None:
    with LabelFile.open_writing(library_in(tmp_path), surroundings=stepping()) as file:
        append(file, [confirmed("a", print_read=READ)], BY_COMMAND)
        append(file, [confirmed("c", printing="lob-en007", print_read=READ)], BY_COMMAND)
        append(file, [confirmed("d"), confirmed("e", print_read=OTHERS), confirmed("f", print_read="{")], BY_COMMAND)
        append(file, [confirmed("g", printing="SDK-001", batch="another")], BY_COMMAND)
        assert sorted(codes_of_batch(file, "b", besides="z" * 64)) == ["LOB-EN005", "LOB-EN007"]
        assert codes_of_batch(file, "b", besides="a" * 64) == ["LOB-EN007"]


def test_what_was_taken_back_or_replaced_counts_no_more(tmp_path: Path) -> None:
    with LabelFile.open_writing(library_in(tmp_path), surroundings=stepping()) as file:
        append(file, [confirmed("a", printing="LOB-EN001")], BY_COMMAND)
        append(file, [confirmed("a", printing="LOB-EN002")], BY_COMMAND)
        append(file, [confirmed("c", printing="LOB-EN003")], BY_COMMAND)
        undo(file, BY_COMMAND)
        assert codes_of_batch(file, "b", besides="z" * 64) == ["LOB-EN002"]
