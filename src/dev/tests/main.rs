//! Tests that run the developers' program: one binary, so that one link serves them all.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod crashes;
mod program;
