# Lỗi của tệp, đối tượng hoặc danh mục: `issue-<key>` nêu lỗi, `hint-<key>` nêu cách khắc phục.
# Các khóa là khóa của `IssueKind`.

## Tệp

issue-file-not-found = Không có tệp này.
hint-file-not-found = Kiểm tra đường dẫn; tệp có thể đã bị chuyển hoặc đổi tên.
issue-file-unreadable = Không đọc được tệp: { $reason }.
hint-file-unreadable = Kiểm tra quyền đọc tệp và xem chương trình khác có đang giữ tệp không.
issue-file-empty = Tệp trống.
hint-file-empty = Xuất lại tệp.
issue-file-truncated = Tệp kết thúc khi danh sách đối tượng chưa hết. Các đối tượng đến chỗ này đã được đọc.
hint-file-truncated = Tệp bị cắt khi ghi hoặc sao chép. Hãy xuất hoặc sao chép lại.
issue-format-unknown = Không nhận ra định dạng của tệp.
hint-format-unknown = Xuất dữ liệu dưới dạng GeoJSON.
issue-encoding-utf16 = Văn bản mã UTF-16; GeoJSON phải là UTF-8.
hint-encoding-utf16 = Lưu lại tệp với bảng mã UTF-8.
issue-cancelled = Đã hủy việc đọc.
hint-cancelled = Mở lại tệp để đọc.

## JSON

issue-json-end = Văn bản kết thúc giữa chừng một giá trị.
hint-json-end = Thiếu dấu ngoặc hoặc dấu nháy, hoặc tệp bị cắt. Hãy xuất hoặc sao chép lại.
issue-json-byte = “{ $found }” không được đứng ở đây.
hint-json-byte = Trước chỗ này thiếu hoặc thừa một dấu phẩy, dấu hai chấm, dấu ngoặc hoặc dấu nháy.
issue-json-number = Đây không phải là số theo cách viết của JSON.
hint-json-number = Số không có dấu cộng, không có số 0 đứng đầu và phải có chữ số ở cả hai bên dấu chấm.
issue-json-word = Từ này không phải là giá trị của JSON.
hint-json-word = Chỉ true, false và null được đứng không có dấu nháy; JSON không có NaN và Infinity.
issue-json-control = Văn bản chứa dấu xuống dòng, tab hoặc ký tự điều khiển ở dạng thô.
hint-json-control = Viết chúng thành \n, \t hoặc \u00XX.
issue-json-escape = Văn bản chứa một chuỗi thoát không hợp lệ.
hint-json-escape = Sau dấu \ chỉ được là " \ / b f n r t hoặc u cùng bốn chữ số thập lục phân.
issue-json-trailing-comma = Có dấu phẩy trước dấu ngoặc đóng.
hint-json-trailing-comma = Xóa dấu phẩy.
issue-json-depth = Dấu ngoặc lồng nhau quá sâu.
hint-json-depth = Dữ liệu bản đồ không cần lồng sâu như vậy; tệp có lẽ đã hỏng.
issue-json-trailing = Có nội dung sau khi tài liệu đã kết thúc.
hint-json-trailing = Xóa phần đứng sau dấu ngoặc cuối cùng.

## GeoJSON

