//! See `wiretrace_fuzz::json_lines`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wiretrace_fuzz::json_lines(data));
