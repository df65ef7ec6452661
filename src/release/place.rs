//! Where releases lie: the lock, the staging folder, and the step that publishes, which a crash leaves done or undone.

use crate::error::{Error, ErrorKind, Result};
use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use rustix::io::Errno;
use std::fs::{self, File, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Name of the draft release, which every run replaces.
pub const DRAFT: &str = "draft";
const LOCK: &str = ".lock";
/// How the names of staging folders begin.
pub(super) const STAGING: &str = ".staging-";

/// Under which name a release is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// The draft: replaced whole by every run.
    Draft,
    /// A version that is published once and never written to again.
    Fixed(String),
}

impl Version {
    /// Checks a version name: a letter or digit, then at most 63 letters, digits, points, underscores and hyphens.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`] for any other name, and for `draft`.
    pub fn parse(name: &str) -> Result<Self> {
        let inner = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        let fits = (1..=64).contains(&name.len())
            && name.bytes().all(inner)
            && name.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric);
        if !fits || name.eq_ignore_ascii_case(DRAFT) {
            let shown = crate::error::printable(name);
            let message =
                format!("\"{shown}\" cannot name a version; use a name such as 1.0.0, and none for the draft");
            return Err(Error::new(ErrorKind::Usage, message));
        }
        Ok(Version::Fixed(name.to_string()))
    }

    /// The name of the folder.
    pub fn name(&self) -> &str {
        match self {
            Version::Draft => DRAFT,
            Version::Fixed(name) => name,
        }
    }
}

/// A locked folder of releases with one staging folder in it. Dropping it removes the staging folder.
#[derive(Debug)]
pub(super) struct Place {
    root: PathBuf,
    version: Version,
    staging: PathBuf,
    /// The kernel frees the lock when this is closed, also when the process dies.
    _lock: File,
}

impl Place {
    /// Takes the lock of `root`, removes what dead runs left, and makes a staging folder.
    pub(super) fn claim(root: &Path, version: Version) -> Result<Self> {
        create_folders(root)?;
        let lock = take_lock(root)?;
        let target = root.join(version.name());
        if version != Version::Draft && exists(&target) {
            return Err(already_there(&target));
        }
        remove_leftovers(root)?;
        let staging = root.join(format!("{STAGING}{}-{}", version.name(), std::process::id()));
        fs::create_dir(&staging).map_err(|error| Error::io(&staging, "create", error))?;
        Ok(Place { root: root.to_path_buf(), version, staging, _lock: lock })
    }

    /// The staging folder.
    pub(super) fn staging(&self) -> &Path {
        &self.staging
    }

    /// Which release is made.
    pub(super) fn version(&self) -> &Version {
        &self.version
    }

    /// Gives the staging folder its name, after everything in it has been synced; returns the path of the release.
    pub(super) fn publish(self) -> Result<PathBuf> {
        sync_folders(&self.staging)?;
        let target = self.root.join(self.version.name());
        match self.version {
            Version::Draft => replace(&self.staging, &target)?,
            Version::Fixed(_) => put(&self.staging, &target)?,
        }
        sync(&self.root)?;
        Ok(target)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // After a draft was swapped in, this removes the old one. What cannot be removed the next run removes.
        let _ = fs::remove_dir_all(&self.staging);
    }
}

/// Renames a folder to a name that must be free.
fn put(staging: &Path, target: &Path) -> Result<()> {
    match renameat_with(CWD, staging, CWD, target, RenameFlags::NOREPLACE) {
        Err(Errno::EXIST) => Err(already_there(target)),
        // File systems without the flag: the lock keeps other exporters out, and a plain rename refuses to replace a
        // folder that holds anything.
        Err(Errno::INVAL | Errno::NOSYS) if exists(target) => Err(already_there(target)),
        Err(Errno::INVAL | Errno::NOSYS) => {
            fs::rename(staging, target).map_err(|error| Error::io(target, "publish", error))
        }
        renamed => renamed.map_err(|errno| Error::io(target, "publish", errno.into())),
    }
}

