# Lệnh, phím tắt, chế độ xem và biên tập
menu-tools = Công cụ
action-editor-mode = Chế độ biên tập
action-deselect = Bỏ chọn
action-search = Tìm…
action-palette = Tất cả các lệnh…
action-shortcuts = Phím tắt
action-tab = Bảng: { $name }
action-draw = Vẽ: { $name }

off-on-paper = Quay lại bản đồ trước (Esc)
off-no-layers = Chưa có lớp bản đồ nào
off-no-notes = Chưa mở tệp ghi chú nào
off-reader = Đang ở chế độ xem: bật biên tập (Ctrl E) để thay đổi
off-nothing-done = Chưa có gì để hoàn tác
off-nothing-undone = Chưa có gì để làm lại
off-nothing-selected = Chưa chọn gì
off-no-view-before = Chưa có khung nhìn trước
off-no-view-after = Chưa có khung nhìn sau

reader-refuses = Đang ở chế độ xem nên không có gì bị thay đổi. Bật biên tập (Ctrl E) để sửa.
reader-mode = Chỉ xem
editor-mode = Biên tập
reader-mode-long = Chế độ xem: không thể vô tình thay đổi ghi chú. Bấm để biên tập (Ctrl E).
editor-mode-long = Chế độ biên tập: có thể vẽ và sửa ghi chú. Bấm để chỉ xem (Ctrl E).

palette-title = Tất cả các lệnh
palette-hint = Gõ tên lệnh
palette-none = Không có lệnh nào như vậy
palette-why = chưa dùng được: { $why }
palette-on = đang bật
shortcuts-title = Phím tắt
shortcuts-map = Trên bản đồ
shortcuts-also = Chuột và phím trên bản đồ

off-largest = Đã ở cỡ lớn nhất
off-smallest = Đã ở cỡ nhỏ nhất
off-usual-size = Đang ở cỡ thường
menu-tables = Bảng số liệu
