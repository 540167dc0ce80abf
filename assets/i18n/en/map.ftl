# map: words that stand on the map itself
map-mark-schematic = Schematic drawing – no legal value
map-mark-indicative = Indicative limits – not legally exact
map-mark-unknown = Accuracy of the data is not known
map-unit-old = { $name } (old)
map-unit-new = { $name } (new)
map-points =
    { $count ->
        [one] { $count } point
       *[other] { $count } points
    }
