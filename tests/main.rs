//! End-to-end tests of the whole program: one binary, so that one link serves them all.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::float_cmp
)]

mod actions_window;
mod analysis_window;
mod annotate_window;
mod annotations;
mod architecture;
mod audit;
mod bundled_maps;
mod cases;
mod changing_files;
mod cli;
mod compare_window;
mod corpora;
mod desk_window;
mod exact_json;
mod foreign_annotations;
mod golden;
mod ground;
mod input_methods;
mod map_window;
mod meeting_window;
mod registers;
mod review;
mod screens;
mod search;
mod sheets;
mod surroundings;
mod systems;
mod table;
mod table_window;
mod typing;
mod window;
