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
menu-reload = Read all layers again
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
menu-centre-here = Centre here
menu-copy-wgs84 = Copy WGS 84 coordinates
menu-copy-vn2000 = Copy VN-2000 coordinates

language-vi = Vietnamese
language-en = English
theme-light = Light theme
theme-dark = Dark theme
open-button-bar = Open file

open-title = Open a map layer
open-hint = Drop GeoJSON files on the window, choose files, or type a path. A folder with a catalogue.toml opens a whole set of maps.
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
status-offline-long = The program uses no network: all data are on this computer.
status-grid = VN-2000, { $crs }: X = north, Y = east
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
site-areas-differ = The sources differ; the map does not choose for you.
site-plans = What the plans say here
site-plans-at-marker = Answered at the site's marker.
site-figures = Figures
site-related = Related projects
vn2000-north = VN-2000 X (north)
vn2000-east = VN-2000 Y (east)
distance-to = Distance to { $name }
distance-to-drawn = To { $name } (on the schematic drawing)

layers-title = Map layers
layers-add = Add a layer
layers-loading = Opening the maps…
layers-empty = No layers yet. Press + or drop a GeoJSON file here.
layer-show = Show { $name }
layer-more = Options of { $name }
layer-zoom = Zoom to layer
layer-opacity = Opacity
layer-reload = Read again
layer-cancel = Stop reading
layer-remove = Remove from the map
layer-loading = reading
layer-failed = not readable
layer-issues =
    { $count ->
        [one] { $count } issue
       *[other] { $count } issues
    }
group-sites = Candidate sites
group-sites-note = after the documents named in each
group-units = Administrative units
group-units-note = before and since 1 July 2025
group-ground = Roads, streams
group-ground-note = for orientation
group-files = Opened files
group-files-note = added by you
group-no-layers = No limit or land use has been published.

legend-title = Legend
legend-in-view = in view
legend-open = Open the legend
legend-close = Fold the legend
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
no-plan-here = No plan says anything here.
plan-silent = says nothing here
plan-silent-inside = inside the limit, says nothing here
plan-silent-outside = outside this plan's limit
plan-adjusted-by = adjusted by { $decision }
decision-unknown = decision not known
feature-number = Feature { $number }
lot-density = density { $value } %
lot-storeys = { $value } storeys
lot-ratio = ratio { $value }
lot-population = { $value } people

issues-title = Data issues
issues-none = No issues: every file was read in full.
issues-count =
    { $count ->
        [one] { $count } issue
       *[other] { $count } issues
    }
at-feature = feature { $number }
at-line = line { $number }
at-byte = byte { $number }
suggest-degrees = { $file }: the numbers look like degrees of longitude and latitude. Read them that way?
suggest-degrees-swapped = { $file }: latitude seems to stand before longitude. Read it that way?
suggest-vn2000 = { $file }: the numbers look like VN-2000 (104°00') metres, not degrees. Read them as VN-2000?
suggest-vn2000-swapped = { $file }: the numbers look like VN-2000 with X (north) first. Read them as VN-2000, swapped?
suggest-accept = Read it that way

notice-open-failed = { $path } could not be opened.
notice-read-failed = { $file } could not be read: { $reason }
notice-incomplete = Only the beginning of { $file } could be read: the file is cut off.
notice-kept-last = { $file } can no longer be read in full. The map shows it as it was last read.
notice-reloaded = { $file } was read again because it has changed.
notice-maps-not-found = No maps were found. Looked in: { $looked }

about-title = planmap
about-text = Planning maps without a network: what each plan says at a place, and where that comes from.
about-version = Version
about-licence = Licence
about-backend = Shown through
about-crs = Map coordinate system
about-keys = Shortcuts
about-data = Data
about-credits = Made with
key-pan = Move the map
key-zoom = Zoom in and out
key-all = Whole map
key-selection = Zoom to selection
key-history = Previous and next view
key-area = drag to select by rectangle, by free outline
key-escape = Drop the selection
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
area-hint = Drag with Shift for a rectangle, with Alt for a free outline. Esc clears the selection.
