//! Any bytes as a text file.
#![no_main]
#![forbid(unsafe_code)]

#[path = "../../tests/oracle/mod.rs"]
mod oracle;

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracle::text_decoding(data));
