//! End-to-end tests of the whole program, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::float_cmp)]

mod bundled_maps;
