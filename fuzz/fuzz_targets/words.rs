//! See `wiretrace_fuzz::words`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wiretrace_fuzz::words(data));
