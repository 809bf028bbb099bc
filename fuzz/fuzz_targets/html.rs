//! See `wiretrace_fuzz::html`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wiretrace_fuzz::html(data));
