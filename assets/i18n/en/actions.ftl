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
off-no-layers = There is no map layer yet
off-no-notes = No annotation file is open
off-reader = Reading only: turn editing on (Ctrl E) to change something
off-nothing-done = There is nothing to undo
off-nothing-undone = There is nothing to redo
off-nothing-selected = Nothing is selected
off-no-view-before = There is no view before this one
off-no-view-after = There is no view after this one

reader-refuses = You are only reading, so nothing was changed. Turn editing on (Ctrl E) to change it.
reader-mode = Read only
editor-mode = Editing
reader-mode-long = Reading: annotations cannot be changed by accident. Click to edit (Ctrl E).
editor-mode-long = Editing: annotations can be drawn and changed. Click to only read (Ctrl E).

palette-title = All commands
palette-hint = Type a command's name
palette-none = There is no such command
palette-why = not now: { $why }
palette-on = on
shortcuts-title = Shortcuts
shortcuts-map = On the map
shortcuts-also = Mouse and keys on the map

off-largest = This is the largest size
off-smallest = This is the smallest size
off-usual-size = This is the usual size
menu-tables = Tables
