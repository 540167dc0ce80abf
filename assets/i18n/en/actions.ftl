# Actions, shortcuts, reading and editing
menu-tools = Tools
action-editor-mode = Editing
action-deselect = Clear the selection
action-search = Search…
action-palette = All commands…
action-shortcuts = Shortcuts
action-tab = Table: { $name }
action-draw = Draw: { $name }

off-on-paper = Go back to the map first (Esc)
off-no-layers = There are no map layers yet
off-no-notes = No annotation file is open
off-reader = Read only: turn on editing (Ctrl E) to make changes
off-nothing-done = There is nothing to undo
off-nothing-undone = There is nothing to redo
off-nothing-selected = Nothing is selected
off-no-view-before = There is no previous view
off-no-view-after = There is no next view

reader-refuses = The map is read-only, so nothing was changed. Turn on editing (Ctrl E) to make changes.
reader-mode = Read only
editor-mode = Editing
reader-mode-long = Read only: annotations cannot be changed by accident. Click to edit (Ctrl E).
editor-mode-long = Editing: annotations can be drawn and changed. Click for read only (Ctrl E).

palette-title = All commands
palette-hint = Type the name of a command
palette-none = There is no such command
palette-why = not available: { $why }
palette-on = on
shortcuts-title = Shortcuts
shortcuts-map = On the map
shortcuts-also = Mouse and keys on the map

off-largest = This is the largest text size
off-smallest = This is the smallest text size
off-usual-size = This is the normal text size
menu-tables = Tables
