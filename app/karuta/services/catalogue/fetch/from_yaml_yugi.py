"""What yaml-yugi publishes and asks for; fetches nothing.

https://github.com/DawnbrandBots/yaml-yugi, README.md (seen 2026-11): all cards of OCG and TCG, those that are not out
yet too, in one file on GitHub Pages. There are no pictures; YGOPRODeck's belong to the same cards by their passcodes.
No limit is published: it is one question.
"""

from __future__ import annotations

from karuta.services.catalogue.fetch.fetch_plan import FetchPlan, WantedList
from karuta.services.catalogue.sources.yaml_yugi import is_yaml_yugi

_ADDRESS = "https://dawnbrandbots.github.io/yaml-yugi/cards.json"

PLAN = FetchPlan(
    lists=[WantedList(_ADDRESS, "cards.json", is_yaml_yugi, 1_000_000_000)],
    list_hosts=("dawnbrandbots.github.io",),
    interval=1.0,
    list_bytes=80_000_000,
)
