"""Ground of polygons with faults, computed by GEOS and PROJ instead of by planmap.

Usage: python3 tests/figures/ground.py POLYGONS.geojson PLACES.json > tests/figures/ground.json
Needs Python 3.11, shapely 2.1 and pyproj. The polygons are in EPSG:9206; the places, a list for each
polygon, too. The ground of a polygon: make_valid(shell) less the union of make_valid(hole), its parts
united. For each: area in m² in the grid and on WGS 84 from the same corners, and for each place 1
inside, 0 outside, - within 5 mm of the edge. None where GEOS gives the same polygon another ground at
another place of the plane.
"""

import json
import pathlib
import sys

import pyproj
import shapely
from shapely import affinity, ops
from shapely.geometry import Polygon

TO_DEGREES = pyproj.Transformer.from_crs("EPSG:9206", "EPSG:4326", always_xy=True)
GEOD = pyproj.Geod(ellps="WGS84")
NEAR_M = 0.005


def areas_of(geometry):
    """The polygons of a geometry; make_valid leaves lines and points beside them."""
    parts = getattr(geometry, "geoms", [geometry])
    return shapely.union_all([p for p in parts if p.geom_type in ("Polygon", "MultiPolygon")])


def ring(coordinates):
    return areas_of(shapely.make_valid(Polygon(coordinates)))


def part(rings):
    return ring(rings[0]).difference(shapely.union_all([ring(hole) for hole in rings[1:]]))


def ground(geometry):
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return areas_of(shapely.union_all([part(rings) for rings in polygons]))


def ellipsoid(shape):
    """Ring by ring: a shell less its holes."""
    degrees = ops.transform(TO_DEGREES.transform, shape)

    def enclosed(line):
        return abs(GEOD.polygon_area_perimeter(*zip(*line.coords))[0])

    parts = [part for part in getattr(degrees, "geoms", [degrees]) if not part.is_empty]
    return sum(enclosed(part.exterior) - sum(enclosed(hole) for hole in part.interiors) for part in parts)


def moved(coordinates, west, south, scale):
    if isinstance(coordinates[0], (int, float)):
        return [round((coordinates[0] - west) * scale, 3), round((coordinates[1] - south) * scale, 3)]
    return [moved(c, west, south, scale) for c in coordinates]


def judged(geometry):
    """The ground, from whole millimetres around a corner of the polygon, which lie on each other
    exactly; None where GEOS has another one in metres, here or far from the origin: its rounding of
    crossings has then opened or closed a face."""
    west, south, _, _ = shapely.geometry.shape(geometry).bounds
    west, south = float(int(west)), float(int(south))
    here = ground(geometry)
    near = ground({**geometry, "coordinates": moved(geometry["coordinates"], west, south, 1.0)})
    exact = ground({**geometry, "coordinates": moved(geometry["coordinates"], west, south, 1000.0)})
    exact = affinity.translate(affinity.scale(exact, 0.001, 0.001, origin=(0, 0)), west, south)
    if max(abs(here.area - exact.area), abs(near.area - exact.area)) > 0.5:
        return None
    return exact


def sides(shape, places):
    out = ""
    for x, y in places:
        point = shapely.Point(x, y)
        near = not shape.is_empty and shape.boundary.distance(point) < NEAR_M
        out += "-" if near else "1" if shape.contains(point) else "0"
    return out


def main():
    features = json.loads(pathlib.Path(sys.argv[1]).read_text())["features"]
    places = json.loads(pathlib.Path(sys.argv[2]).read_text())
    polygons = []
    for feature, around in zip(features, places):
        shape = judged(feature["geometry"])
        if shape is None:
            polygons.append(None)
            continue
        polygons.append([round(shape.area, 3), round(ellipsoid(shape), 3), sides(shape, around)])
    print(json.dumps({
        "made_with": f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}, PROJ {pyproj.proj_version_str}",
    })[:-1] + ', "polygons": [')
    print(",\n".join(json.dumps(p) for p in polygons))
    print("]}")


main()
