# The search box.
search-name = Search
search-placeholder = Search places, lots, projects, coordinates…
search-button = Search (Ctrl K)
search-results = Search results
search-clear = Clear what was typed
search-none = Nothing found for “{ $text }”
search-try = Try one of these; accents may be left out:
search-hint = You can type:
search-try-place = a place, a ward or commune old or new
search-try-plan = a decision’s number, a plan’s name
search-try-lot = a lot’s code, a sheet and a parcel
search-try-xy = VN-2000 metres, either way round
search-try-degrees = degrees, decimal or with minutes
search-indexing = { $count ->
    [one] Indexing a layer…
   *[other] Indexing { $count } layers…
}
search-keys = ↑ ↓ look on the map · Enter choose · Esc go back
search-found = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
search-kind-coordinate = Coordinate
search-kind-site = Project sites
search-kind-unit = Administrative units
search-kind-plan = Plans
search-kind-zone = Zones
search-kind-place = Places, roads, streams
search-kind-lot = Lots, parcels
search-kind-project = Projects
search-kind-annotation = Annotations
search-kind-value = Attributes
search-kind-command = Commands
search-unit-became = now part of { $name }
search-unit-from = made of { $names } (old)
search-features = { $count ->
    [one] { $count } feature
   *[other] { $count } features
}
search-parcel = Sheet { $sheet }, parcel { $parcel }
search-parcel-alone = Parcel { $parcel }
search-read-as = Read as { $system }, { $order }
search-read-lat-first = latitude first
search-read-lon-first = longitude first
search-read-north-first = X (north) first
search-read-east-first = Y (east) first
search-read-swapped = swapped: letters and figures disagree
cli-search-none = Nothing found for “{ $text }”.
cli-search-empty = A text to look for is needed, for example: planmap search "chieng coi"
cli-bench-search = Search: median { $median } ms, 99th percentile { $p99 } ms; index { $index } s, { $memory } MB
