//! What is worked out from a layer's features once and kept: anchors of labels, sizes, outlines.

/// Derived data of one layer, computed when first asked for.
#[derive(Debug, Default)]
pub struct Detail {}
