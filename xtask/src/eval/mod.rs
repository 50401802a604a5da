//! `cargo xtask eval`: how well the checker does on real code that a person has labelled.
//!
//! The code and its labels are never part of this repository: licences, and rules that would be written to fit them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use gotchas_catalog::{Catalogue, Severity};
use gotchas_checker::{Checker, Module, Project};
use gotchas_project::{Options, discover};
use serde::Deserialize;

use crate::shell;

mod export;

/// A finding so many lines from a label still is about it.
const NEAR: usize = 1;

/// Score the checker on repositories that a person has labelled
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder with `repos.tsv` (name, repository, commit, include) and `labels_by_function.tsv`
    #[arg(long, value_name = "DIR", default_value = "../shared/eval")]
    labelled: PathBuf,
    /// Folder with bare clones of the repositories: `owner+name/repo` for each
    #[arg(long, value_name = "DIR", default_value = "../.mirror")]
    mirror: PathBuf,
    /// Folder with a folder per repository, named `owner__name`, instead of the clones
    #[arg(long, value_name = "DIR")]
    exported: Option<PathBuf>,
    /// Labels by function: a tab-separated table with repo, path, lines, gotcha, verdict and reason
    #[arg(long, value_name = "TSV")]
    labels: Option<PathBuf>,
    /// Only these gotchas, by name
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Print the table only
    #[arg(long)]
    quiet: bool,
}

#[derive(Debug, Deserialize)]
struct Row {
    repo: String,
    path: PathBuf,
    lines: String,
    gotcha: String,
    verdict: Verdict,
    reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    /// Must be flagged.
    TrueHit,
    /// People disagree: not scored, and what is flagged here is no surprise.
    Disputed,
    /// Looks like it and must not be flagged.
    Trap,
}

/// What the checker says about a line.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: PathBuf,
    line: usize,
    name: String,
    severity: Severity,
    message: String,
    text: String,
    labelled: bool,
}

/// The counts of a rule.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    hits: usize,
    found: usize,
    /// Found only by what is good to know, which `gotchas check` shows on request.
    quietly: usize,
    traps: usize,
    flagged: usize,
    unlabelled: usize,
}

/// Checks every labelled repository, prints what differs from the labels, and a table of the rules.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let catalogue = Catalogue::load(&shell::root().join("gotchas"))?;
    let checker = Checker::new(&catalogue)?;
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut repositories = 0;
    let exported = args.exported()?;
    for (repository, rows) in labels(args)? {
        let folder = exported.join(export::folder_name(&repository));
        if !folder.is_dir() {
            eprintln!("not exported: {repository}");
            continue;
        }
        repositories += 1;
        let mut findings = check(&folder, &catalogue, &checker);
        findings.retain(|finding| args.covers(&finding.name));
        score(args, &folder, &rows, &mut findings, &mut scores);
    }
    if repositories == 0 {
        bail!(
            "none of the labelled repositories is in {}",
            exported.display()
        );
    }
    print_table(&scores);
    Ok(())
}

impl Args {
    /// The folder with the repositories, exported there now if need be.
    fn exported(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = &self.exported {
            return Ok(folder.clone());
        }
        let folder = shell::target().join("eval");
        export::export(&self.labelled.join("repos.tsv"), &self.mirror, &folder)?;
        Ok(folder)
    }

    fn labels(&self) -> PathBuf {
        let usual = || self.labelled.join("labels_by_function.tsv");
        self.labels.clone().unwrap_or_else(usual)
    }

    fn covers(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }

    fn print(&self, kind: &str, place: &str, name: &str, detail: &str) {
        if !self.quiet {
            println!("{kind}: {place} {name}: {detail}");
        }
    }
}

/// The labels of each repository, hits before the rest: a finding belongs to a hit first.
fn labels(args: &Args) -> anyhow::Result<BTreeMap<String, Vec<Row>>> {
    let table = args.labels();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .from_path(&table)
        .with_context(|| format!("cannot read {}", table.display()))?;
    let mut by_repository: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in reader.deserialize() {
        let row: Row = row.with_context(|| format!("in {}", table.display()))?;
        if args.covers(&row.gotcha) {
            by_repository.entry(row.repo.clone()).or_default().push(row);
        }
    }
    for rows in by_repository.values_mut() {
        rows.sort_by_key(|row| row.verdict);
    }
    Ok(by_repository)
}

