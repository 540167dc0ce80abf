//! Annotation files of other programs: what is not understood comes back as it was.
