# Bảng dưới, danh mục dự án và chỉ tiêu.
bottom-toggle = Bảng dưới
bottom-tab-projects = Dự án
bottom-tab-indicators = Chỉ tiêu
bottom-close = Đóng bảng dưới