issue-geojson-root = JSON hợp lệ nhưng không phải GeoJSON: tài liệu thuộc loại “{ $name }” chứ không phải đối tượng.
hint-geojson-root = GeoJSON là một đối tượng có “type”. Hãy xuất dữ liệu dưới dạng GeoJSON.
issue-geojson-type = JSON hợp lệ nhưng không phải GeoJSON: không có loại “{ $name }”.
hint-geojson-type = Loại phải là FeatureCollection, Feature hoặc tên một loại hình học, viết đúng như vậy.
issue-geojson-type-not-text = JSON hợp lệ nhưng không phải GeoJSON: “type” không phải là văn bản.
hint-geojson-type-not-text = Loại phải là FeatureCollection, Feature hoặc tên một loại hình học.
issue-geojson-no-type = JSON hợp lệ nhưng không phải GeoJSON: không có “type”.
hint-geojson-no-type = Xuất dữ liệu dưới dạng GeoJSON.
issue-collection-type-wrong = Tập hợp có loại “{ $name }” thay vì FeatureCollection. Các đối tượng của nó đã được đọc.
hint-collection-type-wrong = Viết loại đúng là FeatureCollection.
issue-record-not-geojson = Bản ghi này là JSON hợp lệ nhưng không phải đối tượng bản đồ hay hình học.
hint-record-not-geojson = Mỗi bản ghi phải là một đối tượng có “type”.
issue-feature-not-object = Một phần tử trong danh sách không phải là đối tượng.
hint-feature-not-object = Xóa nó hoặc thay bằng một đối tượng bản đồ.
issue-feature-type-missing = Đối tượng không có “type”.
hint-feature-type-missing = Thêm "type": "Feature".
issue-feature-type-wrong = Đối tượng có loại “{ $name }” thay vì Feature.
hint-feature-type-wrong = Viết loại đúng là Feature.
issue-properties-not-object = Thuộc tính không phải là đối tượng JSON.
hint-properties-not-object = Thuộc tính phải là đối tượng JSON hoặc null.
issue-id-wrong = Mã định danh không phải là văn bản hay số.
hint-id-wrong = Dùng văn bản hoặc số.
issue-member-missing = Thiếu “{ $name }”.
hint-member-missing = Thêm thành phần này; nếu không có nội dung thì giá trị là null.
issue-member-twice = “{ $name }” xuất hiện hai lần; lần cuối được dùng.
hint-member-twice = Xóa một trong hai.
issue-member-misplaced = “{ $name }” không được có trong đối tượng loại này.
hint-member-misplaced = Xóa nó, hoặc sửa loại của đối tượng.
issue-member-not-array = “{ $name }” không phải là mảng.
hint-member-not-array = Đặt các giá trị trong dấu ngoặc vuông.
issue-bbox-invalid = Khung bao không phải là mảng bốn hoặc sáu số. Nó không được dùng.
hint-bbox-invalid = Xóa hoặc viết lại khung bao.
issue-foreign-members = Các thành phần ngoài tiêu chuẩn không được hiển thị: { $names }.
hint-foreign-members = Nội dung cần hiển thị phải nằm trong thuộc tính.
issue-heights-dropped = { $count } đối tượng có độ cao; bản đồ phẳng nên bỏ qua độ cao.
hint-heights-dropped = Không cần làm gì: tệp không bị thay đổi.
issue-text-encoding = Văn bản chứa byte không phải UTF-8; chúng được hiện thành “�”.
hint-text-encoding = Văn bản có lẽ dùng bảng mã khác (TCVN3, VNI, Windows-1258). Hãy chuyển sang UTF-8.
issue-text-surrogate = Văn bản chứa nửa ký tự (surrogate lẻ); nó được hiện thành “�”.
hint-text-surrogate = Nhập lại văn bản.

## Hình học

