//! The book for readers that are programs: each page as Markdown, lists of pages, and all gotchas in one file.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use mdbook_driver::book::{Book, Chapter};

use super::extras::About;

/// What stands at the top of the lists.
pub(super) struct Title<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub author: &'a str,
    /// Where the site is, without a slash at the end.
    pub base_url: &'a str,
}

/// All of these files, as paths from the root of the site with their content.
pub(super) fn files(book: &Book, gotchas: &[About], title: &Title<'_>) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = chapters(book)
        .map(|(path, chapter)| (format!("{path}.md"), chapter.content.clone()))
        .collect();
    files.push(("llms.txt".to_owned(), list(book, gotchas, title)));
    files.push(("llms-full.txt".to_owned(), everything(book, gotchas, title)));
    files.push((
        "sitemap.xml".to_owned(),
        sitemap(book, gotchas, title.base_url),
    ));
    files.push((
        "robots.txt".to_owned(),
        format!(
            "User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n",
            title.base_url
        ),
    ));
    files
}

/// The chapters that have pages, with the path of each without its extension.
pub(super) fn chapters(book: &Book) -> impl Iterator<Item = (String, &Chapter)> {
    book.chapters().filter_map(|chapter| {
        let path = chapter.path.as_deref()?;
        Some((slashed(&path.with_extension("")), chapter))
    })
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// `llms.txt`: what there is to read, and where. See <https://llmstxt.org>.
fn list(book: &Book, gotchas: &[About], title: &Title<'_>) -> String {
    let Title {
        title,
        description,
        base_url,
        ..
    } = title;
    let mut text = format!("# {title}\n\n> {description}\n\n## Gotchas\n\n");
    for gotcha in gotchas {
        let About {
            code,
            path,
            summary,
            ..
        } = gotcha;
        text += &format!(
            "- [{code}: {}]({base_url}/{path}.md): {summary}\n",
            gotcha.title
        );
    }
    text += "\n## Overviews and tools\n\n";
    let listed: HashSet<&str> = gotchas.iter().map(|gotcha| gotcha.path.as_str()).collect();
    for (path, chapter) in chapters(book).filter(|(path, _)| !listed.contains(path.as_str())) {
        text += &format!("- [{}]({base_url}/{path}.md)\n", chapter.name);
    }
    text += "\n## Optional\n\n";
    text += &format!("- [All gotchas in one file]({base_url}/llms-full.txt)\n");
    text += &format!(
        "- [All gotchas as data]({base_url}/gotchas.json): described by {base_url}/schema.json\n"
    );
    text
}

/// `llms-full.txt`: the pages of all gotchas.
fn everything(book: &Book, gotchas: &[About], title: &Title<'_>) -> String {
    let mut text = format!("# {}\n\n> {}\n", title.title, title.description);
    let pages: HashMap<String, &Chapter> = chapters(book).collect();
    for About { path, .. } in gotchas {
        if let Some(chapter) = pages.get(path) {
            text += &format!(
                "\n---\n\nSource: {}/{path}.html\n\n{}\n",
                title.base_url,
                chapter.content.trim()
            );
        }
    }
    text
}

fn sitemap(book: &Book, gotchas: &[About], base_url: &str) -> String {
    let modified: HashMap<&str, &str> = gotchas
        .iter()
        .map(|gotcha| (gotcha.path.as_str(), gotcha.modified.as_str()))
        .collect();
    let pages = chapters(book).map(|(path, _)| {
        let modified = modified
            .get(path.as_str())
            .map_or_else(String::new, |date| format!("<lastmod>{date}</lastmod>"));
        let path = match path.as_str() {
            "index" => String::new(),
            _ => format!("{path}.html"),
        };
        format!("  <url><loc>{base_url}/{path}</loc>{modified}</url>\n")
    });
    let pages: String = pages.collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{pages}</urlset>\n"
    )
}
