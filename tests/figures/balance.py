"""Figures of the land-use balance of a plan and of a site, computed by GEOS and PROJ instead of by planmap.

Usage: python3 tests/figures/balance.py MAPS_FOLDER > tests/figures/balance.json
Needs Python 3.11, shapely 2 and pyproj. Reads the GeoJSON files alone. Areas in m²: `grid` in EPSG:9206.
"""

import json
import pathlib
import sys

import pyproj
from shapely import ops
from shapely.geometry import shape

MAPS = pathlib.Path(sys.argv[1])
TO_GRID = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:9206", always_xy=True)


def read(name):
    document = json.loads((MAPS / f"{name}.geojson").read_text())
    return [
        (f["properties"], ops.transform(TO_GRID.transform, shape(f["geometry"])))
        for f in document["features"]
        if f["geometry"]["type"] in ("Polygon", "MultiPolygon")
    ]


def classes(layer, area):
    """m² of each class inside an area."""
    out = {}
    for attributes, polygon in read(layer):
        if polygon.intersects(area):
            part = polygon.intersection(area).area
            if part > 0:
                out[attributes["class"]] = out.get(attributes["class"], 0.0) + part
    return {code: round(m2, 2) for code, m2 in sorted(out.items())}


vinh_hang = next(p for a, p in read("sites") if a["id"] == "vinh-hang")
limit = ops.unary_union([p for _, p in read("zone-2-limit")])
json.dump(
    {
        "vinh-hang": classes("general-land-use", vinh_hang),
        "zone-2": classes("zone-2-land-use", limit),
    },
    sys.stdout,
    indent=1,
)
