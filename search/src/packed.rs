//! The index as one run of bytes, or as the files of a folder.
//!
//! ```text
//! 8 bytes   GOTCHIDX
//! u32       format version
//! u32       CRC-32 of everything that follows
//! u32       number of files
//! per file  u16 length of the name, u32 length of the content, the name
//! contents, in the order of the names
//! ```
//!
//! All numbers are little-endian. The bytes are the same for the same catalogue, on every machine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;
use thiserror::Error;

const MAGIC: &[u8; 8] = b"GOTCHIDX";

/// Version of the packed form, the schema and the analysis together: an index of another version cannot be queried.
pub const FORMAT_VERSION: u32 = 5;

const HEADER: usize = 16;

/// Name of the file that describes an index spread over a folder.
pub const MANIFEST: &str = "gotchas-index.json";

/// A search index, ready to be embedded, stored or opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedIndex {
    bytes: Vec<u8>,
}

/// Why bytes could not be opened as an index.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The bytes are something else.
    #[error("this is not a gotchas index; build one with `gotchas build`")]
    Foreign,
    /// Another release of this program wrote it.
    #[error(
        "this index has format {found}, this program reads format {FORMAT_VERSION}; build it again with `gotchas build`"
    )]
    Version {
        /// The version it states.
        found: u32,
    },
    /// Bytes are missing or changed.
    #[error("the index is damaged ({what}); build it again with `gotchas build`")]
    Damaged {
        /// What does not fit.
        what: String,
    },
    /// The search engine refused its files.
    #[error("the index cannot be read: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

/// The content of [`MANIFEST`].
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    crc32: u32,
}

impl PackedIndex {
    /// Packs files under their names.
    pub(crate) fn pack(files: &BTreeMap<String, Vec<u8>>) -> PackedIndex {
        let mut body = Vec::new();
        body.extend((files.len() as u32).to_le_bytes());
        for (name, content) in files {
            body.extend((name.len() as u16).to_le_bytes());
            body.extend((content.len() as u32).to_le_bytes());
            body.extend(name.as_bytes());
        }
        for content in files.values() {
            body.extend(content);
        }
        let mut bytes = Vec::with_capacity(HEADER - 4 + body.len());
        bytes.extend(MAGIC);
        bytes.extend(FORMAT_VERSION.to_le_bytes());
        bytes.extend(crc32fast::hash(&body).to_le_bytes());
        bytes.extend(body);
        PackedIndex { bytes }
    }

    /// The packed bytes; [`crate::Searcher::open`] takes them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The packed bytes, by value.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The files of a folder that any tantivy of the same version can open, by name, with a manifest that lets
    /// [`PackedIndex::from_files`] tell whether they are complete.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let files = unpack(&OwnedBytes::new(self.bytes.clone())).unwrap_or_default();
        let manifest = Manifest {
            format: FORMAT_VERSION,
            crc32: self.crc32(),
        };
        let manifest = serde_json::to_vec(&manifest).unwrap_or_default();
        let mut files: Vec<(String, Vec<u8>)> = files
            .into_iter()
            .map(|(name, content)| (name, content.to_vec()))
            .collect();
        files.push((MANIFEST.to_owned(), manifest));
        files
    }

    /// Puts together what [`PackedIndex::files`] gave.
    ///
    /// # Errors
    /// Without a manifest the folder is [`OpenError::Foreign`]; with one of another release it is
    /// [`OpenError::Version`]; with missing, additional or changed files it is [`OpenError::Damaged`].
    pub fn from_files(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Result<PackedIndex, OpenError> {
        let mut files: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
        let manifest = files.remove(MANIFEST).ok_or(OpenError::Foreign)?;
        let manifest: Manifest =
            serde_json::from_slice(&manifest).map_err(|_| OpenError::Foreign)?;
        if manifest.format != FORMAT_VERSION {
            return Err(OpenError::Version {
                found: manifest.format,
            });
        }
        let packed = PackedIndex::pack(&files);
        if packed.crc32() != manifest.crc32 {
            return Err(damaged("a file is missing or was changed"));
        }
        Ok(packed)
    }

    fn crc32(&self) -> u32 {
        read_u32(&self.bytes, 12).unwrap_or_default()
    }
}

