# map: words that stand on the map itself
map-mark-schematic = Sơ đồ minh họa – không có giá trị pháp lý
map-mark-indicative = Ranh giới tham khảo – không chính xác về pháp lý
map-mark-unknown = Độ chính xác của dữ liệu chưa rõ
map-unit-old = { $name } (cũ)
map-unit-new = { $name } (mới)
map-points = { $count } điểm
