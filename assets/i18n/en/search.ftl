# The search box.
search-name = Search
search-placeholder = Search places, lots, projects, coordinates…
search-button = Search (Ctrl K)
search-results = Search results
search-clear = Clear the search
search-none = Nothing found for “{ $text }”
search-try = Try one of these; accents are optional:
search-hint = You can type:
search-try-place = a place, or a ward or commune, old or new
search-try-plan = a decision number or the name of a plan
search-try-lot = a lot code, or a map sheet and a parcel
search-try-vn2000 = VN-2000 metres, either way round
search-try-grid = metres in the grid of this map
search-try-degrees = degrees, decimal or with minutes
search-indexing = { $count ->
    [one] Indexing a layer…
   *[other] Indexing { $count } layers…
}
search-keys = ↑ ↓ preview on the map · Enter to go there · Esc to go back
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
search-kind-class = Land-use classes
search-kind-lot = Lots, parcels
search-kind-layer = Map layers
search-kind-project = Projects
search-kind-annotation = Annotations
search-kind-value = Attributes
search-kind-command = Commands
search-unit-became = now part of { $name }
search-unit-from = formed from { $names } (old)
search-features = { $count ->
    [one] { $count } feature
   *[other] { $count } features
}
search-parcel = Sheet { $sheet }, parcel { $parcel }
search-parcel-alone = Parcel { $parcel }
search-read-as = Read as { $system }, { $order }
search-read-lat-first = latitude first
search-read-lon-first = longitude first
search-read-north-first = northing (X) first
search-read-east-first = easting (Y) first
search-read-swapped = swapped: letters and figures disagree
cli-search-none = Nothing found for “{ $text }”.
cli-search-empty = A text to search for is needed, for example: planmap search "chieng coi"
search-layer = map layer
