//! See `wiretrace_fuzz::warc`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wiretrace_fuzz::warc(data));
