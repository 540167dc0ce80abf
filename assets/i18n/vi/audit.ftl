# Words of review, audit, balance and comparison.
cli-no-such-lot = Không có ô đất { $lot }. Ghi dạng LỚP/Ô ĐẤT, ví dụ zone-1-land-use/A28-16.
cli-no-area = Chưa nêu khu vực. Hãy ghi một tệp chứa vùng, hoặc --lot LỚP/Ô ĐẤT.
cli-no-polygon = { $path } không chứa vùng nào.
cli-area-unusable = Không tính được khu vực này: { $reason }
cli-radius-unusable = Không dùng được bán kính { $radius }. Hãy ghi số mét lớn hơn 0.
review-area = Diện tích: { $hectares }; trên elipxoit { $ellipsoid }, trên lưới chiếu { $grid }
review-perimeter = Chu vi: trên elipxoit { $ellipsoid } m, trên lưới chiếu { $grid } m
review-circle = Chỉ biết một điểm; số liệu dưới đây tính trong bán kính { $radius } quanh điểm đó.
review-units-old = Đơn vị hành chính trước 1/7/2025: { $units }
review-units-new = Đơn vị hành chính từ 1/7/2025: { $units }
review-silent = quy hoạch này không có nội dung tại đây
review-near-road = Đường gần nhất:
review-near-stream = Suối gần nhất:
review-near-airport = Cảng hàng không:
review-near-site = Khu vực khác:
review-corners =
    { $count ->
       *[other] Bảng tọa độ góc ranh, { $count } điểm ({ $axes }, cạnh tới điểm kế tiếp):
    }
verdict-conforming = phù hợp
verdict-conditional = phù hợp có điều kiện
verdict-conflicting = mâu thuẫn
verdict-unmapped = chưa có trong bảng đối chiếu
cli-tolerance-unusable = Không dùng được dung sai { $value }. Hãy ghi số xentimét từ 0 trở lên.
audit-no-general-plan = Chưa nạp được quy hoạch chung nào để đối chiếu.
audit-no-zoning-plan = Chưa nạp được quy hoạch phân khu nào để đối chiếu.
audit-cancelled = Đã dừng đối chiếu.
audit-covered = { $plan }: { $area }, các quy hoạch phân khu phủ { $covered } ({ $share }); phần đã phủ thống nhất { $agreement }
audit-tolerance = Phần hẹp hơn { $tolerance } cm ở mọi chỗ được coi là mảnh vụn.
audit-kind-gap = Khoảng trống chưa có quy hoạch phân khu
audit-kind-outside = Phần nằm ngoài quy hoạch chung
audit-kind-overlap = Phần chồng lấn
audit-kind-conflict = Mâu thuẫn chức năng đất
audit-count =
    { $count ->
       *[other] { $count } chỗ
    }
audit-width = rộng { $width } m
audit-sliver = mảnh vụn
audit-ignored = không tính là lỗi: { $reason }
compare-two-files = Hãy nêu hai tệp: bản trước, rồi đến bản sau.
compare-unreadable = Không đọc được { $path }.
compare-no-key = Trường { $field } không có giá trị riêng cho từng đối tượng ở cả hai bản.
compare-cancelled = Đã dừng so sánh.
compare-by-key = Ghép đối tượng theo trường “{ $field }”.
compare-by-place = Ghép đối tượng theo vị trí: mỗi bên phủ hơn một nửa bên kia.
compare-unchanged = { $count } đối tượng giữ nguyên.
compare-kind-added = Thêm mới
compare-kind-removed = Bỏ đi
compare-kind-geometry = Đổi hình dạng
compare-kind-attributes = Đổi thuộc tính
compare-kind-geometry-and-attributes = Đổi hình dạng và thuộc tính

## Đối chiếu, rà soát, cân đối, so điểm, so bản

audit-invalid =
    { $count ->
       *[other] { $count } vùng đầu vào không hợp lệ; số liệu quanh các vùng này có thể sai lệch, nhiều nhất bằng diện tích khung bao của chúng ({ $area }):
    }
