//! The `wiretrace` command.
fn main() {}
