# What is wrong with a file, a feature or a catalogue: `issue-<key>` says it, `hint-<key>` what to do.
# The keys are those of `IssueKind`.

## Files

issue-file-not-found = There is no such file.
hint-file-not-found = Check the path. Was the file moved or renamed?
issue-file-unreadable = The file cannot be read: { $reason }.
hint-file-unreadable = Check the permissions of the file, and whether another program is holding it open.
issue-file-empty = The file is empty.
hint-file-empty = Export it again.
issue-reader-crashed = The program failed while it read this file ({ $place }: { $reason }).
hint-reader-crashed = Nothing else is affected. Please send the file and this message to the developers.
issue-file-truncated = The file ends before its list of features does. The features up to that point were read.
hint-file-truncated = The file was cut off while it was written or copied. Export or copy it again.
issue-layer-not-in-file = The file has no layer “{ $name }”.
hint-layer-not-in-file = It has: { $names }.
issue-layers-more = Only the first layer of the file is read; it also has: { $names }.
hint-layers-more = Name the layer that is wanted: source_layer in the catalogue, --layer on the command line.
issue-format-unknown = The format is not known.
hint-format-unknown = Export the data as GeoJSON.
issue-format-dxf = This is a DXF drawing, which planmap does not read yet.
hint-format-dxf = Ask the sender for GeoJSON in VN-2000 or WGS 84, or export it from QGIS or AutoCAD Map with the attributes of the lots.
issue-format-dwg = This is a DWG drawing of AutoCAD, which planmap does not read.
hint-format-dwg = Ask the sender for the GIS data behind the drawing as GeoJSON, with the coordinate system named.
issue-format-dgn = This is a DGN drawing of MicroStation, which planmap does not read.
hint-format-dgn = Ask the sender for the GIS data behind the drawing as GeoJSON, with the coordinate system named.
issue-format-kml = This is a KML file of Google Earth, which planmap does not read yet.
hint-format-kml = Ask the sender for GeoJSON, or open the file in QGIS and export it as GeoJSON.
issue-format-kmz = This is a KMZ file of Google Earth, which planmap does not read yet.
hint-format-kmz = Ask the sender for GeoJSON, or open the file in QGIS and export it as GeoJSON.
issue-format-csv = This is a table (CSV), which planmap does not read yet.
hint-format-csv = Ask the sender for the lots or points as GeoJSON; QGIS makes it from a table with coordinates.
issue-format-spreadsheet = This is a spreadsheet, which planmap does not read.
hint-format-spreadsheet = Ask the sender for the lots or points as GeoJSON; QGIS makes it from a table with coordinates.
issue-format-shapefile = This is part of a shapefile, which planmap does not read yet.
hint-format-shapefile = Ask the sender for GeoJSON, or open the .shp file in QGIS and export it as GeoJSON.
issue-format-geopackage = This is a GeoPackage or another database, which planmap does not read yet.
hint-format-geopackage = Ask the sender for each layer as GeoJSON, or export the layers from QGIS.
issue-format-file-geodatabase = This is a file geodatabase of ArcGIS (.gdb), which planmap does not read yet.
hint-format-file-geodatabase = Ask the sender for each layer as GeoJSON, or export the layers from QGIS or ArcGIS.
issue-format-mapinfo = This is part of a MapInfo table, which planmap does not read yet.
hint-format-mapinfo = Ask the sender for GeoJSON, or open the .tab file in QGIS and export it as GeoJSON.
issue-format-gpx = This is a GPX track, which planmap does not read yet.
hint-format-gpx = Open it in QGIS and export it as GeoJSON.
issue-format-gml = This is a GML file, which planmap does not read yet.
hint-format-gml = Ask the sender for GeoJSON, or open the file in QGIS and export it as GeoJSON.
issue-format-topojson = This is a TopoJSON file, which planmap does not read yet.
hint-format-topojson = Ask the sender for GeoJSON, or open the file in QGIS and export it as GeoJSON.
issue-format-pdf = This is a PDF, a picture of a map rather than its data.
hint-format-pdf = Ask the sender for the data the sheet was drawn from, as GeoJSON.
issue-format-picture = This is a picture, which planmap does not read yet.
hint-format-picture = Ask the sender for the data the map was drawn from, as GeoJSON.
issue-format-web-page = This is a web page rather than map data, probably a login or error page that was saved in place of the file.
hint-format-web-page = Download the file again and check that it opens in a text editor with a “{"{"}” at the beginning.
issue-format-archive = This is a packed file.
hint-format-archive = Unpack it, then open the GeoJSON file or the map folder inside.
issue-format-project = This is a project of a GIS program, which refers to data but holds none.
hint-format-project = Ask the sender for the layers themselves, as GeoJSON.
issue-file-changing = The file kept changing while it was being read; what is shown may be incomplete.
hint-file-changing = Wait until the other program has finished, then read the file again.
issue-file-kept = The file can no longer be read in full. The map shows it as it was last read.
hint-file-kept = Once the file is complete again, it is read by itself.
issue-cancelled = Reading was cancelled.
hint-cancelled = Open the file again to read it.

