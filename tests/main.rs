//! End-to-end tests: one binary, so that one link serves them all.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod architecture;
mod cli;
mod window;
