"""Photos as people post them: covered, cut, on a screen, in a slab, pasted together; each kind a row of one table."""

from karuta.training.photographer.life.situations import SITUATIONS, Situation

__all__ = ["SITUATIONS", "Situation"]
