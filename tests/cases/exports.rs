//! Exports stay well formed and true whatever the texts and colours are.