issue-geometry-not-object = Hình học không phải là đối tượng JSON hay null.
hint-geometry-not-object = Hình học là đối tượng có “type” và “coordinates”.
issue-geometry-not-wrapped = Một hình học đứng trần trong danh sách đối tượng. Nó được đọc không kèm thuộc tính.
hint-geometry-not-wrapped = Đặt nó trong một đối tượng Feature.
issue-geometry-type-missing = Hình học không có “type” dùng được.
hint-geometry-type-missing = Thêm loại: Point, LineString, Polygon…
issue-geometry-type-unknown = Không có loại hình học “{ $name }”.
hint-geometry-type-unknown = Loại phải viết đúng: Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, GeometryCollection.
issue-geometry-empty = Hình học rỗng.
hint-geometry-empty = Không cần làm gì nếu đó là chủ ý; null có cùng ý nghĩa.
issue-coordinates-not-array = Tọa độ không phải là mảng.
hint-coordinates-not-array = Đặt tọa độ trong dấu ngoặc vuông.
issue-coordinates-shallow = Tọa độ lồng chưa đủ sâu cho loại { $name }.
hint-coordinates-shallow = Thêm một cặp dấu ngoặc vuông, hoặc sửa loại.
issue-coordinates-deep = Tọa độ lồng quá sâu cho loại { $name }.
hint-coordinates-deep = Bỏ một cặp dấu ngoặc vuông, hoặc sửa loại.
issue-coordinates-uneven = Tọa độ lồng không đều.
hint-coordinates-uneven = Mọi phần của một hình học cần cùng số dấu ngoặc.
issue-coordinate-not-number = Một tọa độ không phải là số.
hint-coordinate-not-number = Tọa độ viết không có dấu nháy.
issue-number-too-large = Một tọa độ lớn quá mức biểu diễn được.
hint-number-too-large = Kiểm tra con số.
issue-position-short = Một vị trí có ít hơn hai số.
hint-position-short = Ghi kinh độ và vĩ độ.
issue-position-long = Một vị trí có nhiều hơn ba số; hai số đầu được dùng.
hint-position-long = Xóa các số thừa.
issue-line-short = Một đường có ít hơn hai vị trí.
hint-line-short = Thêm một vị trí hoặc xóa đường.
issue-line-zero = Mọi vị trí của một đường trùng nhau.
hint-line-zero = Thêm một vị trí hoặc xóa đường.
issue-ring-short = Một vòng có ít hơn bốn vị trí.
hint-ring-short = Một vòng cần ba vị trí khác nhau và lặp lại vị trí đầu ở cuối.
issue-ring-unclosed = Một vòng không kết thúc ở chỗ bắt đầu. Nó được vẽ khép kín.
hint-ring-unclosed = Lặp lại vị trí đầu ở cuối vòng.
issue-ring-degenerate = Một vòng không bao diện tích nào.
hint-ring-degenerate = Cho vòng ba vị trí không thẳng hàng, hoặc xóa vòng.
issue-ring-crosses-itself = Đường bao tự cắt tại đây.
hint-ring-crosses-itself = Dời hoặc xóa các vị trí tạo ra vòng thắt.
issue-ring-touches-itself = Đường bao tự chạm tại đây.
hint-ring-touches-itself = Chia vùng ra, hoặc vẽ phần bị bao thành lỗ.
issue-ring-spike = Đường bao đi ra rồi quay lại trên cùng một đường tại đây.
hint-ring-spike = Xóa đỉnh nhọn.
issue-ring-direction = Đường bao đi ngược quy tắc bàn tay phải của RFC 7946.
hint-ring-direction = Chương trình này không cần sửa; hãy đảo chiều vòng cho những chương trình khắt khe.
issue-duplicate-vertices = Một vị trí được ghi hai lần liền nhau.
hint-duplicate-vertices = Không cần làm gì; có thể xóa một trong hai.
issue-hole-crosses = Một lỗ cắt đường bao hoặc lỗ khác tại đây.
hint-hole-crosses = Dời các vị trí của lỗ vào trong.
issue-hole-outside = Một lỗ nằm ngoài vùng của nó.
hint-hole-outside = Xóa lỗ, hoặc biến nó thành một vùng riêng.
issue-holes-overlap = Hai lỗ của vùng chồng lên nhau tại đây.
hint-holes-overlap = Gộp hai lỗ.
issue-polygons-overlap = Các vùng của đối tượng này chồng lên nhau tại đây.
hint-polygons-overlap = Hợp chúng thành một vùng.
issue-validation-partial = Hình học quá lớn hoặc quá rối nên chỉ được kiểm tra một phần.
hint-validation-partial = Chia nhỏ hoặc đơn giản hóa đối tượng.

## Tọa độ và hệ tọa độ