/// Checks packed bytes and gives their files, without copying.
pub(crate) fn unpack(bytes: &OwnedBytes) -> Result<BTreeMap<String, OwnedBytes>, OpenError> {
    if !bytes.starts_with(MAGIC) {
        return Err(OpenError::Foreign);
    }
    let version = read_u32(bytes, 8).ok_or_else(cut_short)?;
    if version != FORMAT_VERSION {
        return Err(OpenError::Version { found: version });
    }
    let stated = read_u32(bytes, 12).ok_or_else(cut_short)?;
    if crc32fast::hash(&bytes[HEADER.min(bytes.len())..]) != stated {
        return Err(damaged("its checksum does not match"));
    }
    split(bytes).ok_or_else(cut_short)
}

fn split(bytes: &OwnedBytes) -> Option<BTreeMap<String, OwnedBytes>> {
    let count = read_u32(bytes, HEADER)?;
    let mut at = HEADER + 4;
    let mut entries = Vec::new();
    for _ in 0..count {
        let name_length = u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?) as usize;
        let length = read_u32(bytes, at + 2)? as usize;
        let name = std::str::from_utf8(bytes.get(at + 6..at + 6 + name_length)?).ok()?;
        entries.push((name.to_owned(), length));
        at += 6 + name_length;
    }
    let mut files = BTreeMap::new();
    for (name, length) in entries {
        let end = at.checked_add(length).filter(|end| *end <= bytes.len())?;
        files.insert(name, bytes.slice(at..end));
        at = end;
    }
    Some(files)
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn damaged(what: &str) -> OpenError {
    OpenError::Damaged {
        what: what.to_owned(),
    }
}

fn cut_short() -> OpenError {
    damaged("it ends too early")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> PackedIndex {
        let files = [
            ("b.idx", b"content".to_vec()),
            ("a.json", b"{}".to_vec()),
            ("empty", Vec::new()),
        ];
        PackedIndex::pack(
            &files
                .map(|(name, content)| (name.to_owned(), content))
                .into(),
        )
    }

    fn open(bytes: Vec<u8>) -> Result<BTreeMap<String, OwnedBytes>, OpenError> {
        unpack(&OwnedBytes::new(bytes))
    }

    #[test]
    fn files_come_back_as_they_went_in() {
        let files = open(sample().into_bytes()).unwrap();
        assert_eq!(
            files.keys().collect::<Vec<_>>(),
            ["a.json", "b.idx", "empty"]
        );
        assert_eq!(&*files["b.idx"], b"content");
        let again = PackedIndex::from_files(sample().files()).unwrap();
        assert_eq!(again, sample());
    }

    #[test]
    fn other_bytes_are_foreign() {
        for bytes in [&b""[..], b"GOTCH", b"%PDF-1.7 and so on and on"] {
            assert!(matches!(open(bytes.to_vec()), Err(OpenError::Foreign)));
        }
    }

    #[test]
    fn another_version_is_named() {
        let mut bytes = sample().into_bytes();
        bytes[8] = 9;
        let error = open(bytes).unwrap_err();
        assert!(error.to_string().contains("format 9"), "{error}");
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let whole = sample().into_bytes();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x20;
            assert!(open(changed).is_err(), "changed byte {at}");
            assert!(open(whole[..at].to_vec()).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_folder_with_a_file_too_few_or_too_many_is_damaged() {
        let fewer = sample()
            .files()
            .into_iter()
            .filter(|(name, _)| name != "b.idx");
        assert!(matches!(
            PackedIndex::from_files(fewer),
            Err(OpenError::Damaged { .. })
        ));
        let more = sample()
            .files()
            .into_iter()
            .chain([("x".to_owned(), vec![1])]);
        assert!(matches!(
            PackedIndex::from_files(more),
            Err(OpenError::Damaged { .. })
        ));
        assert!(matches!(
            PackedIndex::from_files([]),
            Err(OpenError::Foreign)
        ));
    }
}