## Formats: their names on the screen

format-filter = Map files
format-head-name = Format
format-head-extensions = Extensions
format-head-read = Read
format-head-written = Written
format-yes = yes
format-no = no
format-name-geojson = GeoJSON
format-name-geojson-lines = GeoJSON, one feature a line
format-name-geojson-sequence = GeoJSON text sequence
format-name-wkt = Well-known text (WKT), one geometry a line
format-name-web-page = Web page
format-name-dxf = DXF drawing
format-name-dwg = DWG drawing (AutoCAD)
format-name-dgn = DGN drawing (MicroStation)
format-name-kml = KML (Google Earth)
format-name-kmz = KMZ (Google Earth)
format-name-csv = Table of text (CSV)
format-name-spreadsheet = Spreadsheet
format-name-shapefile = Shapefile
format-name-geopackage = GeoPackage
format-name-file-geodatabase = File geodatabase (ArcGIS)
format-name-mapinfo = MapInfo table
format-name-gpx = GPX track
format-name-png = PNG picture
format-name-svg = SVG drawing
format-name-picture = Photograph, scan or satellite picture
format-name-project = Project of a GIS program
format-name-gml = GML
format-name-topojson = TopoJSON
format-name-pdf = PDF
format-name-archive = Packed file

## JSON

issue-json-end = The text ends in the middle of a value.
hint-json-end = A bracket or a quotation mark is missing, or the file was cut off. Export or copy it again.
issue-json-byte = “{ $found }” cannot stand here.
hint-json-byte = A comma, colon, bracket or quotation mark before this place is missing, or there is one too many.
issue-json-number = This is not a number in JSON.
hint-json-number = Numbers have no plus sign, no leading zero and digits on both sides of the point.
issue-json-word = This word is not a JSON value.
hint-json-word = Only true, false and null may stand without quotation marks; JSON has no NaN and no Infinity.
issue-json-control = A text holds a raw line break, tab or other control character.
hint-json-control = Write them as \n, \t or \u00XX.
issue-json-escape = A text contains an unknown escape sequence.
hint-json-escape = After a backslash only " \ / b f n r t, or u with four hexadecimal digits, may follow.
issue-json-trailing-comma = There is a comma before a closing bracket.
hint-json-trailing-comma = Delete the comma.
issue-json-depth = Brackets are nested too deeply.
hint-json-depth = Map data never need such nesting; the file is probably damaged.
issue-value-word = “{ $found }” is not a JSON value; the feature has no value here.
hint-value-word = Write null where there is no value, and put texts into quotation marks.
issue-value-number = “{ $found }” is not a number as JSON writes it; the feature has no value here.
hint-value-number = Numbers have no plus sign, no leading zero and digits on both sides of the point.
issue-value-missing = There is no value after the colon.
hint-value-missing = Write null where there is no value.
issue-value-too-large = The number in “{ $name }” is too large to be represented; the feature has no value here.
hint-value-too-large = Correct the number, or write it as a text in quotation marks.
issue-text-control = A text contains a raw line break, tab or other control character. It was read as it stands.
hint-text-control = Other programs may refuse the file. Write such characters as \n, \t or \u00XX.
issue-text-escape = A text contains a backslash that begins no known escape. It was read as it stands.
hint-text-escape = Other programs may refuse the file. Write a backslash as \\.
issue-comma-trailing = There is a comma before a closing bracket. It was passed over.
hint-comma-trailing = Other programs may refuse the file. Delete the comma.
issue-json-trailing = There is more text after the end of the document.
hint-json-trailing = Delete what follows the last bracket.

## Well-known text

