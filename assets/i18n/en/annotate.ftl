# Words of annotations, measuring and the history.
annotate = Annotate
annotate-mode = Annotate and measure
annotate-close = Close the annotation tools
tool-select = Select and edit
tool-pin = Pin
tool-text = Text
tool-callout = Callout
tool-line = Line
tool-arrow = Arrow
tool-polygon = Area
tool-rectangle = Rectangle
tool-circle = Circle
tool-freehand = Freehand
tool-dimension = Dimension line
tool-highlight = Highlight a feature
measure-length = Measure a length
measure-area = Measure an area
measure-bearing = Measure a bearing
measure-radius = Measure a radius
snap = Snap
snap-long = Snap to vertices and edges of visible layers
snapped-vertex = vertex
snapped-edge = edge
entry = Coordinates
entry-hint = Type 21.327 103.9144 or X 2359155 Y 490925 or 45° 120 or @45 120 (bearing, metres), then Enter
annotate-entry-unclear = “{ $text }” is not understood. Type latitude and longitude, X and Y in metres, or a bearing and a length such as 45° 120 or @45 120.
annotate-idle = Choose a tool and draw on the map, or click an annotation to read and change it.
annotate-nothing-here = There is no feature here to highlight.
annotate-no-set = No map is open, so there is nowhere to keep annotations.
hint-click-place = Click on the map to place it. Esc cancels.
hint-click-two = Click two points, or drag. Esc cancels.
hint-click-many = Click point by point; double-click or press Enter to finish; Backspace removes the last point; Esc cancels.
hint-draw = Hold the mouse button and draw. Esc cancels.
hint-click-feature = Click a feature on the map. Esc cancels.
hint-select = Click to select, drag to move, drag a vertex to reshape, double-click an edge to add a vertex, Alt + click to remove one.
measured-ellipsoid = on the ellipsoid
measured-grid = in the grid
measured-length = Length
measured-perimeter = Perimeter
measured-area = Area
measured-bearing = Bearing
measured-radius = Radius
bearing-true = from true north
bearing-grid = from grid north
measure-keep = Keep as an annotation

style-colour = Colour
style-colour-own = Other colour
style-width = Width
style-opacity = Opacity
style-dash = Line style
style-solid = solid
style-dashed = dashed
style-dotted = dotted
style-fill = Fill
style-fill-opacity = Fill opacity
style-font = Text size

annotation-title = Title
annotation-body = Text
annotation-untitled = (no title)
annotation-author = Author
annotation-author-unknown = author not known
annotation-created = Created
annotation-modified = Last changed
annotation-status = Status
annotation-about = About
annotation-forget-feature = Remove the link
annotation-replies = Replies
annotation-reply = Write a reply
annotation-send = Send
annotation-locked = Locked
annotation-lock = Lock
annotation-unlock = Unlock
annotation-delete = Delete
annotation-duplicate = Duplicate
annotation-front = Bring to front
annotation-back = Send to back
annotation-zoom = Zoom to it
annotations-chosen = { $count } annotations selected
annotation-remove-vertex = Remove the vertex
status-open = open
status-answered = answered
status-closed = closed

list-title = Annotations
list-empty = There are no annotations yet. Choose a tool and draw on the map.
list-none-match = No annotations match the filter.
list-filter = Filter
list-filter-hint = Search titles, text, authors
list-all = All
list-sort = Sort by
sort-time = time
sort-title = title
sort-status = status
sort-author = author
sort-kind = kind
list-count = { $shown } / { $count }

undo = Undo
redo = Redo
undo-what = Undo: { $step }
redo-what = Redo: { $step }
notice-undone = { $shape ->
    [named] Undone: { $step } “{ $title }”
    [untitled] Undone: { $step } ({ $kind } no. { $number }, untitled)
    [several] Undone: { $step } ({ $number } items)
   *[none] Undone: { $step }
}
notice-redone = { $shape ->
    [named] Redone: { $step } “{ $title }”
    [untitled] Redone: { $step } ({ $kind } no. { $number }, untitled)
    [several] Redone: { $step } ({ $number } items)
   *[none] Redone: { $step }
}
notice-typed-kept = { $shape ->
    [named] Text from last time is back in { $field } “{ $title }”: “{ $text }”
    [untitled] Text from last time is back in { $field } ({ $kind } no. { $number }): “{ $text }”
   *[none] Text from last time is back in { $field }: “{ $text }”
}
notice-typed-open = Open this field
typed-annotation-title = the title of the annotation
typed-annotation-body = the text of the annotation
typed-annotation-reply = the reply to the annotation
typed-step-title = the title of a step of the presentation
typed-step-notes = the presenter’s notes
typed-new-view-title = the name of a new view of the presentation
typed-minute-text = the remark for the minutes
typed-minute-speaker = the speaker of a remark
typed-ignore-reason = the reason for ignoring a finding
typed-bookmark-name = the name of a saved view
typed-sheet-text = the title block of the sheet
notice-meeting-kept = The meeting’s list and minutes that were not saved last time have been kept. Press F5 to see them, then save.
history-title = History
history-empty = Nothing has been done yet.
history-now = now
step-draw-pin = place pin
step-draw-text = place text
step-draw-callout = place callout
step-draw-line = draw line
step-draw-arrow = draw arrow
step-draw-polygon = draw area
step-draw-rectangle = draw rectangle
step-draw-circle = draw circle
step-draw-freehand = draw freehand
step-draw-dimension = draw dimension line
step-draw-highlight = highlight feature
step-move = move
step-move-vertex = move vertex
step-add-vertex = add vertex
step-remove-vertex = remove vertex
step-style = change style
step-rewrite = edit text
step-status = change status
step-reply = reply
step-delete = delete
step-duplicate = duplicate
step-to-front = bring to front
step-to-back = send to back
step-lock = lock
step-unlock = unlock
step-merge = merge
step-recover = recover
step-layer-show = show or hide layer
step-layer-opacity = change layer opacity
step-layer-order = change layer order
step-layer-class = show or hide land use
step-bookmark-add = save view
step-bookmark-remove = delete saved view

