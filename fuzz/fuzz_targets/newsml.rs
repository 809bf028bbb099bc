//! See `wiretrace_fuzz::newsml`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wiretrace_fuzz::newsml(data));
