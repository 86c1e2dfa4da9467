"""Networks that count in eight bits, in place of the exact ones where this processor gains and they answer alike.

Only of networks that say where cards lie: a library's vectors are made by one form alone, so an embedder has none. They
are the release's and found by the hash of the exact network's file, so a library's model need not know of them. They
change no model's hash, for another processor may choose otherwise.
"""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from karuta.domain.shape import shaped
from karuta.engine.arrays import read_array
from karuta.engine.model_shape import NamedFile
from karuta.engine.prepare import InputSpec, golden_crops, network_input
from karuta.engine.sessions import open_session
from karuta.files import file_hash
from karuta.json_files import read_json

CHOSEN = "KARUTA_NETWORKS"
"""In the environment: `int8` or `exact`; without it the processor is tried."""
CARD = "probe.json"
FORMAT = 1
# The probe's quick form takes less than this share of its exact form's time, or nothing is gained.
GAIN = 0.85
# So often and on so large a picture that the share hardly differs from process to process: of 40 probes beside other
# work it was 0.745 to 0.777, on a quarter of the picture and half as often 0.78 to 0.85.
PROBED, PROBE_SHAPE = 15, (1, 3, 128, 96)
# Answers may be so much further from the exact ones than when the form was made. Whole numbers are summed alike
# everywhere, but where a processor's sums of eight bits run over (AVX2 without VNNI) they are 1.3 times as far off.
FURTHER = 1.1

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Int8Form(NamedFile):
    """One network's. `of`: the SHA-256 of the exact network's file; `golden`: its answers to the golden picture.

    `apart`: how far this form's answers were from these when it was made.
    """

    of: str
    golden: NamedFile
    apart: float


@dataclass(frozen=True)
class Int8Card:
    """`probe`: the first layers of such a network, exact and quick, by which a processor is tried."""

    format: Literal[1]
    forms: tuple[Int8Form, ...]
    probe: tuple[NamedFile, NamedFile]


class Int8Networks:
    """The quick forms in `folder`; none where there is no such folder, or where it is damaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._forms = {form.of: form for form in _forms(folder)}

    def session(self, of: str, spec: InputSpec, *, threads: int) -> Any:
        """A session of the quick form of the network whose file has the hash `of`.

        None where the exact one is to be used: there is no quick form, this processor gains nothing by it, or it
        answers otherwise here.
        """
        form = self._forms.get(of)
        if form is None or not gains(self._folder):
            return None
        try:
            _check(self._folder, form)
            _check(self._folder, form.golden)
            session = open_session(self._folder / form.file, threads=threads)
            answer = answers(session, spec)
            exact = read_array(self._folder / form.golden.file, shape=(1, answer.size))[0]
        except (OSError, ValueError, RuntimeError) as error:
            log.warning("the int8 form %s is not used: %s", form.file, error)
            return None
        # Not `>`: every comparison with NaN is false.
        if not relative_error(answer, exact) <= FURTHER * form.apart:
            # The exact form answers as well as ever, so nobody is warned.
            log.info("the int8 form %s answers otherwise on this processor, so the exact one is used", form.file)
            return None
        return session


def gains(folder: Path) -> bool:
    """Whether this processor answers in eight bits sooner. Processes that this one starts take over what it found:
    where the two hardly differ, one photo would get two answers.
    """
    if CHOSEN not in os.environ:
        share = probed(folder)
        os.environ[CHOSEN] = "int8" if share is not None and share < GAIN else "exact"
    return os.environ[CHOSEN] == "int8"


def probed(folder: Path) -> float | None:
    """The time that the probe's quick form takes, as a share of its exact form's; None where it cannot be tried.

    By the clock: some 15 milliseconds.
    """
    try:
        card = _card(folder)
        picture = np.zeros(PROBE_SHAPE, dtype=np.float32)
        sessions = []
        for named in card.probe:
            _check(folder, named)
            sessions.append(open_session(folder / named.file, threads=1))
        times: list[list[float]] = [[], []]
        # In turns, so that what else the machine does falls on both; the first runs are slower.
        for _ in range(PROBED):
            for session, spent in zip(sessions, times, strict=True):
                began = time.perf_counter()
                session.run(None, {session.get_inputs()[0].name: picture})
                spent.append(time.perf_counter() - began)
    except (OSError, ValueError, RuntimeError) as error:
        log.warning("int8 networks are not used: %s", error)
        return None
    exact, int8 = (min(spent) for spent in times)
    # A clock that stands still measures nothing.
    return int8 / exact if exact else None


def answers(session: Any, spec: InputSpec) -> NDArray[np.float32]:
    """(n,) float32: all that a network says of a golden picture in the middle of its input."""
    (given,) = session.run(None, {session.get_inputs()[0].name: network_input([golden_picture(spec)], spec)})
    return np.asarray(given, dtype=np.float32).ravel()


def golden_picture(spec: InputSpec) -> NDArray[np.uint8]:
    """(height, width, 3) uint8: the first golden crop on grey, or its middle; nothing is scaled."""
    crop = golden_crops()[0]
    tall, wide = min(spec.height, crop.shape[0]), min(spec.width, crop.shape[1])
    picture = np.full((spec.height, spec.width, 3), 127, dtype=np.uint8)
    top, left = (spec.height - tall) // 2, (spec.width - wide) // 2
    down, across = (crop.shape[0] - tall) // 2, (crop.shape[1] - wide) // 2
    picture[top : top + tall, left : left + wide] = crop[down : down + tall, across : across + wide]
    return picture


def relative_error(values: NDArray[np.float32], exact: NDArray[np.float32]) -> float:
    """The mean difference of two answers, as a share of the mean of the exact one."""
    return float(np.abs(values - exact).mean() / max(float(np.abs(exact).mean()), 1e-9))


def _forms(folder: Path) -> tuple[Int8Form, ...]:
    if not (folder / CARD).is_file():
        return ()
    try:
        return _card(folder).forms
    except (OSError, ValueError) as error:
        log.warning("int8 networks are not used: %s", error)
        return ()


def _card(folder: Path) -> Int8Card:
    """Raises `OSError`, and `Misshapen`."""
    return shaped(read_json(folder / CARD, dict[str, Any]), Int8Card)


def _check(folder: Path, named: NamedFile) -> None:
    if file_hash(folder / named.file) != named.sha256:
        raise ValueError(f"{named.file} was altered or damaged")