issue-wkt-not-geometry = “{ $name }” is not the beginning of a geometry.
hint-wkt-not-geometry = Each line holds one geometry, such as POINT (104.03 21.21). Lines beginning with # are passed over.
issue-wkt-type-not-read = The type “{ $name }” is not read.
hint-wkt-type-not-read = Have curves and surfaces written as lines and polygons.
issue-wkt-unexpected = “{ $found }” cannot stand here.
hint-wkt-unexpected = A number, comma or bracket before this place is missing, or there is one too many.
issue-wkt-end = The line ends in the middle of a geometry.
hint-wkt-end = A bracket or a number is missing. Each geometry stands on one line.

## GeoJSON

issue-geojson-root = Valid JSON but not GeoJSON: the document is of the kind “{ $name }” instead of an object.
hint-geojson-root = GeoJSON is an object with a “type”. Export the data as GeoJSON.
issue-geojson-type = Valid JSON but not GeoJSON: the type “{ $name }” is unknown.
hint-geojson-type = The type must be FeatureCollection, Feature or the name of a geometry, spelled exactly like this.
issue-geojson-type-not-text = Valid JSON but not GeoJSON: “type” is not a text.
hint-geojson-type-not-text = The type must be FeatureCollection, Feature or the name of a geometry.
issue-geojson-no-type = Valid JSON but not GeoJSON: there is no “type”.
hint-geojson-no-type = Export the data as GeoJSON.
issue-collection-type-wrong = The collection has the type “{ $name }” instead of FeatureCollection. Its features were read.
hint-collection-type-wrong = Write the type exactly as FeatureCollection.
issue-record-not-geojson = This record is valid JSON but neither a feature nor a geometry.
hint-record-not-geojson = Every record must be an object with a “type”.
issue-feature-not-object = A member of the list of features is not an object.
hint-feature-not-object = Delete it or replace it with a feature.
issue-feature-not-one = A member of the list of features is not a feature: it has no type, no geometry and no properties. It was left out.
hint-feature-not-one = Delete it from the list.
issue-feature-other-type = A member of the list of features is not a feature but a “{ $name }”. It was left out.
hint-feature-other-type = Take it out of the list. If it was meant as a feature, give it the type Feature and a geometry.
issue-feature-is-crs = A member of the list of features is not a feature: it is the “crs” object of the file. It was left out of the list.
hint-feature-is-crs = The object belongs beside “features”, not among them; some map servers write it in the wrong place.
issue-feature-type-missing = The feature has no “type”.
hint-feature-type-missing = Add "type": "Feature".
issue-feature-type-wrong = The feature has the type “{ $name }” instead of Feature.
hint-feature-type-wrong = Write the type exactly as Feature.
issue-properties-not-object = The properties are not an object.
hint-properties-not-object = Properties must be an object or null.
issue-features-twice = “features” stands twice. The features of both lists were read.
hint-features-twice = Other programs read only one of the lists. Join them into one.
issue-id-repeated = { $count } features share their id with another one, such as “{ $found }”. They remain different features.
hint-id-repeated = Nothing to do for this program; give each feature an id of its own if other files refer to it.
issue-id-wrong = The id is neither a text nor a number.
hint-id-wrong = Use a text or a number.
issue-member-missing = “{ $name }” is missing.
hint-member-missing = Add the member; where there is nothing to say, its value is null.
issue-member-twice = “{ $name }” stands twice; the last one counts.
hint-member-twice = Delete one of the two.
issue-member-misplaced = “{ $name }” is not allowed in an object of this type.
hint-member-misplaced = Delete it, or correct the object's type.
issue-member-not-array = “{ $name }” is not an array.
hint-member-not-array = Put the values into square brackets.
issue-bbox-invalid = The bounding box is not an array of four or six numbers. It is not used.
hint-bbox-invalid = Delete it or write it again.
issue-foreign-members = Members outside the standard are not shown: { $names }.
hint-foreign-members = What should be shown must stand in the properties.
issue-heights-dropped = { $count ->
    [one] One feature has heights
   *[other] { $count } features have heights
 }; the map is flat and leaves them out.
hint-heights-dropped = Nothing to do: the file is not changed.
issue-text-encoding = A text contains bytes that are not UTF-8; each is shown as “�”.
hint-text-encoding = The file was probably saved in another encoding (“ANSI”: Windows-1252 or 1258, TCVN3, VNI). Save it again as UTF-8.
issue-text-surrogate = A text contains half a character (a lone surrogate); it is shown as “�”.
hint-text-surrogate = Write the text again.

