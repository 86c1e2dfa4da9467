"""Land seen from above its own height: a map of heights becomes a view in perspective; it chooses no colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazeyomi.canvas import Sheet, hillshade
from kazeyomi.colour import Picture, Plane
from kazeyomi.noise import looked_up

_SLICES = 420


@dataclass(frozen=True)
class Camera:
    """`height` above the map's zero, `horizon` from 0 (top edge) to 1, sight from `near` to `far` in map widths."""

    height: float = 0.35
    horizon: float = 0.4
    near: float = 0.12
    far: float = 1.6
    focal: float = 0.9


@dataclass(frozen=True)
class View:
    """`colours` where `land` is 1, and how far away it is (0 near, 1 far)."""

    colours: Picture
    land: Plane
    depth: Plane


def seen(sheet: Sheet, heights: Plane, colours: Picture, camera: Camera) -> View:
    """The map as the camera sees it; its rows lead away from the eye."""
    size = heights.shape[0]
    away = np.geomspace(camera.near, camera.far, _SLICES).astype(np.float32)
    slant = (np.arange(sheet.width, dtype=np.float32) + 0.5 - sheet.width / 2) / (sheet.width * camera.focal)
    map_x = (slant[None, :] * away[:, None] + 0.5) * size
    map_y = np.broadcast_to(away[:, None] * size, map_x.shape)
    profile = looked_up(heights, map_x, map_y)
    scale = camera.focal * sheet.width
    rows = camera.horizon * sheet.height + (camera.height - profile) * scale / away[:, None]
    silhouette = np.minimum.accumulate(rows, axis=0)
    at = np.arange(sheet.height, dtype=np.float32) + 0.5
    index = np.arange(_SLICES, dtype=np.float32)
    position = np.empty(sheet.shape, dtype=np.float32)
    for column in range(sheet.width):
        # np.interp wants rising values: the silhouette falls with distance.
        position[:, column] = np.interp(at, silhouette[::-1, column], index[::-1])
    land = np.clip(at[:, None] - silhouette[-1][None, :] + 0.5, 0, 1).astype(np.float32)
    distance = np.interp(position, index, away).astype(np.float32)
    picture = looked_up(colours, (slant[None, :] * distance + 0.5) * size, distance * size)
    return View(picture, land, np.clip((distance - camera.near) / (camera.far - camera.near), 0, 1))


def lamplit(heights: Plane, *, steep: float, azimuth: float, altitude: float, shadow: float = 0.6) -> Plane:
    """Slope light times cast shadow. `steep`: pixels of height for a height of 1; angles as in `hillshade`."""
    light = hillshade(heights, strength=steep, azimuth=azimuth, altitude=altitude)
    turn, fall = np.radians(azimuth), np.tan(np.radians(altitude)) / steep
    step_x, step_y = np.cos(turn), np.sin(turn)
    highest = heights.copy()
    rows, columns = np.indices(heights.shape, dtype=np.float32)
    for i in range(1, 26):
        reach = 1.5 * i**1.25
        ray = looked_up(heights, columns + step_x * reach, rows + step_y * reach) - np.float32(fall * reach)
        np.maximum(highest, ray, out=highest)
    covered = np.clip((highest - heights) * steep / 3, 0, 1)
    return (light * (1 - shadow * covered)).astype(np.float32)