/// Swaps a folder with the one at `target`, so that readers find the old one or the new one at any moment.
fn replace(staging: &Path, target: &Path) -> Result<()> {
    match fs::symlink_metadata(target) {
        Ok(found) if !found.is_dir() => {
            let message = format!("{} is in the way: it is not a folder", target.display());
            return Err(Error::new(ErrorKind::Io, message));
        }
        Ok(_) => {}
        Err(_) => return put(staging, target),
    }
    match renameat_with(CWD, staging, CWD, target, RenameFlags::EXCHANGE) {
        Err(Errno::INVAL | Errno::NOSYS) => {
            // File systems without the flag: for a moment there is no draft, but never a torn one.
            let old = staging.with_extension("old");
            fs::rename(target, &old).map_err(|error| Error::io(target, "replace", error))?;
            fs::rename(staging, target).map_err(|error| Error::io(target, "publish", error))?;
            fs::remove_dir_all(&old).map_err(|error| Error::io(&old, "remove", error))
        }
        swapped => swapped.map_err(|errno| Error::io(target, "publish", errno.into())),
    }
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn already_there(target: &Path) -> Error {
    let message = format!("{} is already published and is never changed; choose another --version", target.display());
    Error::new(ErrorKind::ReleaseExists, message)
}

/// Makes `root` and the folders above it, each synced into the one that holds it.
fn create_folders(root: &Path) -> Result<()> {
    if root.is_dir() {
        return Ok(());
    }
    let parent = root.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_folders(parent)?;
    }
    match fs::DirBuilder::new().mode(0o777).create(root) {
        // Another exporter may have been faster.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && root.is_dir() => Ok(()),
        Err(error) => Err(Error::io(root, "create", error)),
        Ok(()) => sync(parent.unwrap_or(Path::new("."))),
    }
}

/// Takes the lock without waiting and writes this process's id into it, for the message that another one prints.
fn take_lock(root: &Path) -> Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let path = root.join(LOCK);
    let mut options = File::options();
    options.read(true).write(true).create(true).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits() as i32);
    let mut lock = options.open(&path).map_err(|error| Error::io(&path, "open", error))?;
    match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(Errno::WOULDBLOCK) => {
            let mut holder = String::new();
            let _ = Read::by_ref(&mut lock).take(20).read_to_string(&mut holder);
            let holder = holder.trim().parse::<u32>().map_or_else(|_| String::new(), |pid| format!(" (process {pid})"));
            let message = format!("another export{holder} is writing to {}; wait until it is done", root.display());
            return Err(Error::new(ErrorKind::Locked, message));
        }
        Err(errno) => return Err(Error::io(&path, "lock", errno.into())),
    }
    let named = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
    named.map_err(|error| Error::io(&path, "write", error))?;
    Ok(lock)
}

fn remove_leftovers(root: &Path) -> Result<()> {
    let entries = fs::read_dir(root).map_err(|error| Error::io(root, "read", error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Error::io(root, "read", error))?;
        if entry.file_name().to_string_lossy().starts_with(STAGING) && entry.file_type().is_ok_and(|kind| kind.is_dir())
        {
            fs::remove_dir_all(entry.path()).map_err(|error| Error::io(&entry.path(), "remove", error))?;
        }
    }
    Ok(())
}

/// Makes a file read-only and syncs it: it is never written to again.
pub(super) fn seal(file: &File, path: &Path) -> Result<()> {
    file.set_permissions(Permissions::from_mode(0o444)).map_err(|error| Error::io(path, "seal", error))?;
    file.sync_all().map_err(|error| Error::io(path, "sync", error))
}

/// Syncs a file or folder by its path.
pub(super) fn sync(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| Error::io(path, "sync", error))
}

/// Syncs a folder and all folders below it, the deepest first.
fn sync_folders(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(|error| Error::io(folder, "read", error))? {
        let entry = entry.map_err(|error| Error::io(folder, "read", error))?;
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            sync_folders(&entry.path())?;
        }
    }
    sync(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_names_are_never_paths() {
        for name in ["1.0.0", "2024-06", "v1_b", "A"] {
            assert_eq!(Version::parse(name).unwrap().name(), name);
        }
        for name in ["", ".", "..", ".x", "-x", "a/b", "a b", "draft", "Draft", "é", "a\n", &"x".repeat(65)] {
            assert_eq!(Version::parse(name).unwrap_err().kind(), ErrorKind::Usage, "{name:?}");
        }
    }
}
