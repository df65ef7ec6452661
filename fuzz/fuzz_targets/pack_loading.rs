//! Any bytes as a file of a language pack.
#![no_main]
#![forbid(unsafe_code)]

#[path = "../../tests/oracle/mod.rs"]
mod oracle;

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracle::pack_loading(data));
