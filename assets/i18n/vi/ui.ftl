# Words of the window.
app-name = planmap
close = Đóng
not-known = chưa rõ
yes = có
no = không
source = Nguồn
sources = Nguồn
zoom-here = Phóng tới

canvas-name = Bản đồ

menu-file = Tệp
menu-view = Xem
menu-help = Trợ giúp
menu-open = Mở…
menu-reload = Đọc lại các lớp
menu-quit = Thoát
menu-zoom-all = Toàn bộ bản đồ
menu-zoom-selection = Phóng tới mục đang chọn
menu-previous = Khung nhìn trước
menu-next = Khung nhìn sau
menu-left = Bảng bên trái
menu-right = Bảng bên phải
menu-legend = Chú giải
menu-about = Giới thiệu planmap
menu-issues = Lưu ý dữ liệu
menu-what-here = Quy hoạch nói gì ở đây?
menu-centre-here = Đưa vào giữa
menu-copy-wgs84 = Sao chép tọa độ WGS 84
menu-copy-grid = Sao chép tọa độ { $system }

language-vi = Tiếng Việt
language-en = Tiếng Anh
theme-light = Giao diện sáng
theme-dark = Giao diện tối
open-button-bar = Mở tệp

open-title = Mở lớp bản đồ
open-hint = Thả tệp GeoJSON vào cửa sổ, chọn tệp, hoặc gõ đường dẫn. Thư mục có catalogue.toml mở cả bộ bản đồ; có thể thả tệp cùng với bộ bản đồ. Tệp định dạng khác được nêu tên, kèm điều cần đề nghị bên gửi.
open-path = Đường dẫn
open-button = Mở
open-choose = Chọn tệp…
open-recent = Mở gần đây
open-missing = Không có tệp hay thư mục này.
open-no-chooser = Chưa chọn tệp nào. Nếu máy không có hộp chọn tệp, hãy gõ đường dẫn.

zoom-in = Phóng to
zoom-out = Thu nhỏ
zoom-all = Toàn bộ bản đồ
view-previous = Khung nhìn trước
view-next = Khung nhìn sau

status-offline = Ngoại tuyến
status-offline-long = Chương trình không dùng mạng: mọi dữ liệu ở trên máy này.
status-issues =
    { $count ->
        [0] Không có lưu ý
       *[other] { $count } lưu ý dữ liệu
    }
scale-name = Tỷ lệ
scale-hint = Gõ tỷ lệ, ví dụ 1:10.000, rồi nhấn Enter
north-letter = B
south-letter = N
east-letter = Đ
west-letter = T

sites-title = Khu vực dự án
sites-others = { $count } dự án khác
site-press-only = báo chí
site-press-only-chip = chỉ báo chí nhắc tới
site-area-unknown = chưa rõ
site-area-sources = { $count } nguồn
site-units = { $new } (mới) · { $old } (cũ)
site-zoom = Phóng tới
site-copy-place = Chép tọa độ
site-areas = Diện tích theo từng nguồn
site-areas-differ = Các nguồn không thống nhất; bản đồ không chọn thay bạn.
site-plans = Quy hoạch nói gì ở đây
site-plans-at-marker = Tính tại điểm đánh dấu của khu vực.
site-figures = Thông số
site-related = Dự án liên quan
distance-to = Cách { $name }
distance-to-drawn = Cách { $name } (đo trên sơ đồ)

layers-title = Lớp bản đồ
layers-add = Thêm lớp
layers-loading = Đang mở bản đồ…
layers-empty = Chưa có lớp nào. Nhấn + hoặc kéo thả tệp GeoJSON vào đây.
layer-show = Hiện { $name }
layer-more = Tùy chọn của { $name }
layer-zoom = Phóng tới lớp
layer-opacity = Độ đậm
layer-reload = Đọc lại
layer-cancel = Dừng đọc
layer-remove = Bỏ khỏi bản đồ
layer-loading = đang đọc
layer-failed = không đọc được
layer-issues = { $count } lưu ý
group-sites = Khu vực dự án
group-sites-note = theo các tài liệu nêu trong từng mục
group-units = Đơn vị hành chính
group-units-note = trước và sau 1/7/2025
group-ground = Đường, sông suối
group-ground-note = nền địa hình tham khảo
group-files = Tệp đã mở
group-files-note = do bạn thêm vào
group-no-layers = Chưa công bố ranh giới hay sử dụng đất.

