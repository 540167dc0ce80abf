//! Where templates come from: the program, the catalogue's folder, and the user's own.

use std::path::{Path, PathBuf};

use planmap_paper::template::{SheetTemplate, TemplateError};

/// The templates that can be chosen: bundled ones, then those in `sheets/` of the catalogue's
/// folder and of the program's settings. One with the id of an earlier one takes its place. Files
/// that cannot be used are named with the reason.
#[must_use]
pub fn templates(maps_root: Option<&Path>) -> (Vec<SheetTemplate>, Vec<(PathBuf, TemplateError)>) {
    let mut out = SheetTemplate::bundled();
    let mut wrong = Vec::new();
    let own =
        directories::ProjectDirs::from("", "", "planmap").map(|d| d.config_dir().join("sheets"));
    for folder in maps_root.map(|r| r.join("sheets")).into_iter().chain(own) {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let mut files: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
        files.retain(|f| f.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")));
        files.sort();
        for file in files {
            match read(&file) {
                Ok(template) => match out.iter_mut().find(|t| t.id == template.id) {
                    Some(old) => *old = template,
                    None => out.push(template),
                },
                Err(error) => wrong.push((file, error)),
            }
        }
    }
    (out, wrong)
}

fn read(file: &Path) -> Result<SheetTemplate, TemplateError> {
    let text = std::fs::read_to_string(file).map_err(|e| TemplateError::Syntax(e.to_string()))?;
    SheetTemplate::parse(&text)
}

/// A template by its id, or by the path of its file.
///
/// # Errors
/// The ids that there are, where none has this one; or why the file cannot be used.
pub fn find_template(name: &str, maps_root: Option<&Path>) -> Result<SheetTemplate, String> {
    let path = Path::new(name);
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
        return read(path).map_err(|e| e.to_string());
    }
    let (all, _) = templates(maps_root);
    let ids: Vec<String> = all.iter().map(|t| t.id.clone()).collect();
    all.into_iter().find(|t| t.id == name).ok_or_else(|| ids.join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_office_s_templates_are_found_beside_its_maps() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("sheets")).unwrap();
        std::fs::write(dir.path().join("sheets/so.toml"), "id = \"so-xay-dung\"\nmargin_mm = 14")
            .unwrap();
        std::fs::write(dir.path().join("sheets/bad.toml"), "margin_mm = ").unwrap();
        let (all, wrong) = templates(Some(dir.path()));
        assert!(
            all.iter().any(|t| t.id == "so-xay-dung") && all.iter().any(|t| t.id == "standard")
        );
        assert_eq!(wrong.len(), 1);
        assert!(find_template("so-xay-dung", Some(dir.path())).is_ok());
        assert!(find_template("nowhere", None).unwrap_err().contains("standard"));
    }
}
