# Words of review, audit, balance and comparison.
cli-no-such-lot = Không có lô { $lot }. Ghi dạng LỚP/LÔ, ví dụ zone-1-land-use/A28-16.
cli-no-area = Chưa nêu khu vực. Hãy ghi một tệp chứa vùng, hoặc --lot LỚP/LÔ.
cli-no-polygon = { $path } không chứa vùng nào.
cli-area-unusable = Không tính được khu vực này: { $reason }
cli-radius-unusable = Không dùng được bán kính { $radius }. Hãy ghi số mét lớn hơn 0.
review-area = Diện tích: { $hectares }; trên elipxoit { $ellipsoid }, trên lưới chiếu { $grid }
review-perimeter = Chu vi: trên elipxoit { $ellipsoid } m, trên lưới chiếu { $grid } m
review-circle = Chỉ biết một điểm; số liệu dưới đây tính trong bán kính { $radius } quanh điểm đó.
review-units-old = Đơn vị hành chính trước 1/7/2025: { $units }
review-units-new = Đơn vị hành chính từ 1/7/2025: { $units }
review-silent = quy hoạch này không nói gì ở đây
review-near-road = Đường gần nhất:
review-near-stream = Suối gần nhất:
review-near-airport = Cảng hàng không:
review-near-site = Khu vực khác:
review-corners =
    { $count ->
       *[other] Bảng toạ độ góc ranh, { $count } điểm (X bắc, Y đông, cạnh tới điểm kế tiếp):
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
audit-ignored = bỏ qua: { $reason }
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
