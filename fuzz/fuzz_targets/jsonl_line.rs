//! Any bytes as JSON lines.
#![no_main]
#![forbid(unsafe_code)]

#[path = "../../tests/oracle/mod.rs"]
mod oracle;

libfuzzer_sys::fuzz_target!(|data: &[u8]| oracle::jsonl_line(data));
