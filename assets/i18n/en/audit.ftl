# Words of review, audit, balance and comparison.
cli-no-such-lot = There is no lot { $lot }. Write LAYER/LOT, such as zone-1-land-use/A28-16.
cli-no-area = No area is named. Name a file with polygons, or --lot LAYER/LOT.
cli-no-polygon = { $path } holds no polygon.
cli-area-unusable = This area cannot be computed: { $reason }
cli-radius-unusable = The radius { $radius } cannot be used. Write metres above 0.
review-area = Area: { $hectares }; on the ellipsoid { $ellipsoid }, in the grid { $grid }
review-perimeter = Perimeter: on the ellipsoid { $ellipsoid } m, in the grid { $grid } m
review-circle = Only a point is known; the figures below hold within { $radius } of it.
review-units-old = Units before 1 July 2025: { $units }
review-units-new = Units since 1 July 2025: { $units }
review-silent = this plan says nothing here
review-near-road = Nearest road:
review-near-stream = Nearest stream:
review-near-airport = Airport:
review-near-site = Other site:
review-corners =
    { $count ->
        [one] Corner table, { $count } corner (X north, Y east, edge to the next):
       *[other] Corner table, { $count } corners (X north, Y east, edge to the next):
    }
verdict-conforming = conforming
verdict-conditional = conforming on condition
verdict-conflicting = conflicting
verdict-unmapped = not in the conformity table
cli-tolerance-unusable = The tolerance { $value } cannot be used. Write centimetres from 0.
audit-no-general-plan = No general plan is loaded to compare with.
audit-no-zoning-plan = No zoning plan is loaded to compare.
audit-cancelled = The audit was stopped.
audit-covered = { $plan }: { $area }, of which zoning plans cover { $covered } ({ $share }); they agree on { $agreement } of what is covered
audit-tolerance = Parts narrower than { $tolerance } cm everywhere count as slivers.
audit-kind-gap = Gaps without a zoning plan
audit-kind-outside = Outside the general plan
audit-kind-overlap = Overlaps
audit-kind-conflict = Conflicts of land use
audit-count =
    { $count ->
        [one] { $count } place
       *[other] { $count } places
    }
audit-width = { $width } m wide
audit-sliver = sliver
audit-ignored = ignored: { $reason }
compare-two-files = Name two files: the earlier version, then the later one.
compare-unreadable = { $path } could not be read.
compare-no-key = The field { $field } is not in both versions with a value of its own for every feature.
compare-cancelled = The comparison was stopped.
compare-by-key = Features are paired by the field “{ $field }”.
compare-by-place = Features are paired by place: each covers more than half of the other.
compare-unchanged =
    { $count ->
        [one] { $count } feature is the same.
       *[other] { $count } features are the same.
    }
compare-kind-added = Added
compare-kind-removed = Removed
compare-kind-geometry = Changed shape
compare-kind-attributes = Changed attributes
compare-kind-geometry-and-attributes = Changed shape and attributes
