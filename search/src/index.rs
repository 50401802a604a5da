//! A packed index, opened.

use std::{collections::HashSet, sync::OnceLock};

use tantivy::{
    DocId, DocSet, Index, IndexReader, ReloadPolicy, SegmentReader, TERMINATED, Term,
    directory::OwnedBytes,
    schema::{Field, IndexRecordOption},
};

use crate::{
    build::{PAGES, THESAURUS},
    dictionary::Dictionary,
    directory::PackedDirectory,
    packed::{OpenError, unpack},
    pages::{Page, Pages},
    query::Filters,
    rank::Ranking,
    schema::{Fields, Part, schema},
    thesaurus::Thesaurus,
};

/// An index with everything that queries need; nothing is parsed before it is needed.
pub(crate) struct OpenIndex {
    pub(crate) fields: Fields,
    /// None if nothing is indexed.
    pub(crate) segment: Option<OpenSegment>,
    synonyms: OwnedBytes,
    thesaurus: OnceLock<Thesaurus>,
}

/// The one segment of an index.
pub(crate) struct OpenSegment {
    pub(crate) dictionary: Dictionary,
    pub(crate) ranking: Ranking,
    reader: SegmentReader,
    pages: Pages,
    fields: Fields,
    // Keeps the segment's files alive.
    _reader: IndexReader,
}

impl OpenIndex {
    pub(crate) fn open(bytes: OwnedBytes) -> Result<OpenIndex, OpenError> {
        let files = unpack(&bytes)?;
        let synonyms = files
            .get(THESAURUS)
            .cloned()
            .unwrap_or_else(OwnedBytes::empty);
        let pages = files.get(PAGES).cloned().unwrap_or_else(OwnedBytes::empty);
        let index = Index::open(PackedDirectory::new(files))?;
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(OpenError::Damaged {
                what: "its fields are not those of this format".to_owned(),
            });
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let segment = OpenSegment::open(reader, fields, pages)?;
        Ok(OpenIndex {
            fields,
            segment,
            synonyms,
            thesaurus: OnceLock::new(),
        })
    }

    /// The synonyms of the catalogue that was indexed.
    pub(crate) fn thesaurus(&self) -> &Thesaurus {
        self.thesaurus
            .get_or_init(|| serde_json::from_slice(&self.synonyms).unwrap_or_default())
    }
}

impl OpenSegment {
    fn open(
        reader: IndexReader,
        fields: Fields,
        pages: OwnedBytes,
    ) -> Result<Option<OpenSegment>, OpenError> {
        let searcher = reader.searcher();
        let Some(segment) = searcher.segment_readers().first().cloned() else {
            return Ok(None);
        };
        let pages = Pages::open(pages, segment.max_doc() as usize).ok_or(OpenError::Damaged {
            what: "its pages do not fit".to_owned(),
        })?;
        Ok(Some(OpenSegment {
            dictionary: Dictionary::open(&segment, &fields)?,
            ranking: Ranking::open(&segment, &fields)?,
            pages,
            reader: segment,
            fields,
            _reader: reader,
        }))
    }

    /// All gotchas, by code.
    pub(crate) fn all(&self) -> impl Iterator<Item = DocId> {
        0..self.reader.max_doc()
    }

    /// The gotchas that have a term in a field that is not ranked.
    pub(crate) fn with_term(&self, field: Field, term: &str) -> tantivy::Result<Vec<DocId>> {
        let index = self.reader.inverted_index(field)?;
        let mut documents = Vec::new();
        if let Some(mut postings) = index.read_postings(
            &Term::from_field_text(field, term),
            IndexRecordOption::Basic,
        )? {
            while postings.doc() != TERMINATED {
                documents.push(postings.doc());
                postings.advance();
            }
        }
        Ok(documents)
    }

    /// Whether a term occurs in any gotcha's symptoms.
    pub(crate) fn is_in_symptoms(&self, term: &str) -> bool {
        let field = self.fields.of(Part::Symptoms);
        field.is_some_and(|field| {
            self.with_term(field, term)
                .is_ok_and(|documents| !documents.is_empty())
        })
    }

    /// Whether a gotcha has a term among its names or in its messages.
    pub(crate) fn names(&self, document: DocId, term: &str) -> tantivy::Result<bool> {
        for part in [Part::Identifiers, Part::Symptoms, Part::Recorded] {
            if let Some(field) = self.fields.of(part)
                && self.with_term(field, term)?.contains(&document)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The gotchas that have a term with this beginning, in the order of the terms.
    pub(crate) fn with_beginning(
        &self,
        field: Field,
        beginning: &str,
    ) -> tantivy::Result<Vec<DocId>> {
        let index = self.reader.inverted_index(field)?;
        let mut terms = Vec::new();
        let mut stream = index.terms().range().ge(beginning).into_stream()?;
        while let Some((term, _)) = stream.next() {
            if !term.starts_with(beginning.as_bytes()) {
                break;
            }
            terms.push(String::from_utf8_lossy(term).into_owned());
        }
        let mut documents = Vec::new();
        for term in terms {
            documents.extend(self.with_term(field, &term)?);
        }
        Ok(documents)
    }

    /// The gotchas that pass the filters; none if there are no filters.
    pub(crate) fn filtered(&self, filters: &Filters) -> tantivy::Result<Option<HashSet<DocId>>> {
        let any = |field, terms: Vec<String>| -> tantivy::Result<Option<HashSet<DocId>>> {
            if terms.is_empty() {
                return Ok(None);
            }
            let mut documents = HashSet::new();
            for term in terms {
                documents.extend(self.with_term(field, &term)?);
            }
            Ok(Some(documents))
        };
        let runtimes = filters
            .runtimes
            .iter()
            .flat_map(|id| [id.clone(), format!("pyodide-{id}")])
            .collect();
        let severities = filters
            .severities
            .iter()
            .map(|severity| severity.name().to_owned())
            .collect();
        let kinds = [
            any(self.fields.category, filters.categories.clone())?,
            any(self.fields.severity, severities)?,
            any(self.fields.runtime, runtimes)?,
            self.coded(&filters.codes)?,
        ];
        Ok(kinds.into_iter().flatten().reduce(|a, b| &a & &b))
    }

    fn coded(&self, codes: &[String]) -> tantivy::Result<Option<HashSet<DocId>>> {
        if codes.is_empty() {
            return Ok(None);
        }
        let mut documents = HashSet::new();
        for code in codes {
            let code = code.to_lowercase();
            documents.extend(self.with_term(self.fields.handle, &code)?);
            if code.starts_with("cfw") {
                documents.extend(self.with_beginning(self.fields.handle, &code)?);
            }
        }
        Ok(Some(documents))
    }

    /// What a result shows and what it can quote.
    pub(crate) fn page(&self, document: DocId) -> tantivy::Result<Page> {
        self.pages.page(document)
    }
}
