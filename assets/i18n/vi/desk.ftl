# Words of the desk: bookmarks, notices, running work, last session, welcome, help.
menu-recent = Mở gần đây
recent-empty = Chưa mở tệp nào.
recent-gone = { $path } (không còn)
recent-clear = Xóa danh sách
menu-restore = Khi khởi động, mở lại phiên trước
menu-restore-hint = Tệp, khung nhìn, lớp, mục đang chọn và ghi chú trở lại như lúc thoát.
menu-guide = Hướng dẫn
menu-keys = Bàn phím và chuột
menu-welcome = Giới thiệu nhanh

bookmarks-open = Quản lý khung nhìn đã lưu…
bookmarks-empty = Chưa lưu khung nhìn nào. Khung nhìn đã lưu giữ vị trí, tỷ lệ, lớp đang hiện, độ đậm, thứ tự và giao diện.
bookmarks-hint = Nhấn để tới; kéo để đổi thứ tự; bấm chuột phải để xem thêm.
bookmark-layers =
    { $count ->
       *[other] { $count } lớp hiện
    }
bookmark-place-only = chỉ vị trí
bookmark-go = Tới khung nhìn này
bookmark-go-hint = Nhấn để tới; lớp và giao diện trở lại như lúc lưu. Hoàn tác được.
bookmark-update = Lưu lại { $name } theo màn hình hiện nay
bookmark-rename = Đổi tên { $name }
bookmark-rename-short = Đổi tên
bookmark-update-short = Lưu lại theo màn hình hiện nay
bookmark-remove-short = Xóa
bookmark-up = Đưa lên
bookmark-down = Đưa xuống
bookmark-name-field = Tên khung nhìn
step-bookmark-rename = đổi tên khung nhìn
step-bookmark-update = lưu lại khung nhìn
step-bookmark-move = đổi thứ tự khung nhìn
step-bookmark-go = tới khung nhìn đã lưu
step-layer-open = mở lớp
step-layer-remove = bỏ lớp

notices-title = Thông báo
notices-unread =
    { $count ->
       *[other] Thông báo: { $count } chưa xem
    }
notices-clear = Xóa hết
notices-empty = Chưa có thông báo nào.
notice-show-folder = Mở thư mục
notice-notes-deleted =
    { $count ->
       *[other] Đã xóa { $count } ghi chú
    }
notice-bookmark-saved = Đã lưu khung nhìn “{ $name }”
notice-bookmark-deleted = Đã xóa khung nhìn đã lưu
notice-layer-removed = Đã bỏ lớp khỏi bản đồ
notice-restore-gone = Phiên trước có { $path }, nay không còn. Phần khác vẫn mở.

jobs-title = Đang chạy
jobs-open = Xem việc đang chạy
jobs-running =
    { $count ->
       *[other] { $count } việc đang chạy
    }
job-catalogue = Mở bộ bản đồ
job-layer = Đọc { $name }
job-notes = Đọc ghi chú
job-audit = Đối chiếu quy hoạch
job-review = Rà soát
job-balance = Cân bằng sử dụng đất
job-versions = So hai bản
job-sheet = Xuất bản đồ
job-cancel = Dừng: { $name }
job-seconds-left =
    { $count ->
       *[other] còn khoảng { $count } giây
    }
job-minutes-left =
    { $count ->
       *[other] còn khoảng { $count } phút
    }

welcome-step = { $number } / { $count }
welcome-next = Tiếp
welcome-back = Quay lại
welcome-skip = Bỏ qua
welcome-done = Bắt đầu
welcome-guide = Xem hướng dẫn
welcome-what-title = Xem quy hoạch, không cần mạng
welcome-what-1 = Quy hoạch chung, các quy hoạch phân khu và khu vực dự án nằm chồng lên nhau; mỗi quy hoạch là một nhóm lớp ở bên trái.
welcome-what-2 = Phần ghi “sơ đồ minh họa” chỉ vẽ để hình dung, không có giá trị pháp lý. Tệp chính thức thay vào được mà không phải sửa chương trình.
welcome-what-3 = Mỗi số liệu có năm, văn bản và nguồn. Số liệu chưa công bố thì ghi “chưa rõ”.
welcome-ask-title = Xem và hỏi
welcome-ask-1 = Nhấn vào bản đồ: từng quy hoạch trả lời tại điểm ấy. Kéo để dời, lăn chuột để phóng, Home để xem toàn bộ.
welcome-ask-2 = Nhấn tên một khu vực dự án để bay tới và xem mọi số liệu về nó.
welcome-ask-3 = Ctrl B mở bảng dưới: dự án, chỉ tiêu, cân đối đất, đối chiếu, so sánh.
welcome-make-title = Ghi chú và mang về
welcome-make-1 = Ctrl M mở công cụ ghi chú và đo. Không phải bấm lưu; Ctrl Z hoàn tác.
welcome-make-2 = Ctrl P đưa bản đồ lên giấy: PDF, PNG hoặc SVG, có khung tên, chú giải, nguồn.
welcome-make-3 = F1 mở hướng dẫn bất cứ lúc nào, không cần mạng.

