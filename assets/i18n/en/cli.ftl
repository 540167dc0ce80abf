# Words of the command line.
cli-output-failed = The output could not be written: { $reason }
cli-point-unusable = Coordinates { $x }, { $y } cannot be used. Longitude comes first (−180…180), then latitude (−90…90); any other system needs --crs EPSG:n.
cli-crs-unknown = There is no coordinate system { $crs }. Write EPSG:n, for example EPSG:9206.
cli-no-such-site = There is no site { $id }. `planmap sites` lists the ids.
cli-not-a-catalogue = There is no catalogue.toml in { $path }. Name the folder of maps with --maps.
cli-no-window = No window could be opened ({ $reasons }). On Debian install libgl1 libgl1-mesa-dri (OpenGL) or mesa-vulkan-drivers (Vulkan), and libxkbcommon-x11-0 libxcursor1 libxi6; check the variable DISPLAY. The command line works all the same: planmap --help.
cli-render-size = The size { $size } cannot be used. Write width and height in pixels, each from 16 to 32,000: 1600x1000.
cli-render-extent = The extent { $extent } cannot be used. Write west, south, east and north in degrees: 103.85,21.25,104.05,21.40.
cli-no-such-layer = There is no layer { $id }. Layers: { $layers }.
cli-render-empty = There is nothing to draw: no layer has a feature with a position.
cli-rendered = { $path }: { $features } features, 1 : { $scale }
cli-export-checksum = Warning: no checksum stands on the paper, since a file of the map set could not be read: { $reason }
cli-export-stop-left-out = Warning: there is no slide of “{ $stop }”: the maps do not have this site, or its place cannot be shown.
cli-crashed = an error of the program ({ $place }: { $reason }); no file was changed halfway. Please tell the developers.
