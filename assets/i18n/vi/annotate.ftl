# Words of annotations, measuring and the history.
annotate = Ghi chú
annotate-mode = Ghi chú và đo
annotate-close = Thoát ghi chú
tool-select = Chọn và sửa
tool-pin = Ghim
tool-text = Chữ
tool-callout = Chú dẫn
tool-line = Đường
tool-arrow = Mũi tên
tool-polygon = Vùng
tool-rectangle = Hình chữ nhật
tool-circle = Hình tròn
tool-freehand = Vẽ tay
tool-dimension = Đường kích thước
tool-highlight = Tô nổi đối tượng
measure-length = Đo độ dài
measure-area = Đo diện tích
measure-bearing = Đo phương vị
measure-radius = Đo bán kính
snap = Bắt điểm
snap-long = Bắt vào đỉnh và cạnh của các lớp đang hiện
snapped-vertex = đỉnh
snapped-edge = cạnh
entry = Tọa độ
entry-hint = Gõ 21,327 103,9144 hoặc X 2359155 Y 490925 hoặc 45° 120 hay @45 120 (phương vị, mét), rồi nhấn Enter
annotate-entry-unclear = Không hiểu “{ $text }”. Hãy gõ vĩ độ và kinh độ, X và Y bằng mét, hoặc phương vị và độ dài như 45° 120 hay @45 120.
annotate-idle = Chọn một công cụ rồi vẽ lên bản đồ, hoặc bấm vào một ghi chú để xem và sửa.
annotate-nothing-here = Không có đối tượng nào ở đây để tô nổi.
annotate-no-set = Chưa mở bản đồ nào, nên chưa có chỗ lưu ghi chú.
hint-click-place = Nhấn vào bản đồ để đặt. Esc để bỏ.
hint-click-two = Nhấn hai điểm, hoặc kéo chuột. Esc để bỏ.
hint-click-many = Nhấn từng điểm; nhấn đúp hoặc Enter để kết thúc; Backspace bỏ điểm cuối; Esc để bỏ.
hint-draw = Giữ chuột và vẽ. Esc để bỏ.
hint-click-feature = Nhấn vào một đối tượng trên bản đồ. Esc để bỏ.
hint-select = Nhấn để chọn, kéo để dời, kéo đỉnh để sửa hình, nhấn đúp lên cạnh để thêm đỉnh, Alt + nhấn để bỏ đỉnh.
measured-ellipsoid = trên elipxoit
measured-grid = trên lưới chiếu
measured-length = Độ dài
measured-perimeter = Chu vi
measured-area = Diện tích
measured-bearing = Phương vị
measured-radius = Bán kính
bearing-true = tính từ bắc thực
bearing-grid = tính từ bắc lưới
measure-keep = Giữ thành ghi chú

style-colour = Màu
style-colour-own = Màu khác
style-width = Độ dày
style-opacity = Độ đậm
style-dash = Kiểu nét
style-solid = nét liền
style-dashed = nét đứt
style-dotted = nét chấm
style-fill = Tô nền
style-fill-opacity = Độ đậm nền
style-font = Cỡ chữ

annotation-title = Tiêu đề
annotation-body = Nội dung
annotation-untitled = (chưa có tiêu đề)
annotation-author = Người ghi
annotation-author-unknown = chưa rõ người ghi
annotation-created = Ngày ghi
annotation-modified = Sửa lần cuối
annotation-status = Tình trạng
annotation-about = Về
annotation-forget-feature = Bỏ liên kết
annotation-replies = Trả lời
annotation-reply = Viết trả lời
annotation-send = Gửi
annotation-locked = Đã khóa
annotation-lock = Khóa
annotation-unlock = Mở khóa
annotation-delete = Xóa
annotation-duplicate = Nhân bản
annotation-front = Đưa lên trên
annotation-back = Đưa xuống dưới
annotation-zoom = Phóng tới
annotations-chosen = Đã chọn { $count } ghi chú
annotation-remove-vertex = Bỏ đỉnh
status-open = chưa trả lời
status-answered = đã trả lời
status-closed = đã xong

