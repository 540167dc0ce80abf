"""Figures of the audit of the bundled maps, computed by GEOS and PROJ instead of by planmap.

Usage: python3 tests/figures/audit.py MAPS_FOLDER > tests/figures/audit.json
Needs Python 3.11, shapely 2 and pyproj. Reads the GeoJSON files and conformity.toml alone.
Areas in m²: `grid` in EPSG:9206, `ellipsoid` on WGS 84 from the same corners.
"""

import json
import pathlib
import sys
import tomllib

import pyproj
import shapely
from shapely import ops
from shapely.geometry import shape

MAPS = pathlib.Path(sys.argv[1])
TO_GRID = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:9206", always_xy=True)
TO_DEGREES = pyproj.Transformer.from_crs("EPSG:9206", "EPSG:4326", always_xy=True)
GEOD = pyproj.Geod(ellps="WGS84")
ZONES = range(1, 6)
# Narrower parts are left by the rounding of cuts.
NARROW_M = 0.003


def read(name):
    """Features of a layer: attributes and polygon in the grid."""
    document = json.loads((MAPS / f"{name}.geojson").read_text())
    out = []
    for feature in document["features"]:
        polygon = ops.transform(TO_GRID.transform, shape(feature["geometry"]))
        assert polygon.is_valid, feature["properties"]
        out.append((feature["properties"], polygon))
    return out


def figures(polygon):
    degrees = ops.transform(TO_DEGREES.transform, shapely.normalize(polygon))
    ellipsoid = 0.0
    for part in getattr(degrees, "geoms", [degrees]):
        part = shapely.geometry.polygon.orient(part)
        ellipsoid += GEOD.geometry_area_perimeter(part)[0]
    return {"grid": round(polygon.area, 3), "ellipsoid": round(ellipsoid, 3), "perimeter": round(polygon.length, 3)}


def parts(geometry):
    """Polygons that are more than rounding, the largest first."""
    polygons = [g for g in getattr(geometry, "geoms", [geometry]) if g.geom_type == "Polygon" and g.area > 0]
    wide = [p for p in polygons if not p.buffer(-NARROW_M / 2).is_empty]
    return sorted(wide, key=lambda p: -p.area)


def verdict(rows, zoning, general):
    row = next((r for r in rows if r["zoning"] == zoning), None)
    if row is None:
        return None
    for key in ("conforming", "conditional", "conflicting"):
        if general in row.get(key, []):
            return key
    return row.get("otherwise")


def main():
    limit = shapely.union_all([p for _, p in read("general-limit")])
    general = read("general-land-use")
    zones = {z: read(f"zone-{z}-land-use") for z in ZONES}
    covered = {z: shapely.union_all([p for _, p in lots]) for z, lots in zones.items()}
    together = shapely.union_all(list(covered.values()))
    rows = tomllib.loads((MAPS / "conformity.toml").read_text())["conformity"]

    # Twice covered: every pair of lots that share area, of one plan or of two.
    lots = [(z, p) for z, all_lots in zones.items() for _, p in all_lots]
    tree = shapely.STRtree([p for _, p in lots])
    left, right = tree.query([p for _, p in lots], predicate="intersects")
    overlaps = 0.0
    for i, j in zip(left, right):
        if i < j:
            for part in parts(shapely.intersection(lots[i][1], lots[j][1])):
                overlaps += part.area

    under = shapely.STRtree([p for _, p in general])
    conflicts, pairs = [], {}
    for z, all_lots in zones.items():
        for properties, lot in all_lots:
            found = {}
            for i in under.query(lot, predicate="intersects"):
                found_class = general[i][0]["class"]
                found_verdict = verdict(rows, properties["class"], found_class)
                if found_verdict == "conforming":
                    continue
                for part in parts(shapely.intersection(lot, general[i][1])):
                    key = (found_verdict or "unmapped", properties["class"], found_class)
                    area, perimeter = pairs.get(key, (0.0, 0.0))
                    pairs[key] = (area + part.area, perimeter + part.length)
                    if found_verdict == "conflicting":
                        found.setdefault(found_class, []).append(part)
            for found_class, shapes in found.items():
                conflicts.append({
                    "lot": properties["lot"],
                    "classes": [properties["class"], found_class],
                    **figures(shapely.union_all(shapes)),
                })
    inside = shapely.intersection(limit, together)
    json.dump({
        "made_with": f"shapely {shapely.__version__}, GEOS {shapely.geos_version_string}, PROJ {pyproj.proj_version_str}",
        "area": figures(limit),
        "covered": figures(inside),
        "gaps": [figures(p) for p in parts(shapely.difference(limit, together))],
        "outside": [figures(p) for p in parts(shapely.difference(together, limit))],
        "overlaps_grid": round(overlaps, 3),
        "conflicts": sorted(conflicts, key=lambda c: -c["grid"]),
        "pairs": [
            {"verdict": v, "classes": [a, b], "grid": round(area, 3), "perimeter": round(length, 3)}
            for (v, a, b), (area, length) in sorted(pairs.items())
        ],
    }, sys.stdout, indent=1, ensure_ascii=False)
    print()


main()