audit-layer = Kết quả đối chiếu
audit-short-gap = Khoảng trống
audit-short-outside = Nằm ngoài
audit-short-overlap = Chồng lấn
audit-short-conflict = Mâu thuẫn
audit-head-kind = Loại
audit-head-area = Diện tích (m²)
audit-head-width = Rộng (m)
audit-head-classes = Chức năng: phân khu / quy hoạch chung
audit-head-plans = Quy hoạch
audit-head-lots = Ô đất
audit-head-number = Số
audit-head-codes = Mã: phân khu / quy hoạch chung
audit-head-by = Người bỏ qua
audit-count-ignored = không tính là lỗi { $count }
audit-kind-chip = { $kind } { $count }
audit-kind-show = Hiện hoặc ẩn loại này
field-number = Số
field-ignored-by = Người quyết định không tính
audit-head-reason = Lý do không tính là lỗi
audit-run = Đối chiếu
audit-run-again = Đối chiếu lại
audit-running = Đang đối chiếu… { $percent } %
audit-stop = Dừng
audit-intro = Đối chiếu các quy hoạch phân khu với quy hoạch chung: chỗ nào chưa được phủ, nằm ngoài, chồng lấn hoặc mâu thuẫn chức năng đất. Sau lần đầu, kết quả tự cập nhật khi dữ liệu thay đổi.
audit-none = Không phát hiện vấn đề nào.
audit-summary = Các quy hoạch phân khu phủ { $share } quy hoạch chung ({ $covered } trong { $area }); phần đã phủ thống nhất { $agreement }
audit-tolerance-name = Dung sai mảnh vụn
audit-tolerance-hint = Chỗ hẹp hơn mức này ở mọi nơi được coi là mảnh vụn do số hóa.
audit-show-ignored = Cả mục không tính là lỗi ({ $count })
audit-ignore = Không tính là lỗi…
audit-ignore-title = Không tính phát hiện này là lỗi
audit-ignore-hint = Lý do, ví dụ: đã xử lý tại văn bản số…
audit-ignore-save = Không tính là lỗi
audit-ignore-author = Người quyết định
audit-ignore-file = Lý do, tên và thời điểm được ghi vào { $path }, để người khác đọc được.
audit-ignore-nowhere = Chưa mở bộ bản đồ: quyết định này chỉ giữ đến khi đóng chương trình.
audit-take-back = Đưa lại vào danh sách
audit-unmapped =
    { $count ->
       *[other] { $count } cặp chức năng chưa có trong bảng đối chiếu, không được phán định
    }
audit-without-class =
    { $count ->
       *[other] { $count } ô đất có chức năng ngoài chú giải, không được đối chiếu
    }
audit-save-geojson = Lưu GeoJSON
audit-invalid-short =
    { $count ->
       *[other] { $count } vùng đầu vào không hợp lệ
    }
notice-ignored-written = Danh sách phát hiện không tính là lỗi đã ghi vào { $path }
notice-ignored-elsewhere = Thư mục bản đồ không ghi được; danh sách phát hiện không tính là lỗi được giữ riêng cho bạn tại { $path }
notice-no-area = Đối tượng này không có diện tích để tính.
notice-versions-missing = Hãy chọn hai lớp đã nạp xong.
bottom-tab-audit = Đối chiếu
bottom-tab-balance = Cân đối đất
bottom-tab-places = So điểm
bottom-tab-versions = So bản
review-open = Rà soát
review-title = Rà soát
review-drawn = Vùng đã vẽ
review-back = Về thông tin khu vực
review-running = Đang tính…
review-measures = Kích thước
review-area-ellipsoid = Diện tích trên elipxoit
review-area-grid = Diện tích trên lưới chiếu
review-perimeter-ellipsoid = Chu vi trên elipxoit
review-perimeter-grid = Chu vi trên lưới chiếu
review-hectares = Diện tích
review-difference = lệch { $difference }
review-silent-plans = Các quy hoạch không có nội dung tại đây: { $plans }
review-claimed = Đã công bố
review-radius = Bán kính quanh điểm
review-radius-note = Chỉ biết một điểm; số liệu tính trong bán kính này.
review-units = Đơn vị hành chính
review-plans = Các quy hoạch nói gì
review-uncovered = Chưa có quy hoạch phủ
review-conflicts = Mâu thuẫn
review-no-conflict = Không có mâu thuẫn trong phạm vi này.
review-indicators = Chỉ tiêu theo lô
review-lot = Ô đất { $lot }
review-inputs = { $area } m² · mật độ { $density } · tầng cao { $storeys } · hệ số sử dụng đất { $ratio }
review-footprint = Diện tích xây dựng tối đa
review-floor-ratio = Diện tích sàn tối đa theo hệ số
review-floor-storeys = Diện tích sàn tối đa theo tầng cao
review-indicators-more =
    { $count ->
       *[other] và { $count } ô đất khác
    }
