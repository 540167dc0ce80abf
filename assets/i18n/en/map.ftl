# map: words that stand on the map itself
map-mark-schematic = Schematic illustration – no legal value
map-unit-old = { $name } (old)
map-unit-new = { $name } (new)
