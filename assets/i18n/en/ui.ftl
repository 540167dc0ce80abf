# Words of the window.
app-name = planmap
close = Close
not-known = not known
yes = yes
no = no
source = Source
sources = Sources
zoom-here = Zoom to

canvas-name = Map

menu-file = File
menu-view = View
menu-help = Help
menu-open = Open…
menu-reload = Reload all layers
menu-quit = Quit
menu-zoom-all = Whole map
menu-zoom-selection = Zoom to selection
menu-previous = Previous view
menu-next = Next view
menu-left = Left panel
menu-right = Right panel
menu-legend = Legend
menu-about = About planmap
menu-issues = Data issues
menu-what-here = What do the plans say here?
menu-centre-here = Centre the map here
menu-copy-wgs84 = Copy WGS 84 coordinates
menu-copy-grid = Copy { $system } coordinates

language-vi = Vietnamese
language-en = English
theme-light = Light theme
theme-dark = Dark theme
open-button-bar = Open file

open-title = Open a map layer
open-hint = Drop GeoJSON files onto the window, choose files, or type a path. A folder with a catalogue.toml opens a whole map set; files may be dropped together with it. For files in other formats you are told what to ask the sender for.
open-path = Path
open-button = Open
open-choose = Choose files…
open-recent = Recently opened
open-missing = There is no such file or folder.
open-no-chooser = No file was chosen. If this desktop has no file chooser, type the path.

zoom-in = Zoom in
zoom-out = Zoom out
zoom-all = Whole map
view-previous = Previous view
view-next = Next view

status-offline = Offline
status-offline-long = The program does not use the network: all data are on this computer.
status-issues =
    { $count ->
        [0] No issues
        [one] { $count } data issue
       *[other] { $count } data issues
    }
scale-name = Scale
scale-hint = Type a scale such as 1:10,000 and press Enter
north-letter = N
south-letter = S
east-letter = E
west-letter = W

sites-title = Candidate sites
sites-others =
    { $count ->
        [one] { $count } other project
       *[other] { $count } other projects
    }
site-press-only = press only
site-press-only-chip = press mention only
site-area-unknown = not known
site-area-sources = { $count } sources
site-units = { $new } (new) · { $old } (old)
site-zoom = Zoom to
site-copy-place = Copy coordinates
site-areas = Area by source
site-areas-differ = The sources differ; the map does not choose between them.
site-plans = What the plans say here
site-plans-at-marker = As at the marker of the site.
site-figures = Figures
site-related = Related projects
distance-to = Distance to { $name }
distance-to-drawn = To { $name } (on the schematic drawing)

layers-title = Map layers
layers-add = Add a layer
layers-loading = Opening the maps…
layers-empty = No layers yet. Press + or drop a GeoJSON file here.
layer-show = Show { $name }
layer-more = Options for { $name }
layer-zoom = Zoom to layer
layer-opacity = Opacity
layer-reload = Reload
layer-cancel = Stop loading
layer-remove = Remove from the map
layer-loading = loading
layer-failed = cannot be read
layer-issues =
    { $count ->
        [one] { $count } issue
       *[other] { $count } issues
    }
group-sites = Candidate sites
group-sites-note = as described in the documents named
group-units = Administrative units
group-units-note = before and since 1 July 2025
group-ground = Roads, streams
group-ground-note = for orientation
group-files = Opened files
group-files-note = opened by you
group-no-layers = No boundary or land-use data have been published.

legend-title = Legend
legend-in-view = in view
legend-open = Open the legend
legend-close = Close the legend
legend-more =
    { $count ->
        [one] { $count } more class…
       *[other] { $count } more classes…
    }
legend-fewer = show fewer
legend-show-class = Click to show
legend-hide-class = Click to hide
legend-schematic = Faint diagonal texture: schematic, no legal value.

answer-title = At this place
answer-feature = Feature
answer-sites = Candidate sites
answer-units = Administrative units
answer-others = Other features
answer-nothing = There is nothing here.
answer-attributes = Attributes
still-loading = Reading data…
no-plan-here = No plan covers this place.
plan-silent = says nothing about this place
plan-silent-inside = within its boundary, but says nothing about this place
plan-silent-outside = outside the boundary of this plan
plan-adjusted-by = amended by { $decision }
decision-unknown = decision not known
feature-number = { $layer }, no. { $number }
unnamed-road = Unnamed road
unnamed-water = Unnamed stream or lake
lot-density = density { $value } %
lot-storeys = { $value } storeys
lot-ratio = floor-area ratio { $value }
lot-population = { $value } people

issues-title = Data issues
issues-none = No issues: every file was read completely.
issues-count =
    { $count ->
        [one] { $count } issue
       *[other] { $count } issues
    }
at-feature = feature { $number }
at-line = line { $number }
at-byte = byte { $number }
suggest-degrees = { $file }: the numbers look like degrees of longitude and latitude. Read them that way?
suggest-degrees-swapped = { $file }: latitude seems to come before longitude. Read it that way?
suggest-vn2000 = { $file }: the numbers look like VN-2000 (104°00') metres, not degrees. Read them as VN-2000?
suggest-vn2000-swapped = { $file }: the numbers look like VN-2000 with X (north) first. Read them as VN-2000 with X and Y swapped?
suggest-accept = Read it that way

notice-open-failed = { $path } could not be opened.
dialog-cancel = Cancel
feature-fault-zoom = Show the place
feature-faults-more = and { $count } more
notice-far-apart = The files that were opened lie { $distance } apart, too far to be seen together; the map shows “{ $shown }”.
notice-zoom-to = Go to “{ $name }”
notice-read-failed = { $file } could not be read: { $reason }
notice-incomplete = Only the beginning of { $file } could be read: the file is cut off.
notice-kept-last = { $file } can no longer be read in full. The map shows it as it was last read.
notice-reloaded = { $file } has changed and was loaded again.
notice-maps-not-found = No maps were found. Searched in: { $looked }

about-title = planmap
about-text = Planning maps without a network: what each plan says about a place, and which document says so.
about-version = Version
about-licence = Licence
about-backend = Graphics
about-crs = Map coordinate system
about-keys = Shortcuts
about-data = Data
about-credits = Built with
key-pan = Move the map
key-zoom = Zoom in and out
key-all = Whole map
key-selection = Zoom to selection
key-history = Previous and next view
key-area = drag to select by rectangle or by free outline
key-escape = Clear the selection
key-open = Open a file
key-help = Guide

area-title = { $count ->
    [one] 1 feature selected
   *[other] { $count } features selected
}
area-features = Features
area-size = Area
area-sum = Sum of the areas of all features
area-ground = Ground that they cover (overlaps count once)
area-zoom = Zoom to the selection
area-hint = Drag with Shift for a rectangle, or with Alt for a free outline. Esc clears the selection.