review-nearest = Khoảng cách
review-near-name-road = { $name }
review-near-name-stream = { $name }
review-near-name-airport = { $name }
review-near-name-site = { $name }
review-near-unnamed-road = Đường gần nhất
review-near-unnamed-stream = Suối gần nhất
review-corner-title = Góc ranh ({ $count })
review-corner-head-n = STT
review-corner-head-ring = Vòng
review-corner-head-edge = Cạnh (m)
review-corners-copy = Chép bảng góc
review-corners-save = Lưu CSV
review-balance = Cân đối đất
review-failed = Không tính được: { $reason }
balance-block-civil = I. Đất dân dụng
balance-block-outside-civil = II. Đất ngoài dân dụng
balance-block-other = III. Đất nông nghiệp và đất khác
balance-block-none = Chưa xếp khối
balance-head-block = Khối
balance-head-code = Mã loại
balance-head-class = Chức năng đất
balance-head-hectares = Diện tích (ha)
balance-head-share = Tỷ lệ (%)
balance-head-published = Công bố (ha)
balance-sum = Tổng
balance-no-class = Chưa rõ chức năng
balance-published = công bố { $hectares } ha
balance-nothing-published = Chưa có bảng cân bằng sử dụng đất được công bố để so sánh.
balance-no-area = Không có khu vực { $name }.
balance-of = Tính cho
balance-by = Theo quy hoạch
balance-choose = Chọn một quy hoạch, đơn vị hành chính, khu vực, hoặc chọn một vùng trên bản đồ.
balance-selected = Vùng đang chọn
balance-silent = Không quy hoạch nào có nội dung trong phạm vi này.
balance-whole = Toàn vùng { $area }; quy hoạch này phủ { $covered } ({ $share })
balance-group-plans = Quy hoạch
balance-group-units = Đơn vị hành chính
balance-group-sites = Khu vực dự án
places-plan = Quy hoạch
places-head = Điểm { $number }
places-agreement = Thống nhất
places-empty = Bấm chuột phải lên bản đồ rồi chọn “Ghim để so”, hoặc bấm “Ghim” trong kết quả tra cứu. Các điểm đã ghim đứng cạnh nhau ở đây.
places-pin = Ghim để so
places-unpin = Bỏ ghim điểm { $number }
places-unpin-all = Bỏ hết
places-go = Đến điểm { $number }
live-stack = Quy hoạch tại con trỏ
live-stack-nothing = Không quy hoạch nào có nội dung tại đây.
versions-layer = Khác biệt giữa hai bản
versions-before = Bản trước
versions-after = Bản sau
versions-run = So sánh
versions-choose = chọn lớp
versions-hint = Nạp hai bản của một lớp (ví dụ hai tệp), chọn chúng rồi bấm So sánh.
versions-layers = Theo lớp
versions-swipe = Kéo so
versions-blink = Nhấp nháy
versions-same = Hai bản giống nhau.
versions-close = Bỏ so sánh
versions-head-kind = Thay đổi
versions-head-name = Đối tượng
versions-head-before = Trước (m²)
versions-head-after = Sau (m²)
versions-head-changed = Phần đổi (m²)
versions-head-attributes = Thuộc tính
versions-swipe-handle = Ranh giữa hai bản
versions-counts =
    { $unchanged ->
       *[other] { $unchanged } đối tượng giữ nguyên
    }
field-width-m = Rộng (m)
field-classes = Chức năng: phân khu / quy hoạch chung
field-plans = Quy hoạch
field-lots = Ô đất
field-reason = Lý do không tính là lỗi
field-changes = Thuộc tính đổi
field-category = Loại
group-results = Kết quả tính
group-results-note = do chương trình lập
