//! Builds the index.

use std::collections::BTreeMap;

use gotchas_catalog::Synonyms;
use tantivy::{
    Directory, Index, IndexBuilder, IndexSettings, TantivyDocument,
    directory::RamDirectory,
    index::SegmentId,
    tokenizer::{TextAnalyzer, TokenizerManager},
};

use crate::{
    analysis::Analysis,
    document::Document,
    packed::PackedIndex,
    pages::Pages,
    schema::{Fields, schema},
    thesaurus::Thesaurus,
};

/// Enough for thousands of gotchas before anything is spilled.
const MEMORY: usize = 64 << 20;

/// Name of the thesaurus inside the packed index.
pub(crate) const THESAURUS: &str = "thesaurus.json";

/// Name of the [`Pages`] inside the packed index.
pub(crate) const PAGES: &str = "pages";

/// tantivy's file that lists the segments.
const META: &str = "meta.json";

/// The segment's name instead of the random one that tantivy gives it.
const SEGMENT: &str = "00000000000000000000000000000000";

/// Indexes documents in the order given. The same documents always give the same bytes: one thread writes one segment,
/// and the segment's random name is replaced.
pub(crate) fn pack(documents: &[Document], synonyms: &Synonyms) -> PackedIndex {
    let mut files = write(documents).expect("an index in memory can always be written");
    let thesaurus = serde_json::to_vec(&Thesaurus::new(synonyms)).expect("synonyms are strings");
    files.insert(THESAURUS.to_owned(), thesaurus);
    files.insert(PAGES.to_owned(), Pages::pack(documents));
    PackedIndex::pack(&files)
}

/// The tokenizers under the names that the schema refers to.
fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    for analysis in [Analysis::Exact, Analysis::Prose] {
        tokenizers.register(analysis.name(), TextAnalyzer::from(analysis));
    }
    tokenizers
}

fn write(documents: &[Document]) -> tantivy::Result<BTreeMap<String, Vec<u8>>> {
    let (schema, fields) = schema();
    let directory = RamDirectory::create();
    let builder = IndexBuilder::new()
        .schema(schema)
        .settings(IndexSettings::default())
        .tokenizers(tokenizers());
    let index = write_segment(builder, directory.clone(), documents, &fields)?;
    let segments = index.searchable_segment_ids()?;
    let random = segments
        .first()
        .map(SegmentId::uuid_string)
        .unwrap_or_default();
    let mut files = BTreeMap::new();
    for path in index.directory().list_managed_files() {
        let content = directory.open_read(&path)?.read_bytes()?.to_vec();
        files.insert(path.to_string_lossy().replace(&random, SEGMENT), content);
    }
    let meta = String::from_utf8_lossy(&directory.atomic_read(META.as_ref())?)
        .replace(&dashed(&random), SEGMENT);
    files.insert(META.to_owned(), meta.into_bytes());
    Ok(files)
}

fn write_segment(
    builder: IndexBuilder,
    directory: RamDirectory,
    documents: &[Document],
    fields: &Fields,
) -> tantivy::Result<Index> {
    let mut writer = builder.single_segment_index_writer::<TantivyDocument>(directory, MEMORY)?;
    for document in documents {
        writer.add_document(document.to_tantivy(fields))?;
    }
    writer.finalize()
}

/// The form in which `meta.json` writes a segment's name.
fn dashed(uuid: &str) -> String {
    [
        &uuid[..8],
        &uuid[8..12],
        &uuid[12..16],
        &uuid[16..20],
        &uuid[20..],
    ]
    .join("-")
}
