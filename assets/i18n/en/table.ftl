# Attribute table.
bottom-tab-attributes = Attributes
attributes-open = Attribute table
key-table = Attribute table of the selected layer
attributes-layer = Layer
attributes-choose = Choose a layer…
attributes-class-code = Class code
attributes-class = Land use
attributes-area = Area (m²)
attributes-length = Length, perimeter (m)
attributes-area-note = Area on the WGS 84 ellipsoid
attributes-length-note = Length of lines or perimeter of areas, on the WGS 84 ellipsoid
attributes-none = No layer holds any data yet. Open a file to see its attributes.
attributes-reading = Reading the layer…
attributes-copy-rows = Copy selected rows
attributes-filter-value = Only rows where { $column } is { $value }
attributes-copy-value = Copy value
attributes-empty = No rows match.
attributes-search = Search the table
attributes-search-hint = Search all columns; accents are optional
attributes-count = { $shown } / { $all } rows
attributes-selected =
    { $count ->
        [one] { $count } row selected
       *[other] { $count } rows selected
    }
attributes-working = Filtering and sorting…
attributes-only-selected = Selected rows only
attributes-zoom = Zoom to selected rows
attributes-invert = Invert selection
attributes-clear = Clear filters
attributes-columns = Columns
attributes-show-all-columns = Show all columns
attributes-table = Attribute table of the layer { $name }
attributes-row = Row { $number }: { $text }
attributes-cell = { $column }: { $value }
attributes-head = Sort by { $column }
attributes-head-menu = Options for the column { $column }
attributes-sort-up = Sort ascending
attributes-sort-down = Sort descending
attributes-sort-none = Do not sort
attributes-sort-also = Also sort by this column
attributes-hide = Hide column
attributes-left = Move left
attributes-right = Move right
attributes-wider = Wider
attributes-narrower = Narrower
attributes-resize = Drag to change the width of the column
attributes-filter = Filter this column
attributes-filter-off = Remove the filter on { $column }
attributes-test = Condition
attributes-operand = Value
attributes-operand-to = To
attributes-no-number = This is not a number.
attributes-apply = Filter
attributes-values = Choose values
attributes-values-more = { $count } more values
test-contains = contains
test-equal = =
test-not-equal = ≠
test-less = <
test-at-most = ≤
test-greater = >
test-at-least = ≥
test-between = between
test-empty = has no value
test-known = has a value
test-one-of = one of
test-chip = { $column } { $test } { $value }
sum-of = Totals of
sum-of-all = all rows
sum-of-shown = visible rows
sum-of-selected = selected rows
sum-kind = Figure
sum-sum = Sum
sum-mean = Mean
sum-min = Smallest
sum-max = Largest
sum-count = Values
sum-cell = { $kind } { $column }: { $value }
notice-rows-copied = { $count } rows copied


# Two maps side by side.
compare-open = Two maps side by side
compare-map = Second map
compare-layers-first = Layers on the left
compare-layers-second = Layers on the right
compare-same = Same as the left map
compare-others = Different layers
compare-unlock = The two views move together; click to unlock them
compare-lock = Lock the two views together
compare-swap = Swap the layers
compare-close = Close the second map
