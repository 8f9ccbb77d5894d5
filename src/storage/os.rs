//! The real file system: [`Storage`] by way of `std::fs`.
//!
//! Promises that files and folders are made for their owner only, whatever the umask. Leaves every decision (what
//! to refuse, what to try next) to the functions that call it.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::calls::{Entry, FileIdentity, FileKind, Storage, StorageFile};

/// What the system answers to a link that leads back to itself: `ELOOP` of Linux, of macOS and the BSDs, and
/// `ERROR_CANT_RESOLVE_FILENAME`. `std` knows it as an error kind whose name is not stable yet.
const LINKS_IN_A_CIRCLE: i32 = if cfg!(any(target_os = "linux", target_os = "android")) {
    40
} else if cfg!(windows) {
    1921
} else {
    62
};

/// The file system of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsStorage;

impl Storage for OsStorage {
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        let own = fs::symlink_metadata(path)?;
        if !own.is_symlink() {
            return Ok(entry_of(&own, false));
        }
        let broken = |kind| Entry { kind, bytes: 0, is_link: true, identity: None };
        match fs::metadata(path) {
            Ok(end) => Ok(entry_of(&end, true)),
            Err(error) if error.raw_os_error() == Some(LINKS_IN_A_CIRCLE) => {
                Ok(broken(FileKind::CircularLink))
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(broken(FileKind::DanglingLink))
            }
            Err(error) => Err(error),
        }
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        fs::read_dir(folder)?.map(|found| found.map(|found| found.file_name())).collect()
    }

    fn open(&self, path: &Path, from: u64) -> io::Result<Box<dyn Read>> {
        let mut file = File::open(path)?;
        if from > 0 {
            file.seek(SeekFrom::Start(from))?;
        }
        Ok(Box::new(file))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StorageFile>> {
        Ok(Box::new(open_private(OpenOptions::new().append(true).create_new(true), path)?))
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        builder.mode(0o700);
        builder.create(path)?;
        // As for files. Only where it differs, so that a folder inherits its group from the one above.
        #[cfg(unix)]
        if fs::metadata(path).is_ok_and(|found| found.mode() & 0o777 != 0o700) {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700)).ok();
        }
        Ok(())
    }

    fn link(&self, existing: &Path, new: &Path) -> io::Result<()> {
        // A second name has the rights of the first, and those may be anybody's: a copy has none but its owner's.
        #[cfg(unix)]
        if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(existing)?.permissions()) & 0o077 != 0 {
            return Err(io::ErrorKind::Unsupported.into());
        }
        fs::hard_link(existing, new)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some network and memory-stick file systems cannot sync a folder. That is no failed sync, and
            // refusing to save there would help nobody.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            answer => answer,
        }
    }

    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl StorageFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        File::set_len(self, bytes)
    }

    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        Ok(Box::new(self.try_clone()?))
    }
}

/// Opens a file that, if this call makes it, is for its owner only.
///
/// A umask can take away even the owner's permissions, and a memory stick has none to give: there the failure is
/// passed over, because notes that cannot be private are better than no notes.
pub(super) fn open_private(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    options.mode(0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    if file.metadata().is_ok_and(|found| found.mode() & 0o777 != 0o600) {
        file.set_permissions(fs::Permissions::from_mode(0o600)).ok();
    }
    Ok(file)
}

fn entry_of(found: &Metadata, is_link: bool) -> Entry {
    Entry { kind: kind_of(found.file_type()), bytes: found.len(), is_link, identity: identity_of(found) }
}

fn kind_of(found: FileType) -> FileKind {
    if found.is_file() {
        return FileKind::File;
    }
    if found.is_dir() {
        return FileKind::Folder;
    }
    #[cfg(unix)]
    {
        if found.is_fifo() {
            return FileKind::Pipe;
        }
        if found.is_socket() {
            return FileKind::Socket;
        }
        if found.is_block_device() || found.is_char_device() {
            return FileKind::Device;
        }
    }
    FileKind::Unknown
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems cannot tell")]
fn identity_of(found: &Metadata) -> Option<FileIdentity> {
    Some(FileIdentity { device: found.dev(), number: found.ino() })
}

#[cfg(not(unix))]
fn identity_of(_found: &Metadata) -> Option<FileIdentity> {
    None
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::storage::folder;
    use crate::storage::journal::JournalFile;
    use crate::storage::lock::WriterLock;

    const FOLDER: &str = "HEARKEN_TEST_FOLDER";

    /// A umask belongs to the whole process and there is no safe way to set it: the test runs itself under each.
    #[test]
    fn what_is_made_is_for_its_owner_only_whatever_the_umask() {
        if let Some(home) = std::env::var_os(FOLDER) {
            return make_one_of_each(Path::new(&home));
        }
        for umask in ["000", "022", "077", "777"] {
            let home = tempfile::tempdir().unwrap();
            let status = Command::new("sh")
                .args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")])
                .arg(std::env::current_exe().unwrap())
                .arg("what_is_made_is_for_its_owner_only_whatever_the_umask")
                .env(FOLDER, home.path())
                .output()
                .unwrap()
                .status;
            assert!(status.success(), "umask {umask}");
            let made =
                [("study", 0o700), ("study/.hearken", 0o700), ("k7m2.journal", 0o600), ("k7m2.lock", 0o600)];
            for (name, wanted) in made {
                let found = fs::metadata(home.path().join(name)).unwrap().mode();
                assert_eq!(found & 0o7777, wanted, "{name} under umask {umask}");
            }
        }
    }

    fn make_one_of_each(home: &Path) {
        folder::create(&OsStorage, &home.join("study/.hearken")).unwrap();
        JournalFile::create(&OsStorage, &home.join("k7m2.journal"), &[]).unwrap();
        WriterLock::try_take(&home.join("k7m2.lock"), 1).unwrap();
    }

    #[test]
    fn two_names_of_one_file_are_known_for_that() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name);
        fs::write(at("one"), b"words").unwrap();
        fs::write(at("another"), b"words").unwrap();
        fs::hard_link(at("one"), at("link")).unwrap();
        let entry = |name| OsStorage.entry(&at(name)).unwrap();
        assert!(entry("one").is_same_file(&entry("link")));
        assert!(!entry("one").is_same_file(&entry("another")));
    }
}
