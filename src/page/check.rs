//! Runs the examples and counterexamples of a `page.toml`.
