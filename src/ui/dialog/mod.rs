//! What opens over the window for a moment.

pub mod open;
pub mod save;
