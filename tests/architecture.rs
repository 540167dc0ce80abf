//! The arrows between the crates, and the window toolkit kept to one of them.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Who may know whom. Anything else is a mistake in a manifest.
const ARROWS: &[(&str, &[&str])] = &[
    ("planmap_core", &[]),
    ("planmap_data", &["planmap_core"]),
    ("planmap_draw", &["planmap_core"]),
    ("planmap_app", &["planmap_core", "planmap_data", "planmap_draw"]),
    ("planmap_ui", &["planmap_core", "planmap_draw", "planmap_app"]),
    ("planmap", &["planmap_app", "planmap_ui"]),
];

const TOOLKIT: &[&str] = &["egui", "eframe", "egui-winit", "egui-wgpu", "egui_glow", "wgpu", "winit", "rfd"];

fn metadata() -> Metadata {
    MetadataCommand::new().manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).exec().unwrap()
}

fn direct(package: &Package) -> BTreeSet<String> {
    package.dependencies.iter().filter(|d| d.kind != DependencyKind::Development).map(|d| d.name.clone()).collect()
}

#[test]
fn crates_know_only_those_below_them() {
    let metadata = metadata();
    let members: BTreeSet<String> = metadata.workspace_packages().iter().map(|p| p.name.to_string()).collect();
    let listed: BTreeSet<String> = ARROWS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(members, listed);
    for package in metadata.workspace_packages() {
        let (_, allowed) = ARROWS.iter().find(|(name, _)| *name == package.name.as_str()).unwrap();
        let inside: BTreeSet<String> = direct(package).into_iter().filter(|d| members.contains(d)).collect();
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
        let found: Vec<&str> =
            seen.iter().map(|id| metadata[id].name.as_str()).filter(|name| TOOLKIT.contains(name)).collect();
        assert!(found.is_empty(), "{} pulls in {found:?}", package.name);
    }
}

#[test]
fn the_top_level_stays_as_it_is() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = ["Cargo.lock", "Cargo.toml", "README.md", "assets", "maps", "src", "tests"];
    let found: BTreeSet<String> = std::fs::read_dir(root)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != "target")
        .collect();
    let extra: Vec<_> = found.iter().filter(|n| !expected.contains(&n.as_str())).collect();
    assert!(extra.is_empty(), "{extra:?}");
}
