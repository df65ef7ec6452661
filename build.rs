//! Rebuilds the crate when the data that it embeds changes.
fn main() {
    println!("cargo:rerun-if-changed=src/lang");
    println!("cargo:rerun-if-changed=src/registry/data");
}