/// What `gotchas check` reports in a folder, sorted, each once.
fn check(folder: &Path, catalogue: &Catalogue, checker: &Checker) -> Vec<Finding> {
    let discovery = discover(
        &[folder.to_owned()],
        &catalogue.runtimes,
        &Options::default(),
    );
    let mut findings = Vec::new();
    for worker in discovery.workers {
        let mut project = Project::default();
        for module in &worker.modules {
            let parsed = Module::new(&module.path, &module.name, module.source.clone());
            project.modules.push(parsed.also_called(&module.aliases));
        }
        for diagnostic in checker.check(&project, &worker.target) {
            let path = diagnostic.file.strip_prefix(folder);
            let path = path.unwrap_or(&diagnostic.file).to_owned();
            let module = project
                .modules
                .iter()
                .find(|module| module.path == diagnostic.file);
            let source = module.map_or("", |module| &**module.source());
            let start = usize::from(diagnostic.range.start());
            let line = source[..start].matches('\n').count();
            findings.push(Finding {
                path,
                line: line + 1,
                name: diagnostic.name,
                severity: diagnostic.severity,
                message: diagnostic.message,
                text: source.lines().nth(line).unwrap_or("").trim().to_owned(),
                labelled: false,
            });
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

fn score(
    args: &Args,
    folder: &Path,
    rows: &[Row],
    findings: &mut [Finding],
    scores: &mut BTreeMap<String, Score>,
) {
    for row in rows {
        let lines = row.lines();
        let mut matched = false;
        let mut loudest = Severity::Info;
        for finding in findings.iter_mut().filter(|finding| {
            !finding.labelled && finding.path == row.path && finding.name == row.gotcha
        }) {
            let near = lines.iter().any(|line| line.abs_diff(finding.line) <= NEAR);
            finding.labelled |= near;
            matched |= near;
            if near {
                loudest = loudest.max(finding.severity);
            }
        }
        let score = scores.entry(row.gotcha.clone()).or_default();
        match row.verdict {
            Verdict::TrueHit => {
                score.hits += 1;
                score.found += usize::from(matched);
                score.quietly += usize::from(matched && loudest == Severity::Info);
            }
            Verdict::Trap => {
                score.traps += 1;
                score.flagged += usize::from(matched);
            }
            Verdict::Disputed => {}
        }
        let kind = match (row.verdict, matched) {
            (Verdict::TrueHit, false) => "miss",
            (Verdict::Trap, true) => "trap flagged",
            _ => continue,
        };
        let path = folder.join(&row.path);
        let first = lines.first().copied().unwrap_or(1);
        let place = format!("{}:{first}", path.display());
        let detail = format!("{}\n    {}", row.reason, line_of(&path, first));
        args.print(kind, &place, &row.gotcha, &detail);
    }
    for finding in findings.iter().filter(|finding| !finding.labelled) {
        scores.entry(finding.name.clone()).or_default().unlabelled += 1;
        let place = format!("{}:{}", folder.join(&finding.path).display(), finding.line);
        let detail = format!(
            "[{:?}] {}\n    {}",
            finding.severity, finding.message, finding.text
        );
        args.print("unlabelled", &place, &finding.name, &detail);
    }
}

impl Row {
    fn lines(&self) -> Vec<usize> {
        let numbers = self.lines.split(|character: char| !character.is_numeric());
        numbers.filter_map(|number| number.parse().ok()).collect()
    }
}

fn line_of(path: &Path, line: usize) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().nth(line.saturating_sub(1));
    line.unwrap_or("(no such line)").trim().to_owned()
}

fn print_table(scores: &BTreeMap<String, Score>) {
    println!(
        "{:28} {:>5} {:>5} {:>5} {:>7} {:>5} {:>7} {:>9} {:>10}",
        "rule", "hits", "found", "info", "recall", "traps", "flagged", "precision", "unlabelled"
    );
    let mut total = Score::default();
    for (name, score) in scores {
        total.hits += score.hits;
        total.found += score.found;
        total.quietly += score.quietly;
        total.traps += score.traps;
        total.flagged += score.flagged;
        total.unlabelled += score.unlabelled;
        score.print(name);
    }
    total.print("in total");
}

impl Score {
    /// Precision is against the traps: whether what nobody labelled is right, only reading tells.
    fn print(&self, name: &str) {
        let rate = |part: usize, whole: usize| match whole {
            0 => "-".to_owned(),
            _ => format!("{:.3}", part as f64 / whole as f64),
        };
        println!(
            "{name:28} {:>5} {:>5} {:>5} {:>7} {:>5} {:>7} {:>9} {:>10}",
            self.hits,
            self.found,
            self.quietly,
            rate(self.found, self.hits),
            self.traps,
            self.flagged,
            rate(self.found, self.found + self.flagged),
            self.unlabelled
        );
    }
}
