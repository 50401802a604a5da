//! `cargo xtask rank`: the search beside mdBook's own and beside counting words with ripgrep, on the same queries.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::Context;
use gotchas_catalog::Catalogue;
use gotchas_tests::queries::{self, Asked};

use crate::shell;

/// The shortest word that is worth counting.
const SHORTEST: usize = 3;
/// Results that are looked at.
const DEPTH: usize = 10;

/// Compare the search with mdBook's own and with ripgrep on the queries of tests/search
///
/// Needs Node and ripgrep.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// The names of the gotchas found for each query, best first.
type Ranking = Vec<Vec<String>>;

/// Ranks with all three and prints the figures by kind of query.
pub fn run(_: &Args) -> anyhow::Result<()> {
    let root = shell::root();
    let catalogue = Catalogue::load(&root.join("gotchas"))?;
    let queries = queries::all();
    shell::cargo([
        "build",
        "--quiet",
        "--locked",
        "--release",
        "--package",
        "gotchas",
    ])
    .run()?;
    let gotchas = shell::target().join("release").join("gotchas");
    let site = tempfile::tempdir()?;
    shell::program(&gotchas)
        .args(["build", "--dest-dir"])
        .args([site.path()])
        .run()?;
    let rankings = [
        ("gotchas search", ours(&gotchas, &queries)?),
        (
            "mdBook's search",
            elasticlunr(&catalogue, &site.path().join("html"), &queries)?,
        ),
        ("rg -c", ripgrep(root, &queries)?),
    ];
    println!(
        "{:<16} {:<12} {:>7} {:>6} {:>6} {:>6}",
        "", "kind", "queries", "hit@1", "hit@3", "MRR"
    );
    for (name, ranking) in &rankings {
        print_figures(name, &queries, ranking);
    }
    Ok(())
}

fn ours(gotchas: &Path, queries: &[Asked]) -> anyhow::Result<Ranking> {
    let answer = |query: &Asked| -> anyhow::Result<Vec<String>> {
        let depth = DEPTH.to_string();
        let answer = piped(
            Command::new(gotchas).args(["search", "--json", "-n", &depth, "-"]),
            &query.text,
        )?;
        let hits: Vec<serde_json::Value> = serde_json::from_str(&answer)?;
        let names = hits.iter().filter_map(|hit| hit["name"].as_str());
        Ok(names.map(str::to_owned).collect())
    };
    queries.iter().map(answer).collect()
}

fn elasticlunr(catalogue: &Catalogue, site: &Path, queries: &[Asked]) -> anyhow::Result<Ranking> {
    let texts: Vec<&str> = queries.iter().map(|query| query.text.as_str()).collect();
    let script = shell::root().join("xtask/rank/elasticlunr.mjs");
    let answer = piped(
        Command::new("node").arg(script).arg(site),
        &serde_json::to_string(&texts)?,
    )?;
    let pages: Vec<Vec<String>> = serde_json::from_str(&answer)?;
    let names: BTreeMap<String, String> = catalogue
        .entries()
        .iter()
        .map(|entry| (entry.page(), entry.name.clone()))
        .collect();
    // Pages that are not about one gotcha take their place all the same: a reader has to skip them.
    let name = |page: &String| names.get(page).unwrap_or(page).clone();
    let ranking = pages.iter().map(|pages| pages.iter().map(name).take(DEPTH));
    Ok(ranking.map(Iterator::collect).collect())
}

/// The files with the most lines that hold one of the query's words.
fn ripgrep(root: &Path, queries: &[Asked]) -> anyhow::Result<Ranking> {
    let answer = |query: &Asked| -> anyhow::Result<Vec<String>> {
        let words: BTreeSet<&str> = query
            .text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| word.len() >= SHORTEST)
            .collect();
        if words.is_empty() {
            return Ok(vec![]);
        }
        let mut command = Command::new("rg");
        command.current_dir(root);
        command.args(["--count", "--ignore-case", "--fixed-strings"]);
        command.args([
            "--glob",
            "gotchas/*/*.yaml",
            "--glob",
            "!gotchas/platform/**",
        ]);
        for word in words {
            command.args(["-e", word]);
        }
        let output = command.arg("gotchas").output().context("cannot run `rg`")?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut counts: Vec<(usize, String)> = text
            .lines()
            .filter_map(|line| {
                let (path, count) = line.rsplit_once(':')?;
                let name = Path::new(path).file_stem()?.to_string_lossy().into_owned();
                Some((count.parse().ok()?, name))
            })
            .collect();
        counts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(counts
            .into_iter()
            .map(|(_, name)| name)
            .take(DEPTH)
            .collect())
    };
    queries.iter().map(answer).collect()
}

/// Runs a command with text on its standard input and gives its standard output.
fn piped(command: &mut Command, input: &str) -> anyhow::Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {command:?}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    Ok(String::from_utf8(output.stdout)?)
}

fn print_figures(name: &str, queries: &[Asked], ranking: &Ranking) {
    let mut kinds: Vec<&str> = queries.iter().map(|query| query.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds.into_iter().map(Some).chain([None]) {
        let of_kind = queries
            .iter()
            .zip(ranking)
            .filter(|(query, _)| kind.is_none_or(|kind| kind == query.kind));
        let places: Vec<Option<usize>> = of_kind
            .map(|(query, found)| found.iter().position(|name| query.first.contains(name)))
            .collect();
        let count = places.len() as f64;
        let within = |depth: usize| {
            let hits = places.iter().flatten().filter(|place| **place < depth);
            hits.count() as f64 / count
        };
        let reciprocal: f64 = places
            .iter()
            .flatten()
            .map(|place| 1.0 / (place + 1) as f64)
            .sum();
        println!(
            "{name:<16} {:<12} {:>7} {:>6.3} {:>6.3} {:>6.3}",
            kind.unwrap_or("all"),
            places.len(),
            within(1),
            within(3),
            reciprocal / count
        );
    }
}
