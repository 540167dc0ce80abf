# map: words that stand on the map itself
map-mark-schematic = Sơ đồ minh hoạ – không có giá trị pháp lý
map-unit-old = { $name } (cũ)
map-unit-new = { $name } (mới)