bookmarks = Saved views
bookmark-add = Save this view
bookmark-name = View { $number }
bookmark-remove = Delete { $name }

sets-title = Annotation files
set-active = New annotations go here
set-show = Show annotations of { $name }
set-close = Close the annotation file
set-open = Open an annotation file…
set-save-as = Save to another file…
set-merge = Merge an annotation file…
set-path = Path of the .geojson file
set-exists = The file exists. Click again to replace it.
set-held =
    { $who ->
        [nobody] Somebody else
       *[other] { $who }
    } has this file open: look only.

save-none = Annotations: no changes
save-saving = Saving…
save-saved = Saved { $time }
save-disk-full = The disk is full
save-read-only = The folder is read-only
save-folder-missing = The folder no longer exists
save-changed-underneath = Another program has changed the file
save-open-elsewhere = The file is open elsewhere
save-failed = Could not be saved
save-kept = The annotations are kept in memory and in the recovery folder.
save-only-memory = The annotations are in memory only: save them to another file now.
save-retry = Try saving again
save-take-underneath = Merge with that file
save-elsewhere = Save to another file…

recover-title = Some annotations were not saved
recover-offer = { $count ->
    [0] The journal of { $file } holds nothing that the file lacks. Last edit: { $last }.
    [one] One change to the annotations of { $file } was not saved: { $things }. Last edit: { $last }.
   *[other] { $count } changes to the annotations of { $file } were not saved: { $things }. Last edit: { $last }.
}
recover-thing = “{ $title }”
recover-thing-untitled = { $kind } no. { $number }
recover-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
recover-offer-damaged = { $lost ->
    [0] The journal ends too early, at byte { $byte }: what followed is gone.
   *[other] The journal is damaged: from byte { $byte } on ({ $lost } bytes) it cannot be read.
}
recover-restore = Restore
recover-leave = Not now
recover-found =
    { $count ->
        [one] { $file }: one edit not saved, made { $last }
       *[other] { $file }: { $count } edits not saved, from { $first } to { $last }
    }
recover-damaged = { $lost ->
    [0] { $journal }: ends too early, at byte { $byte }
   *[other] { $journal }: damaged from byte { $byte } on, { $lost } bytes lost
}
recover-restored = restored into { $path }
recover-nothing = There is nothing to recover.

merge-title = Choose where the copies differ
merge-text = Both copies changed these annotations. Everything else has been merged.
merge-ours = The open copy
merge-theirs = The other copy
merge-both = Keep both
merge-deleted = deleted
merge-finish = Merge
merge-drop = Do not merge
merge-done = { $added } added, { $changed } changed, { $removed } removed; { $conflicts } changed in both copies
field-existence = deleted or kept
field-shape = shape
field-style = style
field-title = title
field-body = text
field-author = author
field-created = date
field-status = status
field-replies = replies
field-about = feature
field-order = order
field-locked = lock
field-foreign = members of another program

annotations-unplaced = { $file }: { $count } features have no position; they are kept in the file as they are.
list-unplaced = No position; kept in the file as it is
annotations-original-kept = { $file } was made by another program: before saving, the original was kept as { $copy } in the same folder.
annotations-not-opened = { $path } cannot be read: { $reason }
annotations-merged = Merged: { $count } annotations changed.
annotations-held =
    { $who ->
        [nobody] Somebody else
       *[other] { $who }
    } has this file open, so it cannot be changed here.
annotations-opening = The annotation file is being opened; try again in a moment.
bottom-tab-notes = Annotations
set-ok = OK
menu-edit = Edit
history-start = start
merge-vertices = { $kind }, { $count } vertices
key-annotate = Annotate and measure
key-undo = Undo, redo