issue-outside-domain = Vị trí { $x }, { $y } không thể thuộc { $crs }.
hint-outside-domain = Kiểm tra các con số và hệ tọa độ của tệp.
issue-too-far = Vị trí { $x }, { $y } cách phần còn lại của lớp hơn 1.000 km và không được vẽ.
hint-too-far = Có lẽ là nhầm lẫn: 0, 0 hoặc hai số bị đổi chỗ.
issue-longitude-beyond = Kinh độ { $x } vượt quá 180°.
hint-longitude-beyond = Chia đối tượng tại kinh tuyến 180, hoặc kiểm tra con số.
issue-coordinates-degrees = Tọa độ được khai báo là { $crs } nhưng giống đơn vị độ. Chưa đặt đối tượng nào lên bản đồ.
hint-coordinates-degrees = Nếu là kinh độ và vĩ độ, hãy đọc tệp với EPSG:4326.
issue-coordinates-degrees-swapped = Tọa độ giống như vĩ độ đứng trước kinh độ. Chưa đặt đối tượng nào lên bản đồ.
hint-coordinates-degrees-swapped = Nếu đúng, hãy đọc tệp với X và Y đổi chỗ, hoặc sửa thứ tự trong tệp.
issue-coordinates-vn2000 = Tọa độ được khai báo là { $crs } nhưng giống mét của VN-2000. Chưa đặt đối tượng nào lên bản đồ.
hint-coordinates-vn2000 = Nếu thuộc hệ của Sơn La (VN-2000 / TM-3 104°00′), hãy đọc tệp với EPSG:9206.
issue-coordinates-vn2000-swapped = Tọa độ được khai báo là { $crs } nhưng giống mét của VN-2000 với X (bắc) đứng trước. Chưa đặt đối tượng nào lên bản đồ.
hint-coordinates-vn2000-swapped = Nếu đúng, hãy đọc tệp với EPSG:9206 và X, Y đổi chỗ.
issue-coordinates-unknown = Tọa độ không thể thuộc { $crs } và không giống hệ nào được biết ở đây. Chưa đặt đối tượng nào lên bản đồ.
hint-coordinates-unknown = Hỏi người lập dữ liệu về hệ tọa độ và chọn hệ đó khi mở tệp.
issue-crs-guess-accepted = Tọa độ được đọc theo { $crs } như đã đồng ý.
hint-crs-guess-accepted = Để giữ lâu dài, ghi hệ tọa độ vào danh mục hoặc vào tệp đi kèm.
issue-crs-member = Tệp nêu hệ tọa độ trong “crs”, thành phần mà tiêu chuẩn hiện nay không còn dùng.
hint-crs-member = Chương trình này không cần sửa: thành phần đó được tuân theo.
issue-crs-member-useless = Thành phần “crs” không nêu hệ tọa độ nào dùng được. Nó bị bỏ qua.
hint-crs-member-useless = Nêu hệ tọa độ theo dạng “urn:ogc:def:crs:EPSG::9206”.
issue-crs-unknown = Không có hệ tọa độ “{ $name }”.
hint-crs-unknown = Ghi mã EPSG, chẳng hạn EPSG:9206 cho VN-2000 / TM-3 104°00′.
issue-crs-no-operation = Không có phép chuyển từ { $from } sang { $to }.
hint-crs-no-operation = Chuyển tệp sang EPSG:4326 hoặc EPSG:9206 bằng chương trình khác.
issue-crs-not-metric = “{ $name }” tính bằng độ; hệ của bản đồ phải tính bằng mét.
hint-crs-not-metric = Dùng EPSG:9206 cho Sơn La. Trước mắt hệ này được dùng.
issue-sidecar-without-code = Tệp “{ $name }” đi kèm không nêu mã EPSG. Nó bị bỏ qua.
hint-sidecar-without-code = Thay bằng tệp văn bản có đuôi .crs chứa mã, chẳng hạn EPSG:9206.

## Danh mục

