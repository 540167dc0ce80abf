# Words of the desk: bookmarks, notices, running work, last session, welcome, help.
menu-recent = Open recent
recent-empty = No files have been opened yet.
recent-gone = { $path } (not found)
recent-clear = Clear the list
menu-restore = Reopen the last session at start
menu-restore-hint = Files, view, layers, selection and annotations come back as you left them.
menu-guide = Guide
menu-keys = Keyboard and mouse
menu-welcome = Welcome

bookmarks-open = Manage saved views…
bookmarks-empty = No views have been saved yet. A saved view keeps the place, scale, visible layers, opacity, order and theme.
bookmarks-hint = Click to go there; drag to reorder; right-click for more.
bookmark-layers =
    { $count ->
        [one] { $count } layer shown
       *[other] { $count } layers shown
    }
bookmark-place-only = place only
bookmark-go = Go to this view
bookmark-go-hint = Click to go there; layers and theme come back as they were saved. You can undo this.
bookmark-update = Update { $name } to the current view
bookmark-rename = Rename { $name }
bookmark-rename-short = Rename
bookmark-update-short = Update to the current view
bookmark-remove-short = Delete
bookmark-up = Move up
bookmark-down = Move down
bookmark-name-field = Name of the view
step-bookmark-rename = rename a saved view
step-bookmark-update = update a saved view
step-bookmark-move = reorder saved views
step-bookmark-go = go to a saved view
step-layer-open = open a layer
step-layer-remove = remove a layer

notices-title = Notifications
notices-unread =
    { $count ->
        [one] Notifications: { $count } unread
       *[other] Notifications: { $count } unread
    }
notices-clear = Clear
notices-empty = No notifications.
notice-show-folder = Show in folder
notice-notes-deleted =
    { $count ->
        [one] { $count } annotation deleted
       *[other] { $count } annotations deleted
    }
notice-bookmark-saved = View “{ $name }” saved
notice-bookmark-deleted = Saved view deleted
notice-layer-removed = Layer removed from the map
notice-restore-gone = { $path } from the last session was not found. Everything else is open.

jobs-title = Running
jobs-open = Show what is running
jobs-running =
    { $count ->
        [one] { $count } job running
       *[other] { $count } jobs running
    }
job-catalogue = Opening the catalogue
job-layer = Reading { $name }
job-notes = Reading annotations
job-audit = Audit
job-review = Review
job-balance = Land-use balance
job-versions = Comparing versions
job-sheet = Exporting
job-cancel = Stop: { $name }
job-seconds-left =
    { $count ->
        [one] about { $count } second left
       *[other] about { $count } seconds left
    }
job-minutes-left =
    { $count ->
        [one] about { $count } minute left
       *[other] about { $count } minutes left
    }

welcome-step = { $number } / { $count }
welcome-next = Next
welcome-back = Back
welcome-skip = Skip
welcome-done = Start
welcome-guide = Read the guide
welcome-what-title = Plans without a network
welcome-what-1 = The general plan, the zoning plans and the candidate sites lie on top of each other; each plan is a group of layers on the left.
welcome-what-2 = Anything marked “schematic” is drawn for illustration only and has no legal value. Official files can take its place without changing the program.
welcome-what-3 = Every figure comes with a year, a document and a source. What has not been published is shown as “not known”.
welcome-ask-title = Look and ask
welcome-ask-1 = Click the map: every plan answers for that place. Drag to move, turn the wheel to zoom, press Home to see everything.
welcome-ask-2 = Click the name of a site to fly there and see every figure about it.
welcome-ask-3 = Ctrl B opens the bottom panel: projects, indicators, balance, audit, comparisons.
welcome-make-title = Annotate and take it with you
welcome-make-1 = Ctrl M opens the tools for annotating and measuring. You never need to save; Ctrl Z undoes.
welcome-make-2 = Ctrl P puts the map on paper: PDF, PNG or SVG, with title block, legend and sources.
welcome-make-3 = F1 opens the guide at any time, no network needed.

help-title = Guide
help-search = Search the guide
help-nothing = Nothing found. Try fewer words; accents are not needed.

about-licences = Licences of the libraries
about-licences-count = { $count } libraries, each under its own licence
about-licences-show = Show the list
about-licences-hide = Hide the list
about-folders = Program folders
about-proj = PROJ
about-egui = egui
about-build = Build
about-data-none = No catalogue is open.
folder-settings = Settings
folder-recovery = Recovered annotations
folder-cache = Cache
folder-none = not used
folder-open = Open the folder: { $name }
folder-copy = Copy the path: { $name }

legend-class-show = Show this class
legend-class-hide = Hide this class
legend-class-only = Show this class only
legend-class-all = Show all classes

menu-settings = Settings…
settings-title = Settings
settings-appearance = Appearance
settings-language = Language
settings-theme = Theme
settings-work = Work
settings-author = Author
settings-author-hint = The name under new annotations and replies.
settings-start = Mode at start
settings-start-reading = Read only
settings-start-editing = Editing
settings-session = At start
settings-files = Files and figures
settings-folder = Folder for files
settings-folder-choose = Choose…
settings-folder-hint = Dialogs start in this folder. If it is empty: the folder used last, otherwise your documents.
settings-folder-missing = There is no such folder.
settings-area = Areas
settings-area-ha = Hectares
settings-area-m2 = Square metres
settings-cache = Cache size
settings-cache-none = None
settings-cache-hint = Large files open faster from the cache. Entries unused for longest are deleted first.

file-name-findings = Audit findings
file-name-corners = Corners
file-name-meeting = Meeting

notice-not-found = { $file } was not found.
notice-one-map-set = Only one map set is open at a time: { $opened }. { $path } was left out.
notice-opened-nowhere = { $file } is open, but none of its features has a place on the map.
notice-show-issues = Data issues
notices-same-kind =
    { $count ->
        [one] And { $count } more like it.
       *[other] And { $count } more like it.
    }
notices-left-over =
    { $count ->
        [one] { $count } more notification under the bell
       *[other] { $count } more notifications under the bell
    }
issues-forget = Remove { $file } from this list

drop-opens =
    { $count ->
        [one] Drop to open { $count } file or map set
       *[other] Drop to open { $count } files or map sets
    }

settings-csv-separator = CSV separator
settings-csv-decimal = CSV decimal sign
settings-csv-by-language = By language
settings-csv-comma = Comma (,)
settings-csv-semicolon = Semicolon (;)
settings-csv-tab = Tab
settings-csv-point = Point (.)

crash-frame = painting the window
crash-tile = drawing a piece of the map
crash-reader = reading a file
crash-exporter = writing a file
crash-job = work in the background
notice-crashed = An error of the program: { $part } failed ({ $place }: { $reason }). Nothing that you have typed or drawn is lost. Please tell the developers.
crash-title = An error of the program
crash-saved = The window cannot be painted. Nothing that you have typed or drawn is lost: it is there again after the next start.
crash-again = Try again
crash-close = Close planmap
