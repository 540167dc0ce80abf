# Words of review, audit, balance and comparison.
cli-no-such-lot = There is no lot { $lot }. Write LAYER/LOT, such as zone-1-land-use/A28-16.
cli-no-area = No area is named. Name a file with polygons, or --lot LAYER/LOT.
cli-no-polygon = { $path } holds no polygon.
cli-area-unusable = This area cannot be calculated: { $reason }
cli-radius-unusable = The radius { $radius } cannot be used. Write metres above 0.
review-area = Area: { $hectares }; on the ellipsoid { $ellipsoid }, in the grid { $grid }
review-perimeter = Perimeter: on the ellipsoid { $ellipsoid } m, in the grid { $grid } m
review-circle = Only a point is known; the figures below apply within { $radius } of it.
review-units-old = Units before 1 July 2025: { $units }
review-units-new = Units since 1 July 2025: { $units }
review-silent = this plan has nothing here
review-near-road = Nearest road:
review-near-stream = Nearest stream:
review-near-airport = Airport:
review-near-site = Other site:
review-corners =
    { $count ->
        [one] Corner table, { $count } corner ({ $axes }, edge to the next corner):
       *[other] Corner table, { $count } corners ({ $axes }, edge to the next corner):
    }
verdict-conforming = compatible
verdict-conditional = conforms on conditions
verdict-conflicting = conflicts
verdict-unmapped = not in the conformity table
cli-tolerance-unusable = The tolerance { $value } cannot be used. Write centimetres from 0.
audit-no-general-plan = No general plan is loaded to compare with.
audit-no-zoning-plan = No zoning plan is loaded to compare.
audit-cancelled = The audit was stopped.
audit-covered = { $plan }: { $area }, of which the zoning plans cover { $covered } ({ $share }); they agree on { $agreement } of the covered part
audit-tolerance = Anything narrower than { $tolerance } cm throughout counts as a sliver.
audit-kind-gap = Gaps not covered by a zoning plan
audit-kind-outside = Outside the general plan
audit-kind-overlap = Overlaps
audit-kind-conflict = Land-use conflicts
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
compare-no-key = The field { $field } does not have a unique value for every feature in both versions.
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

## Audit, review, balance, compared places and versions

audit-invalid =
    { $count ->
        [one] { $count } input polygon is invalid; figures around it may be off, by no more than the area of its box ({ $area }):
       *[other] { $count } input polygons are invalid; figures around them may be off, by no more than the area of their boxes ({ $area }):
    }
audit-layer = Audit findings
audit-short-gap = Gap
audit-short-outside = Outside
audit-short-overlap = Overlap
audit-short-conflict = Conflict
audit-head-kind = Kind
audit-head-area = Area (m²)
audit-head-width = Width (m)
audit-head-classes = Use: zoning / general plan
audit-head-plans = Plans
audit-head-lots = Lots
audit-head-number = No.
audit-head-codes = Codes: zoning / general plan
audit-head-by = Ignored by
audit-count-ignored = { $count } ignored
audit-kind-chip = { $kind } { $count }
audit-kind-show = Show or hide these findings
field-number = No.
field-ignored-by = Ignored by
audit-head-reason = Reason for ignoring
audit-run = Run the audit
audit-run-again = Run again
audit-running = Comparing… { $percent } %
audit-stop = Stop
audit-intro = Compares the zoning plans with the general plan: what is not covered, lies outside, overlaps or conflicts in land use. After the first run the result is kept up to date as the data change.
audit-none = No findings.
audit-summary = The zoning plans cover { $share } of the general plan ({ $covered } of { $area }); they agree on { $agreement } of the covered part
audit-tolerance-name = Sliver tolerance
audit-tolerance-hint = Anything narrower than this throughout counts as a sliver left by digitising.
audit-show-ignored = Show ignored ({ $count })
audit-ignore = Ignore…
audit-ignore-title = Ignore this finding
audit-ignore-hint = The reason, for example: settled by letter no. …
audit-ignore-save = Ignore
audit-ignore-author = Who decides
audit-ignore-file = Reason, name and time are written to { $path }, where others can read them.
audit-ignore-nowhere = No map set is open: this is kept until the program closes.
audit-take-back = Put back on the list
audit-unmapped =
    { $count ->
        [one] { $count } pair of classes is not in the conformity table and is not judged
       *[other] { $count } pairs of classes are not in the conformity table and are not judged
    }
audit-without-class =
    { $count ->
        [one] { $count } lot has a class outside its legend and is not compared
       *[other] { $count } lots have a class outside their legend and are not compared
    }