## Geometries

issue-geometry-not-object = The geometry is neither an object nor null.
hint-geometry-not-object = A geometry is an object with “type” and “coordinates”.
issue-geometry-not-wrapped = The list of features contains a bare geometry. It was read without attributes.
hint-geometry-not-wrapped = Wrap it in a feature.
issue-geometry-type-missing = The geometry has no usable “type”.
hint-geometry-type-missing = Add the type: Point, LineString, Polygon and so on.
issue-geometry-type-unknown = The geometry type “{ $name }” is unknown.
hint-geometry-type-unknown = Types are spelled exactly: Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, GeometryCollection.
issue-geometry-empty = The geometry is empty.
hint-geometry-empty = Nothing to do if this is intended; null says the same.
issue-coordinates-not-array = The coordinates are not an array.
hint-coordinates-not-array = Put them into square brackets.
issue-coordinates-shallow = The coordinates are not nested deeply enough for a { $name }.
hint-coordinates-shallow = Add a pair of square brackets, or correct the type.
issue-coordinates-deep = The coordinates are nested too deeply for a { $name }.
hint-coordinates-deep = Remove a pair of square brackets, or correct the type.
issue-coordinates-uneven = The coordinates are nested unevenly.
hint-coordinates-uneven = All parts of a geometry need the same number of brackets.
issue-coordinate-not-number = A coordinate is not a number.
hint-coordinate-not-number = Coordinates are written without quotation marks.
issue-coordinate-as-text = A coordinate is text instead of a number. It was read as the number that it shows.
hint-coordinate-as-text = Coordinates stand without quotation marks.
issue-coordinate-text = A coordinate is text instead of numbers: “{ $found }”. The feature has no place.
hint-coordinate-text = Write coordinates without quotation marks, with a point as the decimal sign.
issue-coordinate-null = A coordinate is null. The feature has no place.
hint-coordinate-null = Give longitude and latitude, or make the whole geometry null.
issue-coordinate-word = “{ $found }” stands in place of a coordinate. The feature has no place.
hint-coordinate-word = Give longitude and latitude, or make the whole geometry null.
issue-coordinate-malformed = “{ $found }” is not a number as JSON writes it. The feature has no place.
hint-coordinate-malformed = Numbers have no plus sign, no leading zero and digits on both sides of the point.
issue-height-not-number = A height is not a number. It is left out.
hint-height-not-number = Nothing to do for this program: the map is flat.
issue-number-too-large = A coordinate is too large to be represented.
hint-number-too-large = Check the number.
issue-position-short = A position has fewer than two numbers.
hint-position-short = Give longitude and latitude.
issue-position-long = A position has more than three numbers; the first two are used.
hint-position-long = Delete the further numbers.
issue-line-short = A line has fewer than two positions.
hint-line-short = Add a position or delete the line.
issue-line-zero = All positions of a line are the same.
hint-line-zero = Add a position or delete the line.
issue-ring-short = A ring has fewer than four positions.
hint-ring-short = A ring needs three different positions, and the first one again at its end.
issue-ring-unclosed = A ring does not end where it begins. It is drawn closed.
hint-ring-unclosed = Repeat the first position at the end.
issue-ring-degenerate = A ring encloses no area.
hint-ring-degenerate = Give it three positions that are not on one line, or delete it.
issue-ring-crosses-itself = The outline crosses itself here.
hint-ring-crosses-itself = Move or delete the positions that make the loop.
issue-ring-touches-itself = The outline touches itself here.
hint-ring-touches-itself = Split the polygon, or draw the enclosed part as a hole.
issue-ring-spike = The outline runs out and back along one line here.
hint-ring-spike = Delete the tip.
issue-ring-direction = The outline runs against the right-hand rule of RFC 7946.
hint-ring-direction = Nothing to do for this program; reverse the ring for stricter programs.
issue-duplicate-vertices = The same position appears twice in a row.
hint-duplicate-vertices = Nothing to do; one of the two may be deleted.
issue-hole-crosses = A hole crosses the outline or another hole here.
hint-hole-crosses = Move the positions of the hole inside.
issue-hole-outside = A hole lies outside its polygon.
hint-hole-outside = Delete the hole, or make it a polygon of its own.
issue-holes-overlap = Two holes of the polygon overlap here.
hint-holes-overlap = Join the two holes.
issue-polygons-overlap = Polygons of this feature overlap here.
hint-polygons-overlap = Unite them into one polygon.
issue-hole-fills = A hole takes up all of its polygon; nothing is left of it.
hint-hole-fills = Delete the hole, or the polygon.
issue-hole-edge-shared = A hole runs along the outline or along another hole from here on.
hint-hole-edge-shared = Leave the strip out of the outline, or join the holes.
issue-interior-cut = The holes touch in several places and cut the polygon in two.
hint-interior-cut = Divide the polygon along the places where they touch.
issue-polygons-equal = Two polygons of this feature are the same. The ground is counted once.
hint-polygons-equal = Delete one of them.
issue-finer-than-store = The geometry has detail finer than { $millimetres } mm, which is not kept. The file itself is valid.
hint-finer-than-store = Nothing to do.
issue-validation-partial = The geometry is so large or tangled that only part of it was checked.
hint-validation-partial = Split or simplify the feature.

