//! Building, opening and asking the index of the real gotchas: `cargo bench -p gotchas-search`.

use std::{hint::black_box, path::Path, sync::LazyLock};

use divan::Bencher;
use gotchas_catalog::Catalogue;
use gotchas_search::{Query, Searcher, build_index};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas");
    Catalogue::load(&folder).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

static INDEX: LazyLock<&'static [u8]> =
    LazyLock::new(|| Vec::leak(build_index(&CATALOGUE).into_bytes()));

const QUERIES: [(&str, &str); 6] = [
    ("code", "CFW403"),
    (
        "error",
        "TypeError: 'pyodide.ffi.JsProxy' object is not iterable",
    ),
    ("identifier", "delete_cookie"),
    (
        "question",
        "how do I delete several cookies in one response",
    ),
    ("misspelling", "ThreadPoolExecuter"),
    ("nothing", "kubernetes ingress"),
];

/// How many gotchas the large knowledge base has.
const MANY: usize = 1500;

static LARGE: LazyLock<Catalogue> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    gotchas_tests::generated::book(&CATALOGUE, MANY, folder.path()).expect("files can be written");
    Catalogue::load(&folder.path().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
});

fn main() {
    // Cargo runs benchmarks as tests too; the sizes are only of interest in a measurement.
    if std::env::args().any(|arg| arg == "--bench") {
        eprintln!(
            "{} gotchas: {} bytes of index; {} gotchas: {} bytes",
            CATALOGUE.entries().len(),
            INDEX.len(),
            LARGE.entries().len(),
            build_index(&LARGE).into_bytes().len()
        );
    }
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn build_1500() {
    black_box(build_index(&LARGE));
}

#[divan::bench]
fn build() {
    black_box(build_index(&CATALOGUE));
}

#[divan::bench]
fn open() {
    black_box(Searcher::open(*INDEX).expect("a fresh index opens"));
}

#[divan::bench(args = QUERIES.map(|(kind, _)| kind))]
fn query(bencher: Bencher, kind: &str) {
    let searcher = Searcher::open(*INDEX).expect("a fresh index opens");
    let text = QUERIES
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("", |(_, text)| text);
    bencher.bench_local(|| searcher.search(black_box(&Query::new(text))));
}

#[divan::bench(args = QUERIES.map(|(kind, _)| kind))]
fn open_and_query(bencher: Bencher, kind: &str) {
    let text = QUERIES
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or("", |(_, text)| text);
    bencher.bench_local(|| {
        let searcher = Searcher::open(*INDEX).expect("a fresh index opens");
        searcher.search(black_box(&Query::new(text)))
    });
}

/// A megabyte of log in which one line tells.
#[divan::bench]
fn paste(bencher: Bencher) {
    let searcher = Searcher::open(*INDEX).expect("a fresh index opens");
    let noise =
        "2026-11-20T08:15:31.004Z [wrangler:info] GET /users/42 200 OK (12ms)\n".repeat(7_500);
    let text = format!("{noise}TypeError: 'pyodide.ffi.JsProxy' object is not iterable\n{noise}");
    bencher.bench_local(|| searcher.search(black_box(&Query::new(text.as_str()))));
}

/// A megabyte in which every line is another exception.
#[divan::bench]
fn paste_of_errors(bencher: Bencher) {
    let searcher = Searcher::open(*INDEX).expect("a fresh index opens");
    let words = [
        "row", "file", "lock", "cookie", "header", "binding", "thread",
    ];
    let line = |n: usize| {
        format!(
            "ValueError: no {} for {} in part {n:x}\n",
            words[n % 7],
            words[n / 7 % 7]
        )
    };
    let text: String = (0..30_000).map(line).collect();
    bencher.bench_local(|| searcher.search(black_box(&Query::new(text.as_str()))));
}
