//! The licences of everything that planmap is made of.
//!
//! Owns the reading of the list in `assets/licences/third-party.txt`, which is compiled in. Must not
//! know how it is made: that is the developers' program's.

/// The list, compiled in.
pub const THIRD_PARTY: &str = include_str!("../../../assets/licences/third-party.txt");

/// Begins the line of a crate.
pub const MARK: &str = "* ";
/// Stands before each text of a licence.
pub const RULE: &str = "----------------";

/// A crate as the list names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crate {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence as an SPDX expression, or what its manifest says instead.
    pub licence: String,
}

/// The crates of a list.
pub fn crates(list: &str) -> impl Iterator<Item = Crate> + '_ {
    // Texts of licences follow the crates and have marks of their own.
    list.lines().take_while(|line| *line != RULE).filter_map(|line| {
        let mut parts = line.strip_prefix(MARK)?.splitn(3, ' ');
        let (name, version, licence) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Crate {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: licence.to_owned(),
        })
    })
}
