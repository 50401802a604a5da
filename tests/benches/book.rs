//! How long the site takes to build, beside mdBook rendering the same finished pages.
//!
//! Both run in turn in the same process, for the knowledge base as it is and for 1,500 gotchas. The yardstick is what
//! `mdbook build` does with a book of exactly these pages and no preprocessor of ours.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use gotchas_catalog::Catalogue;
use gotchas_tests::{generated, root};
use mdbook_driver::{
    MDBook,
    book::{Book as Chapters, BookItem, Chapter},
    config::Config,
};
use mdbook_gotchas::{
    BothFlavours, Flavour, Gotchas, Knowledge, Pages, Settings,
    build::{Book, Stage},
};
use std::sync::Arc;

/// The most that a build may take, as a multiple of mdBook alone.
const LIMIT: f64 = 1.5;
/// The most that our own share per gotcha may grow between the two largest sizes before it no longer counts as linear.
const GROWTH: f64 = 1.5;
/// Gotchas, and how often each book is built.
const SIZES: [(usize, usize); 3] = [(15, 9), (150, 3), (1500, 3)];

fn main() -> anyhow::Result<()> {
    // `cargo test` runs benchmarks too, to see that they still do; there a small one is enough.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let catalogue = Catalogue::load(&root().join("gotchas"))?;
    println!("── book ── full build from YAML beside mdBook alone, same pages, in turn; medians");
    let mut shares = vec![];
    let mut broken = vec![];
    for (count, rounds) in SIZES
        .into_iter()
        .take(if measuring { SIZES.len() } else { 1 })
    {
        let folder = tempfile::tempdir()?;
        let (ours, stock) = (folder.path().join("ours"), folder.path().join("stock"));
        generated::book(&catalogue, count, &ours)?;
        finished(&ours, &stock)?;
        let rounds = if measuring { rounds } else { 1 };
        let figures = measure(&ours, &stock, rounds)?;
        figures.print(count);
        if measuring && figures.ratio() > LIMIT {
            broken.push(format!(
                "{count} gotchas take {:.2} times mdBook",
                figures.ratio()
            ));
        }
        shares.push(figures.share.as_secs_f64() / count as f64);
    }
    if let [.., middle, large] = shares.as_slice() {
        let growth = large / middle;
        println!(
            "our share per gotcha: {:.2} ms with 150, {:.2} ms with 1,500 ({growth:.2} times)\n",
            middle * 1e3,
            large * 1e3
        );
        if growth > GROWTH {
            broken.push(format!("our share per gotcha grows {growth:.2} times"));
        }
    }
    anyhow::ensure!(
        broken.is_empty(),
        "promises broken:\n  {}",
        broken.join("\n  ")
    );
    Ok(())
}

/// Medians of one size.
struct Figures {
    ours: Duration,
    stock: Duration,
    /// Loading, checking, writing Markdown and indexing, without mdBook.
    share: Duration,
    stages: Vec<(Stage, Duration)>,
}

impl Figures {
    fn ratio(&self) -> f64 {
        self.ours.as_secs_f64() / self.stock.as_secs_f64()
    }

    fn print(&self, count: usize) {
        let millis = |duration: &Duration| duration.as_secs_f64() * 1e3;
        let (ours, stock) = (millis(&self.ours), millis(&self.stock));
        println!(
            "{count:>5} gotchas: {ours:>8.1} ms, mdBook alone {stock:>8.1} ms, ratio {:.2}; our share {:.1} ms:",
            self.ratio(),
            millis(&self.share)
        );
        for (stage, took) in &self.stages {
            println!("{:>16.1} ms  {stage}", millis(took));
        }
    }
}