audit-save-geojson = Save GeoJSON
audit-invalid-short =
    { $count ->
        [one] { $count } invalid input polygon
       *[other] { $count } invalid input polygons
    }
notice-ignored-written = The list of ignored findings was written to { $path }
notice-ignored-elsewhere = The maps folder cannot be written to; the list of ignored findings is kept for you in { $path }
notice-no-area = This has no area to calculate with.
notice-versions-missing = Choose two layers that are loaded.
bottom-tab-audit = Audit
bottom-tab-balance = Balance
bottom-tab-places = Places
bottom-tab-versions = Versions
review-open = Review
review-title = Review
review-drawn = Drawn area
review-back = Back to the site
review-running = Calculating…
review-measures = Size
review-area-ellipsoid = Area on the ellipsoid
review-area-grid = Area in the grid
review-perimeter-ellipsoid = Perimeter on the ellipsoid
review-perimeter-grid = Perimeter in the grid
review-hectares = Area
review-difference = difference { $difference }
review-silent-plans = No statement here: { $plans }
review-claimed = As published
review-radius = Radius around the point
review-radius-note = Only a point is known; the figures apply within this radius.
review-units = Administrative units
review-plans = What the plans say
review-uncovered = Not covered by the plan
review-conflicts = Conflicts
review-no-conflict = There are no conflicts within this area.
review-indicators = Indicators by lot
review-lot = Lot { $lot }
review-inputs = { $area } m² · density { $density } · storeys { $storeys } · floor-area ratio { $ratio }
review-footprint = Maximum footprint
review-floor-ratio = Maximum floor area by ratio
review-floor-storeys = Maximum floor area by storeys
review-indicators-more =
    { $count ->
        [one] and { $count } more lot
       *[other] and { $count } more lots
    }
review-nearest = Distances
review-near-name-road = { $name }
review-near-name-stream = { $name }
review-near-name-airport = { $name }
review-near-name-site = { $name }
review-near-unnamed-road = Nearest road
review-near-unnamed-stream = Nearest stream
review-corner-title = Corners ({ $count })
review-corner-head-n = No.
review-corner-head-ring = Ring
review-corner-head-edge = Side (m)
review-corners-copy = Copy corners
review-corners-save = Save CSV
review-balance = Land balance
review-failed = This cannot be calculated: { $reason }
balance-block-civil = I. Civil land
balance-block-outside-civil = II. Land outside civil use
balance-block-other = III. Agricultural and other land
balance-block-none = Not in any block
balance-head-block = Block
balance-head-code = Code
balance-head-class = Land use
balance-head-hectares = Area (ha)
balance-head-share = Share (%)
balance-head-published = Published (ha)
balance-sum = Total
balance-no-class = Use not known
balance-published = published { $hectares } ha
balance-nothing-published = No land-use table is published to compare with.
balance-no-area = There is no area { $name }.
balance-of = Balance of
balance-by = According to
balance-choose = Choose a plan, a unit or a site, or select an area on the map.
balance-selected = Selection
balance-silent = No plan covers anything within this area.
balance-whole = The whole area is { $area }; this plan covers { $covered } ({ $share })
balance-group-plans = Plans
balance-group-units = Administrative units
balance-group-sites = Project sites
places-plan = Plan
places-head = Place { $number }
places-agreement = Agreement
places-empty = Right-click the map and choose “Pin to compare”, or press “Pin” in an answer. Pinned places are listed here side by side.
places-pin = Pin to compare
places-unpin = Unpin place { $number }
places-unpin-all = Unpin all
places-go = Go to place { $number }
live-stack = Plans at the pointer
live-stack-nothing = No plan covers this place.
versions-layer = Differences between two versions
versions-before = Earlier
versions-after = Later
versions-run = Compare
versions-choose = choose a layer
versions-hint = Load two versions of a layer (for example two files), choose them and press Compare.
versions-layers = As layers
versions-swipe = Swipe
versions-blink = Blink
versions-same = The two versions are the same.
versions-close = Stop comparing
versions-head-kind = Change
versions-head-name = Feature
versions-head-before = Before (m²)
versions-head-after = After (m²)
versions-head-changed = Changed (m²)
versions-head-attributes = Attributes
versions-swipe-handle = Divider between the two versions
versions-counts =
    { $unchanged ->
        [one] { $unchanged } feature is the same
       *[other] { $unchanged } features are the same
    }
field-width-m = Width (m)
field-classes = Use: zoning / general plan
field-plans = Plans
field-lots = Lots
field-reason = Reason for ignoring
field-changes = Changed attributes
field-category = Kind
group-results = Results
group-results-note = calculated by planmap