list-title = Ghi chú
list-empty = Chưa có ghi chú nào. Chọn một công cụ rồi vẽ lên bản đồ.
list-none-match = Không có ghi chú nào khớp bộ lọc.
list-filter = Lọc
list-filter-hint = Tìm trong tiêu đề, nội dung, người ghi
list-all = Tất cả
list-sort = Sắp theo
sort-time = thời gian
sort-title = tiêu đề
sort-status = tình trạng
sort-author = người ghi
sort-kind = loại
list-count = { $shown } / { $count }

undo = Hoàn tác
redo = Làm lại
undo-what = Hoàn tác: { $step }
redo-what = Làm lại: { $step }
notice-undone = { $shape ->
    [named] Đã hoàn tác: { $step } “{ $title }”
    [untitled] Đã hoàn tác: { $step } ({ $kind } số { $number }, chưa có tiêu đề)
    [several] Đã hoàn tác: { $step } ({ $number } mục)
   *[none] Đã hoàn tác: { $step }
}
notice-redone = { $shape ->
    [named] Đã làm lại: { $step } “{ $title }”
    [untitled] Đã làm lại: { $step } ({ $kind } số { $number }, chưa có tiêu đề)
    [several] Đã làm lại: { $step } ({ $number } mục)
   *[none] Đã làm lại: { $step }
}
notice-typed-kept = { $shape ->
    [named] Chữ gõ dở lần trước đã trở lại ô { $field } “{ $title }”: “{ $text }”
    [untitled] Chữ gõ dở lần trước đã trở lại ô { $field } ({ $kind } số { $number }): “{ $text }”
   *[none] Chữ gõ dở lần trước đã trở lại ô { $field }: “{ $text }”
}
notice-typed-open = Mở ô này
typed-annotation-title = tiêu đề của ghi chú
typed-annotation-body = nội dung của ghi chú
typed-annotation-reply = trả lời cho ghi chú
typed-step-title = tiêu đề của bước trình bày
typed-step-notes = ghi chú của người trình bày
typed-new-view-title = tên khung nhìn mới của buổi trình bày
typed-minute-text = ý kiến trong biên bản
typed-minute-speaker = người nói trong biên bản
typed-ignore-reason = lý do không tính một phát hiện là lỗi
typed-bookmark-name = tên khung nhìn đã lưu
typed-sheet-text = khung tên của tờ bản đồ
notice-meeting-kept = Danh sách và biên bản cuộc họp chưa lưu lần trước đã được giữ lại. Nhấn F5 để xem, rồi lưu lại.
history-title = Lịch sử thao tác
history-empty = Chưa có thao tác nào.
history-now = hiện tại
step-draw-pin = đặt ghim
step-draw-text = đặt chữ
step-draw-callout = đặt chú dẫn
step-draw-line = vẽ đường
step-draw-arrow = vẽ mũi tên
step-draw-polygon = vẽ vùng
step-draw-rectangle = vẽ hình chữ nhật
step-draw-circle = vẽ hình tròn
step-draw-freehand = vẽ tay
step-draw-dimension = vẽ đường kích thước
step-draw-highlight = tô nổi đối tượng
step-move = dời ghi chú
step-move-vertex = dời đỉnh
step-add-vertex = thêm đỉnh
step-remove-vertex = bỏ đỉnh
step-style = đổi kiểu vẽ
step-rewrite = sửa nội dung
step-status = đổi tình trạng
step-reply = trả lời
step-delete = xóa ghi chú
step-duplicate = nhân bản ghi chú
step-to-front = đưa lên trên
step-to-back = đưa xuống dưới
step-lock = khóa ghi chú
step-unlock = mở khóa ghi chú
step-merge = gộp bản ghi chú
step-recover = khôi phục ghi chú
step-layer-show = hiện, ẩn lớp
step-layer-opacity = đổi độ đậm lớp
step-layer-order = đổi thứ tự lớp
step-layer-class = hiện, ẩn loại đất
step-bookmark-add = lưu khung nhìn
step-bookmark-remove = xóa khung nhìn đã lưu

bookmarks = Khung nhìn đã lưu
bookmark-add = Lưu khung nhìn này
bookmark-name = Khung nhìn { $number }
bookmark-remove = Xóa { $name }

