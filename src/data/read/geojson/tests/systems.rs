//! Which system the numbers of a file are in, and where they come to lie.

use super::*;

/// A feature with a `crs` of its own.
fn in_system(x: f64, y: f64, crs: &str) -> String {
    point(x, y, r#"{"n":1}"#).replacen('{', &format!(r#"{{"crs":{crs},"#), 1)
}

#[test]
fn features_may_name_systems_of_their_own() {
    let (lon, lat, x, y) = (104.03528, 21.21472, 503_466.366, 2_346_722.812);
    let named = |name: &str| format!(r#"{{"type":"name","properties":{{"name":"{name}"}}}}"#);
    let right = MapPoint::new(x, y);
    let vn2000 = in_system(x, y, &named("EPSG:9206"));
    let degrees = in_system(lon, lat, &named("urn:ogc:def:crs:OGC:1.3:CRS84"));
    // UTM 48N of the same place, by PROJ.
    let (utm_x, utm_y) = with_transform(&Crs::wgs84(), &Crs::parse("EPSG:32648").unwrap())
        .unwrap()
        .convert(lon, lat)
        .unwrap();
    let utm = in_system(utm_x, utm_y, &named("EPSG:32648"));
    let plain = point(lon, lat, "{}");
    for (features, source) in [
        (vec![vn2000.clone(), vn2000.clone(), plain.clone()], "EPSG:9206"),
        (vec![plain.clone(), vn2000.clone(), vn2000.clone()], "EPSG:9206"),
        (vec![plain.clone(), plain.clone(), vn2000.clone()], "EPSG:4326"),
        (
            vec![vn2000.clone(), degrees.clone(), utm.clone(), vn2000.clone(), vn2000.clone()],
            "EPSG:9206",
        ),
    ] {
        for text in [collection(&features), features.join("\n")] {
            let d = load(&text);
            assert_eq!(keys(&d), ["crs-in-features"], "{text}");
            assert_eq!(d.source_crs.as_str(), source, "{text}");
            for i in 0..features.len() as u32 {
                assert!(
                    position(&d, i).distance(right) < 0.01,
                    "{i} of {text}: {:?}",
                    position(&d, i)
                );
            }
        }
    }
    // The geometry's own goes before its feature's, and both before the collection's.
    let inner = format!(
        r#"{{"type":"FeatureCollection","crs":{},"features":[{{"type":"Feature","crs":{},"properties":{{}},"geometry":{{"type":"Point","coordinates":[{lon},{lat}],"crs":{}}}}}]}}"#,
        named("EPSG:32648"),
        named("EPSG:9206"),
        named("EPSG:4326")
    );
    assert!(position(&load(&inner), 0).distance(right) < 0.01);
    let unknown = load(collection(&[plain, in_system(x, y, &named("EPSG:99999"))]));
    assert!(keys(&unknown).contains(&"crs-unknown"));
    let kinds: Vec<_> = (0..2).map(|i| unknown.features.geometries().kind(i)).collect();
    assert_eq!(kinds, [GeometryKind::Point, GeometryKind::Null], "nothing is placed by guesswork");
}

#[test]
fn a_system_that_nobody_knows_leaves_the_numbers_to_be_agreed_to() {
    for ((lon, lat), key) in
        [((104.0, 21.0), "coordinates-degrees"), ((21.0, 104.0), "coordinates-degrees-swapped")]
    {
        let feature = point(lon, lat, "{}");
        let crs = r#""crs":{"type":"name","properties":{"name":"my own"}}"#;
        let text =
            format!(r#"{{"type":"FeatureCollection",{crs},"features":[{feature},{feature}]}}"#);
        let d = load(&text);
        assert_eq!(keys(&d), ["crs-unknown", key, "crs-member"]);
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Null);
        let agreed = ReadOptions { accept_guess: true, ..options() };
        let d = read_bytes(text.as_bytes(), &agreed, &Quiet).unwrap();
        let right = map_from_geo(GeoPoint::new(104.0, 21.0), &Crs::vn2000_son_la()).unwrap();
        assert!(position(&d, 0).distance(right) < 2e-3 && d.crs_source == CrsSource::Guess);
    }
}

#[test]
fn every_form_of_the_crs_member_is_read() {
    let feature = point(503_466.366, 2_346_722.812, "{}");
    for crs in [
        r#"{"type":"name","properties":{"name":"EPSG:9206"}}"#,
        r#"{"properties":{"name":"EPSG:9206"}}"#,
        r#"{"type":"name","name":"EPSG:9206"}"#,
        r#"{"type":"name","properties":{"name":9206}}"#,
        r#"{"type":"EPSG","properties":{"code":9206}}"#,
        r#"{"type":"EPSG","properties":{"code":"9206"}}"#,
        r#"{"type":"OGC","properties":{"urn":"urn:ogc:def:crs:EPSG::9206"}}"#,
        r#"{"type":"URL","properties":{"url":"http://www.opengis.net/def/crs/EPSG/0/9206"}}"#,
        r#"{"type":"link","properties":{"href":"http://spatialreference.org/ref/epsg/9206/proj4/","type":"proj4"}}"#,
        r#"{"init":"epsg:9206"}"#,
        r#"{"type":"ProjectedCRS","id":{"authority":"EPSG","code":9206}}"#,
        r#""EPSG:9206""#,
        r#""PROJCS[\"x\",GEOGCS[\"y\"],AUTHORITY[\"EPSG\",\"9206\"]]""#,
        "9206",
    ] {
        let d =
            load(format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":[{feature}]}}"#));
        assert_eq!(
            (d.source_crs.as_str(), d.crs_source, keys(&d)),
            ("EPSG:9206", CrsSource::Member, vec!["crs-member"]),
            "{crs}"
        );
        assert!(
            position(&d, 0).distance(MapPoint::new(503_466.366, 2_346_722.812)) < 2e-3,
            "{crs}"
        );
    }
    for crs in ["null", "{}", r#"{"type":"name","properties":{}}"#, "true", r#""""#] {
        let d = load(format!(
            r#"{{"type":"FeatureCollection","crs":{crs},"features":[{}]}}"#,
            point(104.0, 21.0, "{}")
        ));
        assert_eq!(keys(&d), ["crs-member-useless", "crs-member"], "{crs}");
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Point, "{crs}");
    }
}

#[test]
fn the_crs_member_counts_before_and_after_the_features() {
    let feature = point(503_466.366, 2_346_722.812, "{}");
    let crs = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::9206"}}"#;
    for text in [
        format!(r#"{{"type":"FeatureCollection",{crs},"features":[{feature}]}}"#),
        format!(r#"{{"type":"FeatureCollection","features":[{feature}],{crs}}}"#),
        format!(
            r#"{{"type":"FeatureCollection","features":[{feature}],"crs":{{"type":"EPSG","properties":{{"code":9206}}}}}}"#
        ),
    ] {
        let d = load(&text);
        assert_eq!(
            (d.source_crs.as_str(), d.crs_source),
            ("EPSG:9206", CrsSource::Member),
            "{text}"
        );
        assert_eq!(keys(&d), ["crs-member"]);
        assert!(position(&d, 0).distance(MapPoint::new(503_466.366, 2_346_722.812)) < 2e-3);
    }
    let d = load(format!(
        r#"{{"type":"FeatureCollection","features":[{feature}],"crs":{{"type":"name","properties":{{"name":"EPSG:99999"}}}}}}"#
    ));
    assert_eq!(keys(&d), ["crs-unknown", "coordinates-vn2000", "crs-member"]);
    assert_eq!(
        d.features.geometries().kind(0),
        GeometryKind::Null,
        "nothing is placed by guesswork"
    );
}

#[test]
fn metres_and_swapped_numbers_are_offered_and_taken_only_if_agreed() {
    let cases = [
        ((503_466.366, 2_346_722.812), "coordinates-vn2000"),
        ((2_346_722.812, 503_466.366), "coordinates-vn2000-swapped"),
        ((21.21472, 104.03528), "coordinates-degrees-swapped"),
    ];
    let right = map_from_geo(GeoPoint::new(104.03528, 21.21472), &Crs::vn2000_son_la()).unwrap();
    for ((x, y), key) in cases {
        let text = collection(&[point(x, y, r#"{"n":1}"#), point(x, y, r#"{"n":2}"#)]);
        let d = load(&text);
        assert_eq!(keys(&d), [key]);
        assert!(d.suggestion.is_some());
        assert_eq!(d.features.geometries().kind(0), GeometryKind::Null);
        assert_eq!(d.features.table().value(1, "n"), Value::Number(2.0));
        let agreed = ReadOptions { accept_guess: true, ..options() };
        let d = read_bytes(text.as_bytes(), &agreed, &Quiet).unwrap();
        assert_eq!((d.crs_source, d.suggestion), (CrsSource::Guess, None), "{key}");
        assert!(position(&d, 0).distance(right) < 2e-3, "{key}: {:?}", position(&d, 0));
    }
    // The catalogue says metres and the file holds degrees.
    let metric = ReadOptions { crs: Some(Crs::vn2000_son_la()), ..options() };
    let text = collection(&[point(104.03528, 21.21472, "{}")]);
    let d = read_bytes(text.as_bytes(), &metric, &Quiet).unwrap();
    assert_eq!(keys(&d), ["coordinates-degrees"]);
    // North first, as papers write it, said by the user.
    let swap = ReadOptions { swap_xy: true, ..metric };
    let text = collection(&[point(2_346_722.812, 503_466.366, "{}")]);
    let d = read_bytes(text.as_bytes(), &swap, &Quiet).unwrap();
    assert!(d.issues.is_empty() && position(&d, 0).distance(right) < 2e-3);
}

#[test]
fn loose_files_choose_their_map_system() {
    let auto = ReadOptions::default();
    let crs = |points: &[(f64, f64)]| {
        let features: Vec<String> = points.iter().map(|(x, y)| point(*x, *y, "{}")).collect();
        let d = read_bytes(collection(&features).as_bytes(), &auto, &Quiet).unwrap();
        assert!(d.issues.is_empty(), "{:?}", d.issues);
        for (i, (lon, lat)) in points.iter().enumerate() {
            let back = geo_from_map(position(&d, i as u32), &d.map_crs).unwrap();
            assert!((back.lon - lon).abs() < 2e-6 && (back.lat - lat).abs() < 2e-6, "{back:?}");
        }
        d.map_crs.as_str().to_owned()
    };
    assert_eq!(crs(&[(103.9, 21.3), (104.1, 21.2)]), "EPSG:9206");
    assert_eq!(crs(&[(105.8, 21.0), (105.9, 21.1)]), "EPSG:32648");
    assert_eq!(crs(&[(-70.0, -33.0), (-70.5, -33.5)]), "EPSG:32719");
    assert_eq!(crs(&[(-170.0, -33.0), (170.0, 60.0), (0.0, 0.0)]), "EPSG:4087");
}
