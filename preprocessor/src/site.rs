use std::{
    fs,
    panic::resume_unwind,
    path::Path,
    sync::{Mutex, PoisonError},
    thread::JoinHandle,
};

use anyhow::{Context, bail};
use gotchas_catalog::{Catalogue, schema_json};
use mdbook_renderer::{RenderContext, Renderer};

use crate::{Settings, files, knowledge};

/// Folder of the search index in the site.
const INDEX_FOLDER: &str = "search-index";

/// The renderer of what lies beside the pages: the search index, `gotchas.json`, `schema.json`.
///
/// mdBook empties the folder of the HTML before it writes the pages, so a preprocessor cannot put anything there. This
/// renderer comes after `html` in `book.toml` and writes into that renderer's folder; it has none of its own.
#[derive(Debug, Default)]
pub struct Site {
    /// What another thread is making while mdBook renders the pages.
    under_way: Mutex<Option<JoinHandle<Extras>>>,
}

/// Files beside the pages.
#[derive(Debug, PartialEq, Eq)]
pub struct Extras {
    /// Paths from the root of the site, with their content.
    files: Vec<(String, Vec<u8>)>,
}

impl Extras {
    /// Makes the files from a catalogue.
    pub fn new(catalogue: &Catalogue) -> Extras {
        let index = gotchas_search::build_index(catalogue).files();
        let index = index
            .into_iter()
            .map(|(name, content)| (format!("{INDEX_FOLDER}/{name}"), content));
        let data = [
            ("gotchas.json".to_owned(), catalogue.to_json().into_bytes()),
            ("schema.json".to_owned(), schema_json().into_bytes()),
        ];
        Extras {
            files: index.chain(data).collect(),
        }
    }

    fn write(&self, site: &Path) -> anyhow::Result<()> {
        self.files
            .iter()
            .try_for_each(|(path, content)| files::write(&site.join(path), content))
    }
}

impl Site {
    /// The name in `book.toml`: `[output.site]`.
    pub const NAME: &'static str = "site";

    /// A renderer that loads the knowledge base each time it runs.
    pub fn new() -> Site {
        Site::default()
    }

    /// A renderer that waits for these files and writes them.
    pub fn with_extras(under_way: JoinHandle<Extras>) -> Site {
        Site {
            under_way: Mutex::new(Some(under_way)),
        }
    }

    fn extras(&self, root: &Path) -> anyhow::Result<Extras> {
        let under_way = self
            .under_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = under_way {
            return Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        let settings = Settings::read(root)?;
        let catalogue = knowledge::load_catalogue(root, &settings.folders)?;
        Ok(Extras::new(&catalogue))
    }
}

impl Renderer for Site {
    fn name(&self) -> &str {
        Site::NAME
    }

    fn render(&self, context: &RenderContext) -> anyhow::Result<()> {
        let html = context
            .root
            .join(&context.config.build.build_dir)
            .join("html");
        if !html.join("index.html").is_file() {
            bail!(
                "there are no pages in {}; [output.html] has to come before [output.site]",
                html.display()
            );
        }
        self.extras(&context.root)?
            .write(&html)
            .context("cannot write the search index and the data of the site")?;
        // mdBook makes a folder for each program it calls. Ours stays empty.
        if context.destination != html && fs::remove_dir(&context.destination).is_err() {
            tracing::debug!("left {} as it is", context.destination.display());
        }
        Ok(())
    }
}
