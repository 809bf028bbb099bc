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
    let cli = Cli::parse();
    #[cfg(unix)]
    if cli.limits_memory() {
        begin_again_frugally();
    }
    match cli.run() {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Ok(Outcome::Skipped) => ExitCode::from(2),
        // Whoever read our output has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "wiretrace: {}", told(&error));
            ExitCode::from(2)
        }
    }
}

/// Has the allocator give memory back at once, and not keep what was freed for some tenths of a second: that
/// alone is half of what a run takes that is to take little. It reads its settings before anything else runs,
/// so the program has to begin again. If that is refused, the run takes some more memory, and does the same.
#[cfg(unix)]
fn begin_again_frugally() {
    use std::os::unix::process::CommandExt;
    const SETTING: &str = "MIMALLOC_PURGE_DELAY";
    let mut arguments = std::env::args_os();
    if let (None, Ok(program), Some(name)) =
        (std::env::var_os(SETTING), std::env::current_exe(), arguments.next())
    {
        let _ = std::process::Command::new(program).arg0(name).args(arguments).env(SETTING, "0").exec();
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
