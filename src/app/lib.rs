//! The whole of planmap without a window: state, commands, jobs, tools and the command line.

pub mod bundle;
pub mod cli;
