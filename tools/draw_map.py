"""Draws where the events of some reports are, on an outline of the world's land that needs no network.

Usage: python tools/draw_map.py RECORDS.geojson --land land-50m.json --write docs/map.svg [--box WEST,SOUTH,EAST,NORTH]

``RECORDS.geojson`` is what ``masdar code … --format geojson`` writes. The land is that of Natural Earth (public domain)
as the npm package world-atlas (ISC) holds it in TopoJSON.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

Point = tuple[float, float]
BOX = (-18.0, 8.0, 72.0, 48.0)  # the Arab world and its neighbours
SCALE = 12.0  # pixels a degree


def rings(atlas: dict[str, Any]) -> Iterator[list[Point]]:
    """The outlines of the land, as longitudes and latitudes."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [
        list(
            zip(
                (x * sx + tx for x in accumulate(p[0] for p in arc)),
                (y * sy + ty for y in accumulate(p[1] for p in arc)),
                strict=True,
            )
        )
        for arc in atlas["arcs"]
    ]
    for shape in atlas["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            for ring in polygon:
                yield [point for index in ring for point in (arcs[index] if index >= 0 else arcs[~index][::-1])]


def picture(atlas: dict[str, Any], points: Counter[Point], box: tuple[float, float, float, float]) -> str:
    """The map as SVG: a dot for each point, the larger the more events it has."""
    west, south, east, north = box
    width, height = (east - west) * SCALE, (north - south) * SCALE

    def place(point: Point) -> str:
        return f"{(point[0] - west) * SCALE:.1f},{(north - point[1]) * SCALE:.1f}"

    land = [
        "M" + "L".join(map(place, ring)) + "Z"
        for ring in rings(atlas)
        if any(west <= x <= east and south <= y <= north for x, y in ring)
    ]
    dots = []
    for point, times in sorted(points.items(), key=lambda item: -item[1]):
        x, y = place(point).split(",")
        dots.append(f'<circle cx="{x}" cy="{y}" r="{2.5 + 1.5 * times**0.5:.1f}"/>')
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img">',
            "<title>Where the events of the reports are</title>",
            f'<rect width="{width:.0f}" height="{height:.0f}" fill="#dfe9f0"/>',
            f'<path d="{"".join(land)}" fill="#f7f4ec" stroke="#b8b2a2" stroke-width="0.6" fill-rule="evenodd"/>',
            '<g fill="#b3261e" fill-opacity="0.55" stroke="#7a1914" stroke-width="0.5">',
            *dots,
            "</g>",
            "</svg>",
            "",
        ]
    )


def main() -> None:
    """Draw the map."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--land", type=Path, required=True, help="land-50m.json of world-atlas")
    parser.add_argument("--write", type=Path, default=Path("docs/map.svg"))
    parser.add_argument("--box", type=lambda text: tuple(map(float, text.split(","))), default=BOX)
    args = parser.parse_args()
    atlas = json.loads(args.land.read_text(encoding="utf-8"))
    features = json.loads(args.records.read_text(encoding="utf-8"))["features"]
    points: Counter[Point] = Counter(
        (feature["geometry"]["coordinates"][0], feature["geometry"]["coordinates"][1])
        for feature in features
        if feature["geometry"] and feature["geometry"]["type"] == "Point"
    )
    args.write.write_text(picture(atlas, points, args.box), encoding="utf-8")
    print(f"{sum(points.values())} events at {len(points)} points, written to {args.write}.")


if __name__ == "__main__":
    main()
