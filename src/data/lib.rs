//! Files in and out of planmap.
//!
//! Owns every byte that is read or written: map formats, the catalogue, where they are found, and
//! writing without loss. Must not know the window, the drawing or what a user is doing; it turns
//! bytes into the types of `planmap_core` and says what was wrong with them.

pub mod annotations;
pub mod atomic;
pub mod cache;
pub mod catalogue;
pub mod checksum;
mod held;
pub mod locate;
pub mod read;