## Coordinates and systems

issue-outside-domain = The position { $x }, { $y } is not possible in { $crs }.
hint-outside-domain = Check the numbers, and the coordinate system of the file.
issue-too-far = The position { $x }, { $y } lies more than 1,000 km from the rest of the layer and is not drawn.
hint-too-far = It is probably a mistake: 0, 0 or swapped numbers.
issue-longitude-beyond = The longitude { $x } lies beyond 180°.
hint-longitude-beyond = Split the feature at the 180th meridian, or check the number.
issue-coordinates-degrees = The coordinates were announced as { $crs } and look like degrees. Nothing was placed.
hint-coordinates-degrees = If they are longitude and latitude, read the file as EPSG:4326.
issue-coordinates-degrees-swapped = The coordinates look like latitude before longitude. Nothing was placed.
hint-coordinates-degrees-swapped = If that is so, read the file with X and Y swapped, or correct the order in the file.
issue-coordinates-vn2000 = The coordinates were announced as { $crs } and look like metres of VN-2000. Nothing was placed.
hint-coordinates-vn2000 = If they are in the system of Sơn La (VN-2000 / TM-3 104°00′), read the file as EPSG:9206.
issue-coordinates-vn2000-swapped = The coordinates were announced as { $crs } and look like metres of VN-2000 with X (north) first. Nothing was placed.
hint-coordinates-vn2000-swapped = If that is so, read the file as EPSG:9206 with X and Y swapped.
issue-coordinates-unknown = The coordinates are not possible in { $crs } and do not look like any system known to the program. Nothing was placed.
hint-coordinates-unknown = Ask the author which system they are in, and choose it when opening the file.
issue-crs-guess-accepted = The coordinates were read as { $crs }, as you agreed.
hint-crs-guess-accepted = To make this permanent, write the system into the catalogue or beside the file.
issue-crs-member = The file names its coordinate system in “crs”, which the current standard no longer has.
hint-crs-member = Nothing to do for this program: it follows the member.
issue-crs-in-features = Features name their coordinate system themselves: { $crs }.
hint-crs-in-features = Nothing to do for this program: each feature is read in the system it names.
issue-crs-member-useless = The member “crs” does not name a usable system. It is ignored.
hint-crs-member-useless = Name the system as “urn:ogc:def:crs:EPSG::9206”.
issue-crs-unknown = The coordinate system “{ $name }” is unknown.
hint-crs-unknown = Give an EPSG code, such as EPSG:9206 for VN-2000 / TM-3 104°00′.
issue-crs-no-operation = There is no conversion from { $from } to { $to }.
hint-crs-no-operation = Convert the file to EPSG:4326 or EPSG:9206 with another program.
issue-crs-not-metric = “{ $name }” is in degrees; the system of the map must be in metres.
hint-crs-not-metric = Use EPSG:9206 for Sơn La. It is used until then.
issue-sidecar-without-code = The file “{ $name }” beside this one gives no EPSG code. It is ignored.
hint-sidecar-without-code = Put the code, such as EPSG:9206, into a text file with the extension .crs instead.

## Catalogue