issue-catalogue-not-found = Ở đây không có danh mục.
hint-catalogue-not-found = Danh mục là thư mục có tệp catalogue.toml.
issue-catalogue-not-one = Tệp này không mô tả danh mục nào.
hint-catalogue-not-one = Cần có bảng [catalogue] với id và name.
issue-catalogue-format = Danh mục có định dạng { $found }; chương trình này biết { $known }.
hint-catalogue-format = Dùng bản mới hơn của chương trình, hoặc ghi định dạng mà nó biết.
issue-toml-syntax = Tệp sai cú pháp TOML: { $reason }.
hint-toml-syntax = Tìm dấu nháy, dấu ngoặc hoặc dấu bằng bị thiếu.
issue-catalogue-unknown-key = Khóa “{ $key }” không có trong { $entry }.
hint-catalogue-unknown-key = Các khóa được biết: { $keys }.
issue-catalogue-missing-key = { $entry } thiếu khóa “{ $key }” nên bị bỏ qua.
hint-catalogue-missing-key = Thêm khóa này.
issue-catalogue-wrong-type = “{ $key }” trong { $entry } phải là { $wanted }.
hint-catalogue-wrong-type = Sửa giá trị.
issue-catalogue-bad-word = “{ $word }” không phải là giá trị của “{ $key }”.
hint-catalogue-bad-word = Các giá trị được biết: { $words }.
issue-catalogue-bad-value = { $value } nằm ngoài khoảng cho phép của “{ $key }”.
hint-catalogue-bad-value = Sửa giá trị.
issue-catalogue-duplicate-id = Mã “{ $id }” dùng hai lần cho { $entry }; mục thứ hai bị bỏ qua.
hint-catalogue-duplicate-id = Đặt cho nó một mã riêng.
issue-catalogue-unknown-reference = Không có “{ $id }” ({ $target }).
hint-catalogue-unknown-reference = Sửa mã, hoặc thêm mục mà nó nêu.
issue-catalogue-one-language = “{ $key }” không có văn bản cho ngôn ngữ “{ $language }”.
hint-catalogue-one-language = Thêm văn bản; trước mắt ngôn ngữ kia được hiển thị.
issue-include-missing = Không có tệp “{ $name }” để gộp vào.
hint-include-missing = Sửa đường dẫn; nó tính từ tệp này.
issue-include-unreadable = Không đọc được tệp “{ $name }” để gộp vào: { $reason }.
hint-include-unreadable = Kiểm tra quyền đọc và bảng mã (UTF-8) của tệp.
issue-include-cycle = Tệp “{ $name }” tự gộp chính nó, trực tiếp hoặc qua tệp khác.
hint-include-cycle = Xóa một trong các lần gộp.
issue-include-twice = Tệp “{ $name }” được gộp hai lần; lần thứ hai bị bỏ qua.
hint-include-twice = Xóa một trong các lần gộp.
issue-layer-file-missing = Không có tệp “{ $name }” của lớp “{ $layer }”.
hint-layer-file-missing = Đặt tệp vào đúng chỗ, hoặc sửa đường dẫn; nó tính từ thư mục danh mục.
issue-class-unknown = Loại đất “{ $code }” không có trong chú giải “{ $legend }” ({ $count } đối tượng).
hint-class-unknown = Thêm loại đất vào chú giải, hoặc sửa mã trong dữ liệu.

## Chung

issue-more-like = Còn { $count } vấn đề cùng loại: { $sample }
hint-more-like = Khi các vấn đề đã liệt kê được sửa, các vấn đề tiếp theo sẽ hiện ra.

## Từ thay cho các tham số của những câu trên

issue-word-array = mảng
issue-word-boolean = đúng hoặc sai (true, false)
issue-word-catalogue = danh mục
issue-word-claim = một số liệu
issue-word-class = một loại đất
issue-word-fields = tên trường
issue-word-file = tệp
issue-word-integer = số nguyên
issue-word-layer = một lớp
issue-word-legend = một chú giải
issue-word-null = null
issue-word-number = số
issue-word-number-or-text = số hoặc văn bản
issue-word-pair = mảng hai số
issue-word-plan = một đồ án quy hoạch
issue-word-population = một số liệu dân số
issue-word-site = một địa điểm
issue-word-source = một nguồn
issue-word-table = bảng
issue-word-tables = mảng các bảng
issue-word-text = văn bản
issue-word-text2 = văn bản, hoặc bảng có vi và en
issue-word-texts = mảng văn bản
issue-word-unit = một đơn vị hành chính
issue-word-version = một phiên bản của đồ án

## info, check

info-format = Định dạng
info-crs = Hệ tọa độ
info-crs-member = nêu trong tệp
info-crs-sidecar = nêu ở tệp đi kèm
info-crs-catalogue = do danh mục hoặc người dùng nêu
info-crs-default = theo tiêu chuẩn
info-crs-guess = theo dạng con số, đã đồng ý
info-features = Đối tượng
info-geometries = Hình học
info-null = không có hình học
info-vertices = Đỉnh
info-extent = T  N  Đ  B
info-area = Diện tích
info-length = Chiều dài
info-fields = Trường
info-issues = Vấn đề

check-file = { $features } đối tượng; lỗi: { $errors }, cảnh báo: { $warnings }, ghi chú: { $notes }
check-unreadable = không đọc được; lỗi: { $errors }, cảnh báo: { $warnings }, ghi chú: { $notes } ({ $features } đối tượng)
check-error = lỗi
check-warning = cảnh báo
check-note = ghi chú
check-feature = đối tượng { $n }
check-line = dòng { $n }
check-byte = byte { $n }
