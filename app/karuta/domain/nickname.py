"""What players call a card besides its names: BEWD, ブラマジ. Knows no files and no catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from karuta.domain.text import fold, squeeze


@dataclass(frozen=True)
class Nickname:
    """`card`: its id or full name in any language; empty removes the nickname. `game`: empty means all games."""

    game: str
    nickname: str
    card: str

    @property
    def folded(self) -> str:
        return squeeze(fold(self.nickname))


class Nicknames:
    """A table of nicknames. Typed text is folded first, as names are."""

    def __init__(self, nicknames: Iterable[Nickname] = ()) -> None:
        self._by_text: dict[str, list[Nickname]] = {}
        for one in nicknames:
            self._by_text.setdefault(one.folded, []).append(one)

    def __iter__(self) -> Iterator[Nickname]:
        for same in self._by_text.values():
            yield from same

    def __len__(self) -> int:
        return sum(len(same) for same in self._by_text.values())

    def exact(self, text: str) -> tuple[Nickname, ...]:
        """Nicknames equal to this text, in the order of the table."""
        return tuple(self._by_text.get(squeeze(fold(text)), ()))

    def beginning(self, text: str) -> tuple[Nickname, ...]:
        """Nicknames that begin with this text and are longer, the shortest first."""
        begun = squeeze(fold(text))
        found = [folded for folded in self._by_text if begun and folded.startswith(begun) and folded != begun]
        return tuple(
            one for folded in sorted(found, key=lambda each: (len(each), each)) for one in self._by_text[folded]
        )

    def overridden_by(self, own: Iterable[Nickname]) -> Nicknames:
        """These with one's own over them. An own nickname replaces the shipped meaning in its game."""
        own = list(own)
        said = {(one.game, one.folded) for one in own}
        everywhere = {folded for game, folded in said if not game}
        kept = [one for one in self if (one.game, one.folded) not in said and one.folded not in everywhere]
        return Nicknames(one for one in (*own, *kept) if one.card)
