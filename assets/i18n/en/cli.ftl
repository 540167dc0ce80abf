# Words of the command line.
cli-output-failed = The output could not be written: { $reason }
cli-point-unusable = Coordinates { $x }, { $y } cannot be used. Longitude comes first (−180…180), then latitude (−90…90); any other system needs --crs EPSG:n.
cli-crs-unknown = There is no coordinate system { $crs }. Write EPSG:n, for example EPSG:9206.
cli-no-such-site = There is no site { $id }. `planmap sites` lists the ids.
cli-not-a-catalogue = { $path } holds no catalogue.toml. Name the maps folder with --maps.
cli-no-window = No window could be opened ({ $reasons }). On Debian install libgl1 libgl1-mesa-dri (OpenGL) or mesa-vulkan-drivers (Vulkan), and libxkbcommon-x11-0 libxcursor1 libxi6; check the variable DISPLAY. The command line works all the same: planmap --help.
cli-render-size = The size { $size } cannot be used. Write width and height in pixels, each from 16 to 32,000: 1600x1000.
cli-render-extent = The extent { $extent } cannot be used. Write west, south, east and north in degrees: 103.85,21.25,104.05,21.40.
cli-no-such-layer = There is no layer { $id }. These are there: { $layers }.
cli-render-empty = There is nothing to draw: no layer holds a feature with a place.
cli-rendered = { $path }: { $features } features, 1 : { $scale }
cli-synth-written = { $path }: { $features } features, { $megabytes } MB
cli-bench-file = { $path }: { $features } features, { $vertices } vertices, { $megabytes } MB
cli-bench-load = Loaded in { $load } s
cli-bench-pick = One pick: median { $median } µs, 99th percentile { $p99 } µs
cli-bench-memory = Own memory: at most { $peak } MB, { $loaded } MB once loaded
