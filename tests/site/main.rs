//! The site as its readers and mdBook meet it: the HTML of the pages, what lies beside them, and the program that mdBook
//! calls.

mod data;
mod links;
mod pages;
mod protocol;
mod running;

use std::{fs, path::PathBuf, sync::LazyLock};

use gotchas_catalog::Catalogue;
use gotchas_tests::root;
use mdbook_gotchas::build::Book;
use scraper::{ElementRef, Html, Selector};
use tempfile::TempDir;
use walkdir::WalkDir;

/// The site, built once for all tests.
static SITE: LazyLock<Site> = LazyLock::new(Site::build);

/// The knowledge base that it is made from.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    Catalogue::load(&root().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

/// A built site.
struct Site {
    folder: TempDir,
}

impl Site {
    fn build() -> Site {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut book = Book::load(root()).expect("the settings of the book");
        book.set_destination(folder.path())
            .expect("a working folder")
            .set_pyodide(None)
            .expect("a working folder");
        book.build(&|_| ()).expect("the book builds");
        Site { folder }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("html").join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn page(&self, path: &str) -> Page {
        Page(Html::parse_document(&self.read(path)))
    }

    /// The paths of all pages that readers come to.
    fn pages(&self) -> Vec<String> {
        let html = self.path("");
        let files = WalkDir::new(&html).sort_by_file_name();
        let paths = files.into_iter().map(|entry| {
            let entry = entry.expect("a folder that can be listed");
            let path = entry.path().strip_prefix(&html).expect("below").to_owned();
            path.to_string_lossy().into_owned()
        });
        paths
            .filter(|path| path.ends_with(".html") && path != "toc.html")
            .collect()
    }
}

/// A parsed page.
struct Page(Html);

impl Page {
    /// Everything in the main part that the selector finds.
    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(&format!("main {selector}")).expect("a valid selector");
        self.0.select(&selector).collect()
    }

    /// The texts of everything in the main part that the selector finds.
    fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text).collect()
    }
}

/// The text of an element, without what surrounds it.
fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}
