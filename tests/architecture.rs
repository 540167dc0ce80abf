//! The arrows between the crates, the window toolkit kept to one of them, and no network anywhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Who may know whom. Anything else is a mistake in a manifest.
const ARROWS: &[(&str, &[&str])] = &[
    ("planmap_core", &[]),
    ("planmap_data", &["planmap_core"]),
    ("planmap_draw", &["planmap_core"]),
    ("planmap_paper", &["planmap_core", "planmap_draw"]),
    ("planmap_app", &["planmap_core", "planmap_data", "planmap_draw", "planmap_paper"]),
    (
        "planmap_cli",
        &["planmap_core", "planmap_data", "planmap_draw", "planmap_paper", "planmap_app"],
    ),
    (
        "planmap_dev",
        &["planmap_core", "planmap_data", "planmap_draw", "planmap_paper", "planmap_app"],
    ),
    ("planmap_ui", &["planmap_core", "planmap_draw", "planmap_paper", "planmap_app"]),
    ("planmap", &["planmap_cli", "planmap_ui"]),
];

const TOOLKIT: &[&str] =
    &["egui", "eframe", "egui-winit", "egui-wgpu", "egui_glow", "wgpu", "winit", "rfd"];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .exec()
        .unwrap()
}

fn direct(package: &Package) -> BTreeSet<String> {
    package
        .dependencies
        .iter()
        .filter(|d| d.kind != DependencyKind::Development)
        .map(|d| d.name.clone())
        .collect()
}

#[test]
fn crates_know_only_those_below_them() {
    let metadata = metadata();
    let members: BTreeSet<String> =
        metadata.workspace_packages().iter().map(|p| p.name.to_string()).collect();
    let listed: BTreeSet<String> = ARROWS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(members, listed);
    for package in metadata.workspace_packages() {
        let (_, allowed) = ARROWS.iter().find(|(name, _)| *name == package.name.as_str()).unwrap();
        let inside: BTreeSet<String> =
            direct(package).into_iter().filter(|d| members.contains(d)).collect();
        let allowed: BTreeSet<String> = allowed.iter().map(|a| (*a).to_owned()).collect();
        let extra: Vec<_> = inside.difference(&allowed).collect();
        assert!(extra.is_empty(), "{} must not know {extra:?}", package.name);
    }
}

#[test]
fn only_the_window_knows_the_toolkit() {
    let metadata = metadata();
    let resolve = metadata.resolve.as_ref().unwrap();
    for package in metadata.workspace_packages() {
        if ["planmap", "planmap_ui"].contains(&package.name.as_str()) {
            continue;
        }
        // Everything that the crate pulls in, not only what it names.
        let mut seen = BTreeSet::new();
        let mut todo = vec![package.id.clone()];
        while let Some(id) = todo.pop() {
            let node = resolve.nodes.iter().find(|n| n.id == id).unwrap();
            for dep in &node.deps {
                let normal = dep.dep_kinds.iter().any(|k| k.kind != DependencyKind::Development);
                if normal && seen.insert(dep.pkg.clone()) {
                    todo.push(dep.pkg.clone());
                }
            }
        }
        let found: Vec<&str> = seen
            .iter()
            .map(|id| metadata[id].name.as_str())
            .filter(|name| TOOLKIT.contains(name))
            .collect();
        assert!(found.is_empty(), "{} pulls in {found:?}", package.name);
    }
}

/// Crates that open connections, with their own stack or the system's; any of them in the program
/// would break its promise to use no network.
const NETWORK: &[&str] = &[
    "async-net",
    "attohttpc",
    "awc",
    "curl",
    "curl-sys",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "surf",
    "tiny_http",
    "tonic",
    "tungstenite",
    "ureq",
    "ws",
];

/// Everything that the program itself is built of, on any system that it is built for.
#[test]
fn the_program_holds_no_crate_that_opens_connections() {
    let metadata = metadata();
    let resolve = metadata.resolve.as_ref().unwrap();
    let program = metadata.root_package().unwrap();
    let mut seen = BTreeSet::from([program.id.clone()]);
    let mut todo = vec![program.id.clone()];
    while let Some(id) = todo.pop() {
        let node = resolve.nodes.iter().find(|node| node.id == id).unwrap();
        for dependency in &node.deps {
            let is_built_in =
                dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
            if is_built_in && seen.insert(dependency.pkg.clone()) {
                todo.push(dependency.pkg.clone());
            }
        }
    }
    assert!(seen.len() > 100, "only {} crates were looked at", seen.len());
    let found: Vec<&str> = seen
        .iter()
        .map(|id| metadata[id].name.as_str())
        .filter(|name| NETWORK.contains(name))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}

/// The source files of a folder and of all below it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// What all formats have in common knows none of them, and only the registry names their modules.
#[test]
fn what_formats_have_in_common_knows_no_format() {
    let read = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/data/read");
    let generic = ["mod.rs", "source.rs", "system.rs", "text.rs", "unread.rs", "registry.rs"];
    let mut looked_at = 0;
    for path in sources(&read) {
        let inside = path.strip_prefix(&read).unwrap();
        if inside.starts_with("geojson") || inside == Path::new("geojson.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            !text.contains("geojson::scan") && !text.contains("scan::"),
            "{}: scans JSON",
            inside.display()
        );
        let is_common =
            inside.starts_with("ingest") || generic.iter().any(|name| inside == Path::new(name));
        if !is_common {
            continue;
        }
        looked_at += 1;
        let own = text.split("#[cfg(test)]").next().unwrap_or_default();
        let names_one = own.contains("geojson::") || own.contains("serde_json");
        assert!(
            !names_one || inside == Path::new("registry.rs"),
            "{}: knows a format",
            inside.display()
        );
    }
    assert!(looked_at > generic.len(), "only {looked_at} files were looked at");
}

/// Files of `app` outside `session` that still take the whole `&Session`. The list is to shrink: what
/// a part needs is to be handed to it.
const TAKES_THE_SESSION: &[&str] = &[
    "action/effect.rs",
    "action/state.rs",
    "export/annotations.rs",
    "export/mod.rs",
    "export/report/mod.rs",
    "export/site_sheet.rs",
    "headless.rs",
    "text_twin.rs",
];

/// Whether the program's own part of a file names the session: its tests may make one.
fn names_the_session(text: &str) -> bool {
    let program = text.split("\nmod tests {").next().unwrap_or(text);
    let code = program
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let grouped = code.split("use crate::{").skip(1).filter_map(|rest| rest.split(';').next());
    let is_grouped = grouped.flat_map(|names| names.split([',', '{', '}'])).any(|name| {
        let name = name.trim();
        name == "Session" || name == "session" || name.starts_with("session::")
    });
    is_grouped || code.contains("crate::session") || code.contains("crate::Session")
}

#[test]
fn parts_of_the_program_do_not_lean_on_the_session() {
    assert!(names_the_session("use crate::session::Session;"));
    assert!(names_the_session("use crate::{\n    job::Jobs,\n    session::HitRef,\n};"));
    assert!(names_the_session("fn f(s: &crate::Session) {}"));
    assert!(!names_the_session(
        "//! See [`crate::session`].\nuse crate::{clock, export};\nuse crate::desk;"
    ));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app");
    let mut found: Vec<String> = Vec::new();
    for file in sources(&root) {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let is_above = name == "lib.rs" || name.starts_with("session/");
        if !is_above && names_the_session(&std::fs::read_to_string(&file).unwrap()) {
            found.push(name);
        }
    }
    found.sort_unstable();
    assert_eq!(
        found, TAKES_THE_SESSION,
        "a file that is no longer found comes off the list, none is added"
    );
}
