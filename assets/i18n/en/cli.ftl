# Words of the command line.
cli-output-failed = The output could not be written: { $reason }
cli-point-unusable = Coordinates { $x }, { $y } cannot be used. Longitude comes first (−180…180), then latitude (−90…90); any other system needs --crs EPSG:n.
cli-crs-unknown = There is no coordinate system { $crs }. Write EPSG:n, for example EPSG:9206.
cli-no-such-site = There is no site { $id }. `planmap sites` lists the ids.
cli-not-a-catalogue = { $path } holds no catalogue.toml. Name the maps folder with --maps.
cli-no-window = No window could be opened ({ $reasons }). On Debian install libgl1 libgl1-mesa-dri (OpenGL) or mesa-vulkan-drivers (Vulkan), and libxkbcommon-x11-0 libxcursor1 libxi6; check the variable DISPLAY. The command line works all the same: planmap --help.
