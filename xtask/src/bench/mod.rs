//! `cargo xtask bench`: the figures that the project promises, each beside its yardstick, measured in the same run.

mod check;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::{shell, tools};

/// The most that a command may take, as a multiple of the slower of `ruff rule F401` and `tldr tar`.
const COMMAND_LIMIT: f64 = 1.0;
/// What `tldr` shows: a page made by hand, so that nothing has to be downloaded.
const TLDR_PAGE: &str = include_str!("../../bench/tar.md");
/// The most that the binary may weigh, in bytes.
const SIZE_LIMIT: u64 = 30_000_000;

/// Measure builds, searches and the size of the binary, each beside its yardstick
///
/// Builds in release mode; close other programs first.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How often each command is started
    #[arg(long, value_name = "N", default_value_t = 200)]
    runs: usize,
    /// Only benchmarks whose name contains this: check, chain, commands, size, book
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// Measures, and fails where a promise is broken.
pub fn run(args: &Args) -> anyhow::Result<()> {
    shell::cargo([
        "build",
        "--release",
        "--quiet",
        "--locked",
        "--package",
        "gotchas",
    ])
    .run()?;
    let gotchas = shell::target().join("release").join("gotchas");
    let wanted = |name: &str| args.only.as_deref().is_none_or(|text| name.contains(text));
    let mut broken = Vec::new();
    if wanted("size") {
        broken.extend(size(&gotchas)?);
    }
    if wanted("commands") {
        broken.extend(commands(&gotchas, args.runs)?);
    }
    if wanted("check") {
        check::standard_library(&gotchas)?;
    }
    if wanted("chain") {
        check::chains(&gotchas)?;
    }
    if wanted("book") {
        shell::cargo([
            "bench",
            "--quiet",
            "--locked",
            "--package",
            "gotchas-tests",
            "--bench",
            "book",
        ])
        .run()?;
    }
    if !broken.is_empty() {
        bail!("promises broken:\n  {}", broken.join("\n  "));
    }
    Ok(())
}

fn size(gotchas: &Path) -> anyhow::Result<Option<String>> {
    let bytes = fs::metadata(gotchas)
        .with_context(|| format!("cannot read {}", gotchas.display()))?
        .len();
    println!(
        "── size ──\nrelease binary  {:.1} MB (limit {:.0} MB)\n",
        megabytes(bytes),
        megabytes(SIZE_LIMIT)
    );
    Ok((bytes > SIZE_LIMIT).then(|| format!("the binary weighs {:.1} MB", megabytes(bytes))))
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A command line that is started over and over.
struct Case {
    program: PathBuf,
    args: &'static [&'static str],
    /// Folder of tealdeer's configuration, where that is what is started.
    config: Option<PathBuf>,
    times: Vec<Duration>,
}

/// Times whole processes, one of each in turn, so that whatever else the machine does hits all of them alike.
fn commands(gotchas: &Path, runs: usize) -> anyhow::Result<Vec<String>> {
    let case = |program: &Path, args| Case {
        program: program.to_owned(),
        args,
        config: None,
        times: Vec::with_capacity(runs),
    };
    let mut cases = vec![
        case(&tools::install_ruff()?, &["rule", "F401"]),
        case(gotchas, &["explain", "jsproxy-to-dict"]),
        case(
            gotchas,
            &[
                "search",
                "TypeError: 'pyodide.ffi.JsProxy' object is not iterable",
            ],
        ),
        case(gotchas, &["search", "cookie logout", "--json"]),
        case(gotchas, &["list"]),
    ];
    match tools::tealdeer() {
        Some(tldr) => cases.insert(
            1,
            Case {
                config: Some(tldr_config()?),
                ..case(&tldr, &["tar"])
            },
        ),
        None => {
            println!("tealdeer is not installed; `cargo install tealdeer` for a second yardstick")
        }
    }
    for case in &mut cases {
        case.start()?;
    }
    for _ in 0..runs {
        for case in &mut cases {
            let took = case.start()?;
            case.times.push(took);
        }
    }
    println!("── commands ── whole process, {runs} runs each, in turn");
    println!("{:<78} {:>9} {:>9} {:>6}", "", "median", "fastest", "ratio");
    let yardsticks = cases.iter().filter(|case| case.program != gotchas);
    let yardstick = yardsticks.map(Case::median).max().unwrap_or_default();
    let mut broken = Vec::new();
    for case in &cases {
        let ratio = case.median().as_secs_f64() / yardstick.as_secs_f64();
        let fastest = case.times.iter().min().copied().unwrap_or_default();
        println!(
            "{:<78} {:>6.2} ms {:>6.2} ms {ratio:>6.2}",
            case.line(),
            millis(case.median()),
            millis(fastest)
        );
        if ratio > COMMAND_LIMIT {
            broken.push(format!(
                "`{}` takes {ratio:.2} times the slower yardstick, more than {COMMAND_LIMIT}",
                case.line()
            ));
        }
    }
    println!();
    Ok(broken)
}

/// Makes a cache that holds one page, and gives the folder of the configuration that names it.
fn tldr_config() -> anyhow::Result<PathBuf> {
    let folder = shell::target().join("bench").join("tealdeer");
    let pages = folder.join("cache/tldr-pages/pages.en/common");
    fs::create_dir_all(&pages)?;
    fs::write(pages.join("tar.md"), TLDR_PAGE)?;
    let config = format!("[directories]\ncache_dir = {:?}\n", folder.join("cache"));
    fs::write(folder.join("config.toml"), config)?;
    Ok(folder)
}

impl Case {
    fn start(&self) -> anyhow::Result<Duration> {
        let mut command = Command::new(&self.program);
        command
            .args(self.args)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some(config) = &self.config {
            command.env("TEALDEER_CONFIG_DIR", config);
        }
        let start = Instant::now();
        let status = command
            .status()
            .with_context(|| format!("cannot run `{}`", self.line()))?;
        let took = start.elapsed();
        if !status.success() {
            bail!("`{}` failed: {status}", self.line());
        }
        Ok(took)
    }

    fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }

    fn line(&self) -> String {
        let name = self
            .program
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let quoted = |arg: &&str| {
            if arg.contains(' ') {
                format!("{arg:?}")
            } else {
                (*arg).to_owned()
            }
        };
        let words: Vec<String> = self.args.iter().map(quoted).collect();
        format!("{name} {}", words.join(" "))
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
