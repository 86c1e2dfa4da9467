"""Fetches one picture of a card into memory; writes nothing."""

from __future__ import annotations

from collections.abc import Collection

from karuta.domain.sentence import Sentence
from karuta.services.catalogue.fetch.fetch_list import whole_body
from karuta.services.catalogue.fetch.fetch_plan import WantedPicture
from karuta.services.catalogue.fetch.patience import Patience, refuse_status
from karuta.services.catalogue.fetch.picture_signs import is_whole_picture
from karuta.services.catalogue.fetch.web import Clock, Later, Web

MOST_BYTES = 20_000_000
_TRIES = 4


def fetch_picture(
    wanted: WantedPicture, *, web: Web, hosts: Collection[str], patience: Patience, clock: Clock
) -> bytes:
    """A whole JPEG, PNG or WebP. Raises `Later` after the last try, and `Never`."""

    def once() -> bytes:
        answer = web.ask(wanted.url, hosts=hosts, headers={"Accept": "image/*"})
        try:
            refuse_status(answer, clock)
            data = whole_body(answer, MOST_BYTES)
        finally:
            answer.close()
        if not is_whole_picture(data):
            raise Later(Sentence("what {host} sent is no whole picture", host=answer.host), cost=2)
        return data

    return patience.until_given(once, tries=_TRIES)