help-title = Hướng dẫn
help-search = Tìm trong hướng dẫn
help-nothing = Không tìm thấy. Thử ít chữ hơn; không cần gõ dấu.

about-licences = Giấy phép của các thư viện
about-licences-count = { $count } thư viện, mỗi thư viện có giấy phép riêng
about-licences-show = Xem danh sách
about-licences-hide = Đóng danh sách
about-folders = Thư mục của chương trình
about-proj = PROJ
about-egui = egui
about-build = Bản dựng
about-data-none = Chưa mở bộ bản đồ nào.
folder-settings = Thiết lập
folder-recovery = Khôi phục ghi chú
folder-cache = Bộ đệm
folder-none = không dùng
folder-open = Mở thư mục: { $name }
folder-copy = Chép đường dẫn: { $name }

legend-class-show = Hiện loại này
legend-class-hide = Ẩn loại này
legend-class-only = Chỉ hiện loại này
legend-class-all = Hiện mọi loại

menu-settings = Thiết lập…
settings-title = Thiết lập
settings-appearance = Hiển thị
settings-language = Ngôn ngữ
settings-theme = Giao diện
settings-work = Làm việc
settings-author = Người ghi chú
settings-author-hint = Tên ghi kèm ghi chú và trả lời mới.
settings-start = Chế độ khi khởi động
settings-start-reading = Chỉ xem
settings-start-editing = Biên tập
settings-session = Khi khởi động
settings-files = Tệp và số liệu
settings-folder = Thư mục tệp
settings-folder-choose = Chọn…
settings-folder-hint = Hộp thoại mở từ thư mục này. Để trống: thư mục dùng gần nhất, nếu không có thì thư mục tài liệu.
settings-folder-missing = Không có thư mục này.
settings-area = Diện tích
settings-area-ha = Héc-ta
settings-area-m2 = Mét vuông
settings-cache = Dung lượng bộ đệm
settings-cache-none = Không dùng
settings-cache-hint = Tệp lớn mở nhanh hơn nhờ bộ đệm. Phần lâu không dùng bị xóa trước.

file-name-findings = Kết quả đối chiếu
file-name-corners = Tọa độ góc
file-name-meeting = Cuộc họp

notice-not-found = Không tìm thấy { $file }.
notice-one-map-set = Mỗi lần chỉ mở được một bộ bản đồ: { $opened }. Đã bỏ qua { $path }.
notice-opened-nowhere = Đã mở { $file } nhưng không đối tượng nào có vị trí trên bản đồ.
notice-show-issues = Lưu ý dữ liệu
notices-same-kind =
    { $count ->
       *[other] Và { $count } thông báo cùng loại.
    }
notices-left-over =
    { $count ->
       *[other] Còn { $count } thông báo khác ở chuông
    }
issues-forget = Bỏ { $file } khỏi danh sách này

drop-opens =
    { $count ->
       *[other] Thả để mở { $count } tệp hoặc bộ bản đồ
    }

settings-csv-separator = Dấu ngăn cột CSV
settings-csv-decimal = Dấu thập phân CSV
settings-csv-by-language = Theo ngôn ngữ
settings-csv-comma = Dấu phẩy (,)
settings-csv-semicolon = Dấu chấm phẩy (;)
settings-csv-tab = Dấu tab
settings-csv-point = Dấu chấm (.)

crash-frame = vẽ cửa sổ
crash-tile = vẽ một mảnh bản đồ
crash-reader = đọc tệp
crash-exporter = ghi tệp
crash-job = việc chạy nền
notice-crashed = Lỗi của chương trình khi { $part } ({ $place }: { $reason }). Những gì đã gõ và đã vẽ không bị mất. Xin báo cho nhóm phát triển.
crash-title = Lỗi của chương trình
crash-saved = Không vẽ được cửa sổ. Những gì đã gõ và đã vẽ không bị mất: mở lại chương trình là có.
crash-again = Thử lại
crash-close = Đóng planmap