issue-catalogue-not-found = There is no catalogue here.
hint-catalogue-not-found = A catalogue is a folder with the file catalogue.toml.
issue-catalogue-not-one = The file does not describe a catalogue.
hint-catalogue-not-one = It needs a table [catalogue] with an id and a name.
issue-catalogue-format = The catalogue has the format { $found }; this program knows { $known }.
hint-catalogue-format = Get a newer version of the program, or write the format it knows.
issue-toml-syntax = The file is not valid TOML: { $reason }.
hint-toml-syntax = Look for a missing quotation mark, bracket or equals sign.
issue-catalogue-unknown-key = The key “{ $key }” is unknown in { $entry }.
hint-catalogue-unknown-key = Known keys: { $keys }.
issue-catalogue-missing-key = { $entry } lacks the key “{ $key }” and is left out.
hint-catalogue-missing-key = Add the key.
issue-catalogue-wrong-type = “{ $key }” in { $entry } must be { $wanted }.
hint-catalogue-wrong-type = Correct the value.
issue-catalogue-bad-word = “{ $word }” is not a valid value for “{ $key }”.
hint-catalogue-bad-word = Valid values: { $words }.
issue-catalogue-bad-value = { $value } is out of range for “{ $key }”.
hint-catalogue-bad-value = Correct the value.
issue-catalogue-duplicate-id = The id “{ $id }” is used twice for { $entry }; the second one is left out.
hint-catalogue-duplicate-id = Give it an id of its own.
issue-catalogue-unknown-reference = “{ $id }” does not exist ({ $target }).
hint-catalogue-unknown-reference = Correct the id, or add the entry that it names.
issue-catalogue-one-language = “{ $key }” has no text in the language “{ $language }”.
hint-catalogue-one-language = Add the text; until then the other language is shown.
issue-include-missing = The included file “{ $name }” does not exist.
hint-include-missing = Correct the path; it is relative to this file.
issue-include-unreadable = The included file “{ $name }” cannot be read: { $reason }.
hint-include-unreadable = Check the permissions and the encoding (UTF-8) of the file.
issue-include-cycle = The file “{ $name }” includes itself, directly or through others.
hint-include-cycle = Delete one of the includes.
issue-include-twice = The file “{ $name }” is included twice; the second time is left out.
hint-include-twice = Delete one of the includes.
issue-layer-file-missing = The file “{ $name }” of the layer “{ $layer }” does not exist.
hint-layer-file-missing = Put the file in place, or correct the path; it is relative to the catalogue's folder.
issue-class-unknown = The class “{ $code }” is missing from the legend “{ $legend }” ({ $count ->
    [one] one feature
   *[other] { $count } features
 }).
hint-class-unknown = Add the class to the legend, or correct the code in the data.

## Common

issue-more-like = { $count ->
    [one] One more issue
   *[other] { $count } more issues
 } of this kind: { $sample }
hint-more-like = Once the listed ones are mended, the next ones will be listed.

## Words that stand for the arguments of the messages above

issue-word-array = array
issue-word-boolean = true or false
issue-word-catalogue = the catalogue
issue-word-claim = a claim
issue-word-class = a class
issue-word-fields = the field names
issue-word-file = the file
issue-word-integer = a whole number
issue-word-layer = a layer
issue-word-legend = a legend
issue-word-null = null
issue-word-number = a number
issue-word-number-or-text = a number or a text
issue-word-pair = an array of two numbers
issue-word-plan = a plan
issue-word-population = a population figure
issue-word-site = a site
issue-word-source = a source
issue-word-table = a table
issue-word-tables = an array of tables
issue-word-text = a text
issue-word-text2 = a text, or a table with vi and en
issue-word-texts = an array of texts
issue-word-unit = an administrative unit
issue-word-version = a version of a plan

## info, check

info-format = Format
info-layers = Layers
info-crs = System
info-crs-member = named in the file
info-crs-sidecar = named beside the file
info-crs-catalogue = named by the catalogue or by you
info-crs-default = the default of the standard
info-crs-guess = guessed from the numbers, and agreed to
info-features = Features
info-geometries = Geometries
info-null = without geometry
info-vertices = Vertices
info-extent = W  S  E  N
info-area = Area
info-length = Length
info-fields = Fields
info-issues = Issues

check-file = { $features } features; errors: { $errors }, warnings: { $warnings }, notes: { $notes }
check-unreadable = not readable; errors: { $errors }, warnings: { $warnings }, notes: { $notes } ({ $features } features)
check-error = error
check-warning = warning
check-note = note
check-feature = feature { $n }
check-line = line { $n }
check-byte = byte { $n }
check-record = record { $n }
check-row = row { $n }
check-handle = handle { $n }