legend-title = Chú giải
legend-in-view = trong khung nhìn
legend-open = Mở chú giải
legend-close = Thu chú giải
legend-more = còn { $count } loại đất…
legend-fewer = thu gọn
legend-show-class = Nhấn để hiện
legend-hide-class = Nhấn để ẩn
legend-schematic = Vân chéo mờ: sơ đồ minh họa, không có giá trị pháp lý.

answer-title = Tại điểm này
answer-feature = Đối tượng
answer-sites = Khu vực dự án
answer-units = Đơn vị hành chính
answer-others = Đối tượng khác
answer-nothing = Không có gì ở đây.
answer-attributes = Thuộc tính
still-loading = Đang đọc dữ liệu…
no-plan-here = Không quy hoạch nào có nội dung tại đây.
plan-silent = không có nội dung tại đây
plan-silent-inside = trong ranh giới, không có nội dung tại đây
plan-silent-outside = ngoài ranh giới quy hoạch này
plan-adjusted-by = điều chỉnh { $decision }
decision-unknown = chưa rõ quyết định
feature-number = { $layer }, số { $number }
unnamed-road = Đường chưa có tên
unnamed-water = Sông, suối, hồ chưa có tên
lot-density = mật độ xây dựng { $value } %
lot-storeys = { $value } tầng
lot-ratio = hệ số sử dụng đất { $value }
lot-population = dân số { $value } người

issues-title = Lưu ý dữ liệu
issues-none = Không có lưu ý nào: mọi tệp đọc được trọn vẹn.
issues-count = { $count } lưu ý
at-feature = đối tượng số { $number }
at-line = dòng { $number }
at-byte = byte { $number }
suggest-degrees = { $file }: số liệu giống kinh độ và vĩ độ tính bằng độ. Đọc theo cách đó?
suggest-degrees-swapped = { $file }: có vẻ vĩ độ đứng trước kinh độ. Đọc theo thứ tự đó?
suggest-vn2000 = { $file }: số liệu giống tọa độ VN-2000 (104°00'), không phải độ. Đọc theo VN-2000?
suggest-vn2000-swapped = { $file }: số liệu giống VN-2000 với X (Bắc) đứng trước. Đọc theo VN-2000, đổi thứ tự?
suggest-accept = Đọc như vậy

notice-open-failed = Không mở được { $path }.
dialog-cancel = Thôi
feature-fault-zoom = Xem chỗ lỗi
feature-faults-more = và { $count } lỗi khác
notice-far-apart = Các tệp vừa mở nằm cách nhau { $distance } nên không cùng thấy được; bản đồ đang ở “{ $shown }”.
notice-zoom-to = Tới “{ $name }”
notice-read-failed = Không đọc được { $file }: { $reason }
notice-incomplete = Chỉ đọc được phần đầu của { $file }: tệp bị cắt cụt.
notice-kept-last = Không còn đọc được trọn vẹn { $file }. Bản đồ hiển thị nội dung của lần đọc gần nhất.
notice-reloaded = Đã đọc lại { $file } vì tệp vừa thay đổi.
notice-maps-not-found = Không tìm thấy bộ bản đồ. Đã tìm ở: { $looked }

about-title = planmap
about-text = Xem quy hoạch không cần mạng: mỗi quy hoạch nói gì tại một nơi, và văn bản nào quy định như vậy.
about-version = Phiên bản
about-licence = Giấy phép
about-backend = Đồ họa
about-crs = Hệ tọa độ bản đồ
about-keys = Phím tắt
about-data = Dữ liệu
about-credits = Thành phần
key-pan = Dời bản đồ
key-zoom = Phóng to, thu nhỏ
key-all = Toàn bộ bản đồ
key-selection = Phóng tới mục đang chọn
key-history = Khung nhìn trước, sau
key-area = kéo để chọn theo khung chữ nhật, theo đường khoanh tự do
key-escape = Bỏ chọn
key-open = Mở tệp
key-help = Hướng dẫn

area-title = Đã chọn { $count } đối tượng
area-features = Số đối tượng
area-size = Diện tích
area-sum = Tổng diện tích từng đối tượng
area-ground = Diện tích mặt đất (chỗ chồng nhau tính một lần)
area-zoom = Phóng tới vùng chọn
area-hint = Giữ Shift và kéo để chọn bằng khung chữ nhật, giữ Alt và kéo để khoanh vùng tự do. Esc bỏ chọn.
