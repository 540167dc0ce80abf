# Words of the domain: accuracy, status, agreement, units, claims, fields.
accuracy-unknown = độ chính xác chưa rõ
accuracy-unknown-short = chưa rõ
accuracy-unknown-long = Chưa ai cho biết dữ liệu này chính xác đến đâu.
accuracy-schematic = sơ đồ minh họa
accuracy-schematic-short = sơ đồ
accuracy-schematic-long = Sơ đồ: vẽ để minh họa, không có giá trị pháp lý.
accuracy-indicative = tham khảo
accuracy-indicative-short = tham khảo
accuracy-indicative-long = Tham khảo: ranh giới có thật đã công bố, không chính xác về pháp lý.
accuracy-digitised = số hóa
accuracy-digitised-short = số hóa
accuracy-digitised-long = Số hóa từ bản vẽ chính thức.
accuracy-surveyed = đo đạc
accuracy-surveyed-short = đo đạc
accuracy-surveyed-long = Đo đạc thực địa.

plan-status-approved = đã phê duyệt
plan-status-decision-unknown = chưa rõ quyết định
plan-status-not-published = chưa công bố
plan-status-draft = đang lập
plan-status-superseded = đã thay thế

agreement-agree = phù hợp
agreement-agree-long = Các quy hoạch tại đây phù hợp nhau theo bảng đối chiếu loại đất.
agreement-conditional = phù hợp có điều kiện
agreement-conditional-long = Phù hợp với điều kiện ghi trong bảng đối chiếu.
agreement-conflict = mâu thuẫn
agreement-conflict-long = Chức năng đất của các quy hoạch tại đây mâu thuẫn với nhau theo bảng đối chiếu.
agreement-unmapped = chưa đối chiếu
agreement-unmapped-long = Bảng đối chiếu chưa có cặp loại đất này; chương trình không tự suy ra.
agreement-single = một quy hoạch
agreement-single-long = Chỉ một quy hoạch có nội dung tại đây.
agreement-none = không có quy hoạch
agreement-none-long = Không quy hoạch nào có nội dung tại đây.

unit-kind-ward = Phường
unit-kind-commune = Xã
unit-kind-township = Thị trấn
unit-title-ward = Phường { $name }
unit-title-commune = Xã { $name }
unit-title-township = Thị trấn { $name }
unit-new = { $name } (mới)
unit-old = { $name } (cũ)

not-stated = chưa nêu
confidence-a = Tin cậy A: văn bản chính thức hoặc trang của cơ quan nhà nước
confidence-b = Tin cậy B: báo chí uy tín, hoặc hai nguồn độc lập khớp nhau, hoặc tính lại được
confidence-c = Tin cậy C: một nguồn thứ cấp
confidence-d = Tin cậy D: suy luận

severity-error = lỗi
severity-warning = cảnh báo
severity-note = ghi chú

# Units of claims.
unit-ha = ha
unit-m = m
unit-m2 = m²
unit-people = người
unit-bn-vnd = tỷ đồng
unit-passengers-per-year = khách/năm

# What claims are about.
claim-area = Diện tích
claim-area-increase = Diện tích tăng thêm
claim-aerodrome-class = Cấp sân bay
claim-aerodrome-codes = Mã sân bay
claim-capacity = Công suất
claim-capital = Vốn đầu tư
claim-elevation = Cao độ
claim-investor = Nhà đầu tư
claim-limits = Ranh giới
claim-location = Vị trí
claim-mention = Được nhắc tới
claim-operation = Khai thác
claim-phases = Giai đoạn
claim-population = Dân số
claim-runway = Đường băng
claim-runway-length = Chiều dài đường băng
claim-state = Hiện trạng
claim-use = Công năng

# Fields of the bundled layers.
field-area-m2 = Diện tích theo hồ sơ (m²)
field-class = Loại đất
field-code = Mã
field-density-pct = Mật độ xây dựng (%)
field-floor-area-ratio = Hệ số sử dụng đất
field-id = Mã khu vực
field-key = Mã đơn vị hành chính
field-kind = Cấp
field-lot = Ký hiệu ô đất
field-name = Tên
field-part = Phần
field-phase = Giai đoạn
field-population = Dân số
field-rank = Cấp hạng
field-storeys-max = Tầng cao tối đa
field-storeys-min = Tầng cao tối thiểu
field-zone = Khu
value-phase-first = đợt đầu
value-phase-long = dài hạn
value-part-limit = ranh giới
value-part-marker = điểm đánh dấu
value-part-reference = điểm quy chiếu
value-part-runway = đường băng

system-axis-north = { $letter } (Bắc)
system-axis-east = { $letter } (Đông)
system-axis-means-north = { $letter } = hướng Bắc
system-axis-means-east = { $letter } = hướng Đông
system-described = { $system }: { $first }, { $second }

field-name-en = Tên tiếng Anh
field-object-code = Mã đối tượng
field-plan-code = Mã thông tin quy hoạch
field-plan-file = Mã hồ sơ quy hoạch
field-note = Ghi chú
field-area = Diện tích theo hồ sơ
field-area-ha = Diện tích theo hồ sơ (ha)
field-storeys = Tầng cao
field-owner = Người sử dụng đất
field-map-sheet = Tờ bản đồ
field-parcel = Thửa đất
field-width = Chiều rộng
field-length = Chiều dài
field-year = Năm
field-description = Mô tả
field-state = Tình trạng
