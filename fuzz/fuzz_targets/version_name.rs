//! Any bytes as the name of a version.
#![no_main]
#![forbid(unsafe_code)]

#[path = "../../tests/oracle/mod.rs"]
mod oracle;

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracle::version_name(data));