/// Builds both books in turn.
fn measure(ours: &Path, stock: &Path, rounds: usize) -> anyhow::Result<Figures> {
    let (mut times, mut yardstick, mut shares) = (vec![], vec![], vec![]);
    let mut stages = vec![];
    for _ in 0..rounds {
        let start = Instant::now();
        let built = Book::load(ours)
            .map_err(anyhow::Error::from)?
            .build(&|_| ())?;
        times.push(start.elapsed());
        let own = built
            .timings
            .iter()
            .filter(|(stage, _)| *stage != Stage::Html);
        shares.push(own.map(|(_, took)| *took).sum());
        stages = built.timings;
        let start = Instant::now();
        MDBook::load(stock)?.build()?;
        yardstick.push(start.elapsed());
    }
    Ok(Figures {
        ours: median(times),
        stock: median(yardstick),
        share: median(shares),
        stages,
    })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Writes the book with everything of ours done: the chapters that mdBook's renderer gets, as a book of files.
fn finished(ours: &Path, stock: &Path) -> anyhow::Result<()> {
    let settings = Settings::read(ours)?;
    let knowledge = Knowledge::load(ours, &settings)?;
    let pages = Arc::new(Pages::render(&knowledge, Flavour::Html)?);
    let mut config = Config::from_disk(ours.join("book.toml"))?;
    config.build.create_missing = false;
    let mut book = MDBook::load_with_config(ours, config)?;
    // Whoever asks gets what the HTML is made from.
    book.with_preprocessor(Gotchas::with_pages(BothFlavours {
        html: Arc::clone(&pages),
        plain: pages,
    }));
    let (chapters, _) =
        book.preprocess_book(&mdbook_driver::builtin_renderers::MarkdownRenderer::new())?;
    let source = stock.join("src");
    fs::create_dir_all(&source)?;
    let mut summary = "# Summary\n\n".to_owned();
    list(&chapters, &source, &mut summary)?;
    fs::write(source.join("SUMMARY.md"), summary)?;
    fs::create_dir_all(stock.join("theme"))?;
    fs::copy(
        ours.join("theme/gotchas.css"),
        stock.join("theme/gotchas.css"),
    )?;
    let settings = fs::read_to_string(ours.join("book.toml"))?;
    let settings: toml::Table = settings.parse()?;
    let kept = settings
        .into_iter()
        .filter(|(key, _)| key != "preprocessor");
    let mut settings: toml::Table = kept.collect();
    if let Some(toml::Value::Table(output)) = settings.get_mut("output") {
        output.remove("site");
    }
    // The text is final: what looks like a directive in it is none.
    let build = settings.entry("build").or_insert(toml::Table::new().into());
    if let toml::Value::Table(build) = build {
        build.insert("use-default-preprocessors".to_owned(), false.into());
    }
    fs::write(stock.join("book.toml"), toml::to_string(&settings)?)?;
    Ok(())
}

fn list(book: &Chapters, source: &Path, summary: &mut String) -> anyhow::Result<()> {
    for item in &book.items {
        match item {
            BookItem::Chapter(chapter) => write(chapter, 0, source, summary)?,
            BookItem::Separator => summary.push_str("\n---\n\n"),
            BookItem::PartTitle(title) => summary.push_str(&format!("\n# {title}\n\n")),
        }
    }
    Ok(())
}

fn write(
    chapter: &Chapter,
    depth: usize,
    source: &Path,
    summary: &mut String,
) -> anyhow::Result<()> {
    let path = chapter.path.as_deref().unwrap_or(Path::new("draft.md"));
    let file = source.join(path);
    fs::create_dir_all(file.parent().unwrap_or(source))?;
    fs::write(file, &chapter.content)?;
    let bullet = if chapter.number.is_some() { "- " } else { "" };
    let name = chapter.name.replace(['[', ']', '`'], "");
    summary.push_str(&format!(
        "{}{bullet}[{name}]({})\n",
        "  ".repeat(depth),
        path.display()
    ));
    for item in &chapter.sub_items {
        if let BookItem::Chapter(below) = item {
            write(below, depth + 1, source, summary)?;
        }
    }
    Ok(())
}
