# Bảng dưới, danh mục dự án và chỉ tiêu.
bottom-toggle = Bảng dưới
bottom-tab-projects = Dự án
bottom-tab-indicators = Chỉ tiêu
bottom-close = Đóng bảng dưới
notice-saved = Đã lưu { $path }
notice-save-failed = Không lưu được { $path }: { $reason }

# Danh mục dự án.
register-id = Mã
register-name = Dự án
register-site = Khu đất
register-status = Tình trạng
register-status-from = Căn cứ tình trạng
register-phases = Giai đoạn
register-quarter =
    { $quarter ->
        [1] quý I/{ $year }
        [2] quý II/{ $year }
        [3] quý III/{ $year }
       *[other] quý IV/{ $year }
    }
project-status-proposed = đề xuất
project-status-decided = đã có quyết định
project-status-investor-approved = đã chấp thuận nhà đầu tư
project-status-under-construction = đang xây dựng
project-status-existing = đã có
project-status-stopped = đã dừng
project-status-unknown = chưa rõ
claim-decision = Quyết định

roadmap-title = Lộ trình
roadmap-today = hôm nay
roadmap-nothing = Chưa có mốc thời gian nào được công bố
roadmap-limit-unknown = Phần gạch chéo: mốc chưa rõ, chỉ biết nằm trong thời gian của cả dự án.
roadmap-quarter-short =
    { $quarter ->
        [1] I
        [2] II
        [3] III
       *[other] IV
    }
projects-none = Bộ bản đồ này chưa có dự án nào.
projects-no-place = Dự án chưa có vị trí trên bản đồ.
projects-count =
    { $count ->
       *[other] { $count } dự án
    }

# Chỉ tiêu.
register-indicator = Chỉ tiêu
register-kind = Loại
register-year = Năm
register-value = Giá trị
register-document = Văn bản
register-source = Nguồn
register-confidence = Tin cậy
register-note = Ghi chú
indicator-target = Mục tiêu
indicator-reached = Đạt được
indicator-share = So với mục tiêu
indicator-no-share = Thiếu một trong hai số, hoặc hai số không so được với nhau.
indicator-year = năm { $year }
indicators-none = Bộ bản đồ này chưa có chỉ tiêu nào.

table-copy = Sao chép bảng
table-copied = Đã sao chép
table-save-csv = Lưu CSV
csv-title = Lưu bảng thành tệp CSV
csv-path = Đường dẫn tệp
csv-choose = Chọn nơi lưu…
csv-no-chooser = Chưa chọn nơi lưu. Nếu máy không có hộp chọn tệp, hãy gõ đường dẫn.
csv-replace = Tệp này đã có và sẽ bị thay thế.

unit-percent = %
unit-criteria = tiêu chí
