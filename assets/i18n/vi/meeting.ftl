# Words of the meeting: presenter, audience, minutes, slides.
meeting-title = Trình bày
meeting-start = Trình bày
meeting-start-long = Trình bày toàn màn hình (F5)
meeting-leave = Kết thúc (Esc)
meeting-audience-title = planmap – màn hình người xem
meeting-picture = Bản đồ trình bày
meeting-card = Thẻ khu đất
meeting-reveal-locator = Vị trí
meeting-reveal-site = Khu đất
meeting-reveal-plans = Quy hoạch
meeting-reveal-conflicts = Mâu thuẫn
meeting-reveal-figures = Số liệu
meeting-press-only = chỉ có tin báo chí
meeting-units = { $new } · trước 1/7/2025: { $old }
meeting-phases = { $count ->
   *[other] giai đoạn
  }
meeting-drawn-area = Diện tích hình vẽ trên bản đồ
meeting-touches = liền kề
meeting-from-marker = Đo từ điểm đánh dấu; ranh giới khu đất chưa rõ.
meeting-more-classes = { $count ->
   *[other] { $count } loại đất khác
  }
meeting-more-conflicts = { $count ->
   *[other] và { $count } mâu thuẫn nhỏ hơn
  }
meeting-conflict = { $plan }: { $zoning } trên đất { $general } của Quy hoạch chung
meeting-sources = Nguồn: { $sources }
meeting-previous = Lùi một bước (PageUp)
meeting-next = Tiếp một bước (PageDown)
meeting-previous-stop = Khu trước (P)
meeting-next-stop = Khu sau (N)
meeting-stop = { $number }. { $name }
meeting-laser = Chấm laser (L)
meeting-spotlight = Đèn rọi (S)
meeting-pen = Bút nhanh (D)
meeting-minute-pin = Ghim ý kiến (M)
meeting-blank = Tắt hình (B)
meeting-blank-on = Màn hình đang tắt – bấm B để mở lại
meeting-freeze = Giữ hình (F)
meeting-frozen = Đang giữ hình
meeting-audience-frozen = Khán giả đang thấy hình được giữ
meeting-audience-blank = Màn hình của khán giả đang tắt
meeting-following = Đang theo
meeting-audience = Màn hình người xem (A)
meeting-keep-ink = Giữ nét bút
meeting-clear-ink = Xóa nét bút
meeting-ink-notes = Lưu nét thành ghi chú
meeting-desk = Bàn trình bày
meeting-steps = Các bước
meeting-notes = Ghi chú của người trình bày
meeting-notes-none = Chưa có ghi chú.
meeting-next-up = Tiếp theo
meeting-next-end = Hết
meeting-clock = Giờ: { $time }
meeting-elapsed = Đã trình bày: { $time }
meeting-reset-clock = Đặt lại đồng hồ
meeting-step-up = Đưa lên: { $name }
meeting-step-down = Đưa xuống: { $name }
meeting-step-hide = Bỏ qua: { $name }
meeting-step-show = Trình bày lại: { $name }
meeting-step-remove = Bỏ khỏi danh sách: { $name }
meeting-step-lost = { $name } (không còn trong danh mục)
meeting-step-title = Tiêu đề bước
meeting-add-view = Thêm khung nhìn này
meeting-view-name = Khung nhìn { $number }
meeting-defaults = Lập lại danh sách
meeting-file = Tệp
meeting-save = Lưu danh sách
meeting-open = Mở danh sách
meeting-slides = Xuất trang chiếu PDF
meeting-writing = Đang ghi…
meeting-cancel = Dừng ghi
meeting-unsaved = chưa lưu
meeting-cli-slides = { $count ->
   *[other] { $count } trang chiếu
  }
minutes-title = Biên bản
minutes-add = Ghi ý kiến
minutes-text = Nội dung
minutes-speaker = Người nói
minutes-none = Chưa có ý kiến nào.
minutes-no-stop = Ngoài danh sách
minutes-remove = Xóa ý kiến { $number }
minutes-go = Tới ý kiến { $number }
minutes-export = Xuất biên bản
minutes-at-pin = tại điểm đã ghim
minutes-head-number = STT
minutes-head-time = Thời gian
minutes-head-stop = Khu
minutes-head-speaker = Người nói
minutes-head-text = Nội dung
minutes-head-lat = Vĩ độ
minutes-head-lon = Kinh độ
notice-meeting-damaged = Không đọc được danh sách trình bày { $path }: { $reason }. Tệp được giữ nguyên.
notice-meeting-lost = Danh sách trình bày có khu không còn trong danh mục: { $sites }
notice-meeting-ink = Đã lưu { $count } nét bút thành ghi chú.
