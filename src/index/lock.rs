//! Lock: one writer at a time, by a lock of the system's that goes away with its process.
//!
//! Owns the files `lock` and `holder`; the second says, for people only, who holds the first. Readers need
//! neither.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::disk;
use crate::error::{Error, Result};

/// The file that is locked.
pub(super) const LOCK: &str = "lock";
/// The file that says who holds the lock. Not the same one, because a locked file cannot be read everywhere.
pub(super) const HOLDER: &str = "holder";

/// The right to write to an index, until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the index in `folder`, or says who has it.
    pub(super) fn take(folder: &Path) -> Result<Lock> {
        let path = folder.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| Error::io(&path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = std::fs::read_to_string(folder.join(HOLDER)).unwrap_or_default();
                let holder: String = holder.chars().filter(|c| !c.is_control()).take(400).collect();
                let who = if holder.is_empty() { "another process".to_owned() } else { holder };
                return Err(Error::input(folder, format!("is being written to by {who}")));
            }
            Err(TryLockError::Error(e)) => return Err(Error::io(&path, e)),
        }
        let holder = folder.join(HOLDER);
        let mut output = disk::Output::create(&holder)?;
        output.write(describe().as_bytes())?;
        Ok(Lock { _file: file })
    }
}

/// Who we are: process, host, command, and since when.
fn describe() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("HOSTNAME").or_else(|_| std::env::var("COMPUTERNAME")).ok());
    let command: Vec<String> = std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect();
    let command: String = command.join(" ").chars().take(200).collect();
    format!(
        "process {} on {} (`{command}`) since {:.0}",
        std::process::id(),
        host.as_deref().map_or("an unknown host", str::trim),
        jiff::Timestamp::now(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_who_the_first_is() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        let error = Lock::take(folder.path()).unwrap_err().to_string();
        assert!(error.contains(&format!("process {}", std::process::id())), "{error}");
        assert!(error.contains("since 2"), "{error}");
        drop(first);
        Lock::take(folder.path()).unwrap();
    }
}
