//! The `wiretrace` command: parse, run, clean up, exit code.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use wiretrace::cli::{Cli, Outcome};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    #[cfg(unix)]
    clean_up_when_interrupted();
    match Cli::parse().run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Skipped) => ExitCode::from(2),
        // Whoever read our output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "wiretrace: {}", told(&error));
            ExitCode::from(2)
        }
    }
}

/// Takes half-written outputs away before an interrupted run ends. A hang-up is left to the system, or
/// `nohup` would not work.
#[cfg(unix)]
fn clean_up_when_interrupted() {
    use signal_hook::consts::{SIGINT, SIGTERM};
    // Without it, all that happens is that such a file is left behind.
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            wiretrace::report::remove_unfinished();
            std::process::exit(128 + signal);
        }
    });
}

/// The error and its causes, each said once: most of ours already end in what the system said.
fn told(error: &anyhow::Error) -> String {
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.ends_with(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
