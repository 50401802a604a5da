//! tantivy's view of a packed index: files that can be read and nothing else.

use std::{collections::BTreeMap, io, path::Path, sync::Arc};

use tantivy::{
    Directory,
    directory::{
        DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
};

/// A read-only directory over slices of a packed index; nothing is copied.
#[derive(Debug, Clone)]
pub(crate) struct PackedDirectory {
    files: Arc<BTreeMap<String, OwnedBytes>>,
}

impl PackedDirectory {
    pub(crate) fn new(files: BTreeMap<String, OwnedBytes>) -> PackedDirectory {
        PackedDirectory {
            files: Arc::new(files),
        }
    }

    fn file(&self, path: &Path) -> Option<&OwnedBytes> {
        self.files.get(path.to_str()?)
    }

    fn read(&self, path: &Path) -> Result<OwnedBytes, OpenReadError> {
        self.file(path)
            .cloned()
            .ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }
}

impl Directory for PackedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.read(path)?))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.file(path).is_some())
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        Ok(self.read(path)?.to_vec())
    }

    /// Nobody writes, so nobody has to be kept out. The default would create a lock file.
    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(read_only()),
            filepath: path.to_owned(),
        })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned()))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(read_only())
    }
}

fn read_only() -> io::Error {
    io::Error::new(
        io::ErrorKind::PermissionDenied,
        "a packed index cannot be written to",
    )
}
