# sheet: maps on paper
sheet-legend = Legend
sheet-legend-continued = Legend (continued)
sheet-legend-more = { $count ->
    [one] … and one more that has no room
   *[other] … and { $count } more that have no room
  }
sheet-locator = Where it lies in the plan
sheet-locator-scale = Locator map, scale 1:{ $scale }
sheet-note = Accuracy and legal standing
sheet-sources = Sources
sheet-sources-unknown = Source not known.
sheet-data-date = Data as of { $date }.
sheet-contact = Ask: { $office }.
sheet-checksum = planmap { $version } · map set { $hash }
sheet-scale = Scale 1:{ $scale }
sheet-scale-words = 1 cm on the map is { $length } on the ground
sheet-north-grid = Grid north of VN-2000
sheet-north-true-east = True north lies { $angle } to the east
sheet-north-true-west = True north lies { $angle } to the west
sheet-decision = Decision { $number }
sheet-decision-dated = Decision { $number } of { $date }
sheet-decision-unknown = Decision: not known
sheet-field-scale = Scale
sheet-field-number = Sheet
sheet-field-paper = Paper
sheet-field-made = Made by
sheet-field-checked = Checked by
sheet-drawing-general = General plan
sheet-drawing-zoning = Zoning plan
sheet-drawing-detailed = Detailed plan
sheet-drawing-plain = Map
sheet-symbol-site = Candidate site or project
sheet-symbol-limit-general = Limit of the general plan
sheet-symbol-limit-zoning = Limit of a zoning plan
sheet-symbol-limit-detailed = Limit of a detailed plan
sheet-symbol-zones = Zones inside a plan
sheet-symbol-units-new = Wards and communes since 1 July 2025
sheet-symbol-units-old = Wards and communes before 1 July 2025
sheet-symbol-roads = Roads
sheet-symbol-water = Rivers, streams, lakes
sheet-role-limit = plan limits
sheet-role-zones = zones
sheet-role-land-use = land use
sheet-role-roads = roads
sheet-role-water = water
sheet-role-units = administrative limits
sheet-role-labels = place names
sheet-role-sites = sites
sheet-role-other = other layers
sheet-watermark-schematic = SCHEMATIC ILLUSTRATION – NO LEGAL VALUE
sheet-watermark-indicative = INDICATIVE LIMITS – NO LEGAL VALUE
sheet-watermark-unknown = ACCURACY NOT KNOWN – NO LEGAL VALUE
sheet-item-title-block = Title block
sheet-item-legend = Legend
sheet-item-scale-bar = Scale bar
sheet-item-north-arrow = North arrow
sheet-item-grid = VN-2000 grid
sheet-item-graticule = WGS 84 ticks
sheet-item-locator = Locator map
sheet-item-sources = Sources
sheet-item-note = Legal note
sheet-item-checksum = Data checksum
sheet-place-off = off
sheet-place-panel = in the panel
sheet-place-map-top-left = on the map, top left
sheet-place-map-top-right = on the map, top right
sheet-place-map-bottom-left = on the map, bottom left
sheet-place-map-bottom-right = on the map, bottom right
sheet-note-scale = It does not fit at 1:{ $asked }; the sheet is at 1:{ $given }, the largest round scale that does.
sheet-note-legend = { $count ->
    [one] The legend has no room for one class.
   *[other] The legend has no room for { $count } classes.
  }
sheet-note-room = No room for: { $item }.
# what planmap export says
cli-exported = Wrote { $path }
cli-export-sheet-line = { $name } – scale 1:{ $scale }
cli-export-format = Unknown format of { $value }; use an ending of .pdf, .png or .svg.
cli-export-sheet = Unknown paper { $value }; for example: a3, a4-portrait, 600x400 (mm, 100 to 2000).
cli-export-scale = Scale 1:{ $value } is outside of 1:20 – 1:10,000,000.
cli-export-center = Unknown place { $value }; longitude and latitude in degrees are needed, such as 103.91,21.33.
cli-export-template = No template { $value }. There are: { $known }
cli-export-atlas-empty = There is nothing to make an atlas of.
