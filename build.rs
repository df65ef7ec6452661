//! Rebuilds the crate when the data that it embeds changes.
#![forbid(unsafe_code)]

fn main() {
    println!("cargo:rerun-if-changed=src/lang");
    println!("cargo:rerun-if-changed=src/registry/data");
}
