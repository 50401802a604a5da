//! The pages as chapters of a book.

use std::path::{Path, PathBuf};

use anyhow::bail;
use mdbook_driver::book::{Book, BookItem, Chapter, SectionNumber};

use crate::render::{CategoryPages, Page, Pages};

/// Adds the pages of all categories, under the chapter at `parent` or, without one, at the end of the book.
///
/// # Errors
///
/// A page's place is taken by a hand-written chapter.
pub fn add(book: &mut Book, pages: &Pages, parent: Option<&Path>) -> anyhow::Result<()> {
    refuse_collisions(book, pages)?;
    let Some(parent) = parent else {
        let first = last_number(book) + 1;
        let chapters = pages
            .categories
            .iter()
            .zip(first..)
            .map(|(pages, number)| category(pages, vec![number], vec![]));
        book.items
            .extend(chapters.map(BookItem::Chapter).collect::<Vec<_>>());
        return Ok(());
    };
    book.for_each_chapter_mut(|chapter| {
        if chapter.path.as_deref() != Some(parent) {
            return;
        }
        let names = below(chapter);
        for (pages, index) in pages
            .categories
            .iter()
            .zip(chapter.sub_items.len() as u32 + 1..)
        {
            let number = chapter
                .number
                .as_deref()
                .map(|number| with(number, index))
                .unwrap_or_default();
            chapter
                .sub_items
                .push(category(pages, number, names.clone()).into());
        }
    });
    Ok(())
}

fn category(pages: &CategoryPages, number: Vec<u32>, parents: Vec<String>) -> Chapter {
    let mut chapter = chapter(&pages.page, number.clone(), parents);
    let names = below(&chapter);
    let gotchas = pages.gotchas.iter().zip(1..).map(|(page, index)| {
        let number = if number.is_empty() {
            vec![]
        } else {
            with(&number, index)
        };
        self::chapter(page, number, names.clone()).into()
    });
    chapter.sub_items = gotchas.collect();
    chapter
}

fn chapter(page: &Page, number: Vec<u32>, parents: Vec<String>) -> Chapter {
    let mut chapter = Chapter::new(&page.title, page.content.clone(), &page.path, parents);
    // Under a chapter without a number there are none.
    chapter.number = (!number.is_empty()).then(|| SectionNumber::new(number));
    // Edit links start from the folder of the hand-written chapters.
    chapter.source_path = Some(Path::new("..").join(&page.source));
    chapter
}

fn below(chapter: &Chapter) -> Vec<String> {
    chapter
        .parent_names
        .iter()
        .cloned()
        .chain([chapter.name.clone()])
        .collect()
}

fn with(number: &[u32], index: u32) -> Vec<u32> {
    number.iter().copied().chain([index]).collect()
}

/// The number of the last numbered chapter at the top of a book.
fn last_number(book: &Book) -> u32 {
    let number = |item: &BookItem| match item {
        BookItem::Chapter(chapter) => chapter
            .number
            .as_ref()
            .and_then(|number| number.first().copied()),
        _ => None,
    };
    book.items.iter().filter_map(number).max().unwrap_or(0)
}

fn refuse_collisions(book: &Book, pages: &Pages) -> anyhow::Result<()> {
    let taken: Vec<&PathBuf> = book
        .chapters()
        .filter_map(|chapter| chapter.path.as_ref())
        .collect();
    let all = pages
        .categories
        .iter()
        .flat_map(|category| std::iter::once(&category.page).chain(&category.gotchas));
    let mut seen: Vec<&str> = vec![];
    for page in all {
        if taken.iter().any(|path| **path == *page.path) {
            bail!(
                "the chapter {} has the place of the page of {}; move it elsewhere",
                page.path,
                page.source
            );
        }
        if seen.contains(&page.path.as_str()) {
            bail!(
                "{} cannot be called that: {} is the page of its category",
                page.source,
                page.path
            );
        }
        if page.path.ends_with("/index.md") {
            seen.push(&page.path);
        }
    }
    Ok(())
}
