//! See `wiretrace_fuzz::index`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wiretrace_fuzz::index(data));
