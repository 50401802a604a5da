//! `cargo xtask lighthouse`: what the site weighs and how fast it answers, in Chromium.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use gotchas_catalog::Catalogue;
use gotchas_tests::generated;
use mdbook_driver::{MDBook, config::Config};
use walkdir::WalkDir;

use crate::{browser, shell};

/// Where the script and what it needs from npm are.
const FOLDER: &str = "xtask/lighthouse";

/// Measure the built site in Chromium
///
/// Bytes until the first paint, until all is loaded and after a first search, beside the same text under mdBook's own theme; the
/// largest contentful paint of the list and how fast its filters answer, with the gotchas that there are and with many; the
/// scores of Lighthouse. Builds in release mode, since many gotchas take long otherwise; the sites stay in `target/lighthouse`. Close
/// other programs first.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many gotchas the large site has
    #[arg(long, value_name = "N", default_value_t = 1500)]
    gotchas: usize,
}

/// Builds the three sites and measures them.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let Some(chromium) = browser::chromium() else {
        bail!("Chromium is not installed");
    };
    let folder = shell::target().join("lighthouse");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let at = |name: &str| folder.join(name);
    let site = build(shell::root(), &at("site"))?;
    let stock = stock(&site, &at("stock"))?;
    let catalogue = Catalogue::load(&shell::root().join("gotchas"))?;
    generated::book(&catalogue, args.gotchas, &at("generated"))?;
    let large = build(&at("generated"), &at("large"))?;
    browser::install(FOLDER, "lighthouse")?;
    shell::program("node")
        .args([format!("{FOLDER}/measure.mjs")])
        .env("SITE", site)
        .env("STOCK", stock)
        .env("LARGE", large)
        .env("CHROMIUM", chromium)
        .run()
}

/// Builds a site and gives the folder of its pages.
fn build(book: &Path, destination: &Path) -> anyhow::Result<PathBuf> {
    shell::cargo([
        "run",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        "gotchas",
        "--",
    ])
    .args(["build", "--dest-dir"])
    .args([destination, book])
    .run()?;
    Ok(destination.join("html"))
}

/// The text of our pages as a book with mdBook's own theme: their Markdown twins, in the order of the sitemap.
fn stock(site: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let source = folder.join("src");
    let mut summary = "# Summary\n\n".to_owned();
    let mut pages: Vec<PathBuf> = WalkDir::new(site)
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    for page in pages {
        let path = page.strip_prefix(site)?;
        let text = fs::read_to_string(&page)?;
        let target = source.join(path);
        fs::create_dir_all(target.parent().context("a page lies in a folder")?)?;
        let title = text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("# ");
        summary += &format!(
            "- [{}]({})\n",
            title.replace(['[', ']'], ""),
            path.display()
        );
        fs::write(target, &text)?;
    }
    fs::write(source.join("SUMMARY.md"), summary)?;
    let config: Config = "[build]\nuse-default-preprocessors = false".parse()?;
    let book = MDBook::load_with_config(folder, config)?;
    book.build()?;
    Ok(book.build_dir_for("html"))
}
