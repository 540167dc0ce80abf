//! End-to-end tests: one binary, one module a subject.

mod corpora;
