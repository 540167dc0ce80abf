//! End-to-end tests of the whole program: one binary, so that one link serves them all.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::float_cmp
)]

mod analysis_window;
mod annotate_window;
mod annotations;
mod architecture;
mod audit;
mod bundled_maps;
mod cli;
mod corpora;
mod golden;
mod meeting_window;
mod registers;
mod review;
mod sheets;
mod window;
