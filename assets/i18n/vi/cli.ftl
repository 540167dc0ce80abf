# Words of the command line.
cli-output-failed = Không ghi được kết quả: { $reason }
cli-point-unusable = Tọa độ { $x }, { $y } không dùng được. Kinh độ đứng trước (−180…180), vĩ độ đứng sau (−90…90); hệ khác cần --crs EPSG:n.
cli-crs-unknown = Không có hệ tọa độ { $crs }. Dùng dạng EPSG:n, ví dụ EPSG:9206.
cli-no-such-site = Không có khu vực { $id }. `planmap sites` liệt kê các mã.
cli-not-a-catalogue = { $path } không có catalogue.toml. Chỉ thư mục bản đồ bằng --maps.
cli-no-window = Không mở được cửa sổ ({ $reasons }). Trên Debian hãy cài libgl1 libgl1-mesa-dri (OpenGL) hoặc mesa-vulkan-drivers (Vulkan), cùng libxkbcommon-x11-0 libxcursor1 libxi6; kiểm tra biến DISPLAY. Dòng lệnh vẫn dùng được: planmap --help.
cli-render-size = Không dùng được kích thước { $size }. Hãy ghi chiều rộng và chiều cao bằng điểm ảnh, mỗi chiều từ 16 đến 32.000: 1600x1000.
cli-render-extent = Không dùng được phạm vi { $extent }. Hãy ghi tây, nam, đông, bắc bằng độ: 103.85,21.25,104.05,21.40.
cli-no-such-layer = Không có lớp { $id }. Các lớp hiện có: { $layers }.
cli-render-empty = Không có gì để vẽ: không lớp nào có đối tượng mang vị trí.
cli-rendered = { $path }: { $features } đối tượng, 1 : { $scale }
cli-export-checksum = Cảnh báo: trên giấy không có mã bộ bản đồ vì có tệp của bộ bản đồ không đọc được: { $reason }
cli-export-stop-left-out = Cảnh báo: không có trang trình chiếu của “{ $stop }”: bộ bản đồ không có địa điểm này, hoặc không thể hiện được vị trí.
cli-crashed = lỗi của chương trình ({ $place }: { $reason }); không có tệp nào bị ghi dở. Xin báo cho nhóm phát triển.