sets-title = Tệp ghi chú
set-active = Ghi chú mới lưu vào đây
set-show = Hiện ghi chú của { $name }
set-close = Đóng tệp ghi chú
set-open = Mở tệp ghi chú…
set-save-as = Lưu sang tệp khác…
set-merge = Gộp tệp ghi chú…
set-path = Đường dẫn tệp .geojson
set-exists = Đã có tệp này. Nhấn lần nữa để ghi đè.
set-held =
    { $who ->
        [nobody] Người khác
       *[other] { $who }
    } đang mở tệp này: chỉ xem.

save-none = Ghi chú: chưa có thay đổi
save-saving = Đang lưu…
save-saved = Đã lưu { $time }
save-disk-full = Đĩa đầy
save-read-only = Thư mục chỉ cho đọc
save-folder-missing = Không còn thư mục chứa tệp
save-changed-underneath = Tệp vừa bị chương trình khác thay đổi
save-open-elsewhere = Tệp đang mở ở nơi khác
save-failed = Không lưu được
save-kept = Ghi chú vẫn còn trong bộ nhớ và thư mục khôi phục.
save-only-memory = Ghi chú chỉ còn trong bộ nhớ: hãy lưu ngay sang tệp khác.
save-retry = Thử lưu lại
save-take-underneath = Gộp với tệp đó
save-elsewhere = Lưu sang tệp khác…

recover-title = Có ghi chú chưa kịp lưu
recover-offer = { $count ->
    [0] Bản lưu tạm của tệp { $file } không khác tệp. Lần sửa cuối: { $last }.
   *[other] { $count } thay đổi ghi chú của tệp { $file } chưa được lưu: { $things }. Lần sửa cuối: { $last }.
}
recover-thing = “{ $title }”
recover-thing-untitled = { $kind } số { $number }
recover-more = và { $count } ghi chú khác
recover-offer-damaged = { $lost ->
    [0] Nhật ký kết thúc quá sớm, tại byte { $byte }: phần sau đó đã mất.
   *[other] Nhật ký bị hỏng: từ byte { $byte } trở đi ({ $lost } byte) không đọc được.
}
recover-restore = Khôi phục
recover-leave = Để sau
recover-found = { $file }: { $count } lần sửa ghi chú chưa lưu, từ { $first } đến { $last }
recover-damaged = { $lost ->
    [0] { $journal }: kết thúc quá sớm, tại byte { $byte }
   *[other] { $journal }: hỏng từ byte { $byte }, mất { $lost } byte
}
recover-restored = đã khôi phục vào { $path }
recover-nothing = Không có ghi chú nào cần khôi phục.

merge-title = Chọn cho từng chỗ khác nhau
merge-text = Hai bản cùng sửa những ghi chú này. Mọi phần khác đã được gộp.
merge-ours = Bản đang mở
merge-theirs = Bản kia
merge-both = Giữ cả hai
merge-deleted = đã xóa
merge-finish = Gộp
merge-drop = Bỏ, không gộp
merge-done = Thêm { $added }, đổi { $changed }, bỏ { $removed }; { $conflicts } chỗ cả hai bản cùng sửa
field-existence = xóa hay giữ
field-shape = hình vẽ
field-style = kiểu vẽ
field-title = tiêu đề
field-body = nội dung
field-author = người ghi
field-created = ngày ghi
field-status = tình trạng
field-replies = trả lời
field-about = đối tượng
field-order = thứ tự
field-locked = khóa
field-foreign = thông tin của chương trình khác

list-unplaced = Không có vị trí; được giữ nguyên trong tệp
annotations-unplaced = { $file }: { $count } đối tượng không có vị trí, được giữ nguyên trong tệp.
annotations-original-kept = { $file } do chương trình khác tạo: trước khi ghi đã giữ một bản gốc là { $copy } ở cùng thư mục.
annotations-not-opened = Không đọc được { $path }: { $reason }
annotations-merged = Đã gộp: { $count } ghi chú thay đổi.
annotations-held =
    { $who ->
        [nobody] Người khác
       *[other] { $who }
    } đang mở tệp này, nên không sửa được ở đây.
annotations-opening = Đang mở tệp ghi chú, hãy thử lại sau giây lát.
bottom-tab-notes = Ghi chú
set-ok = Đồng ý
menu-edit = Sửa
history-start = lúc đầu
merge-vertices = { $kind }, { $count } đỉnh
key-annotate = Ghi chú và đo
key-undo = Hoàn tác, làm lại
