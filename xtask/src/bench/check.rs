//! How long `gotchas check` takes, and how much memory, beside ruff on the same files.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

use crate::{shell, tools};

/// How often each command runs.
const RUNS: usize = 7;
/// Prints the seconds that a command took and the kilobytes it held at most.
const MEASURE: &str = "\
import resource, subprocess, sys, time
start = time.monotonic()
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
took = time.monotonic() - start
assert ended.returncode in (0, 1, 2), ended
print(took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
";

/// One command and what it took.
struct Case {
    name: &'static str,
    line: Vec<String>,
    /// Whether it runs once before it is measured.
    warm: bool,
    times: Vec<Duration>,
    kilobytes: u64,
}

/// The standard library of the Python at hand, as Worker code, beside ruff with rules of a like kind.
pub fn standard_library(gotchas: &Path) -> anyhow::Result<()> {
    let python = tools::install_ruff()?.with_file_name("python");
    let folder = copy_of_standard_library(&python)?;
    let ruff = tools::install_ruff()?;
    let cache = folder.with_file_name("cache");
    let path = |path: &Path| path.display().to_string();
    let ours = |options: &[&str]| -> Vec<String> {
        let all = ["check", "--worker", "--isolated"].iter().chain(options);
        let words = all.map(|word| (*word).to_owned());
        std::iter::once(path(gotchas))
            .chain(words)
            .chain([path(&folder)])
            .collect()
    };
    let theirs = [
        "check",
        "--no-cache",
        "--isolated",
        "--config",
        "exclude=[]",
        "--select",
        "TID251,ASYNC,S",
    ];
    let theirs = theirs.iter().map(|word| (*word).to_owned());
    let theirs: Vec<String> = std::iter::once(path(&ruff))
        .chain(theirs)
        .chain([path(&folder)])
        .collect();
    let kept = path(&cache);
    let mut cases = [
        Case::new("ruff check --no-cache", theirs, false),
        Case::new("gotchas check --no-cache", ours(&["--no-cache"]), false),
        Case::new(
            "gotchas check, warm cache",
            ours(&["--cache-dir", &kept]),
            true,
        ),
    ];
    measure(&mut cases, &python)?;
    println!(
        "── check ── {} of the standard library, {RUNS} runs each, in turn",
        files(&folder)?
    );
    report(&cases);
    let (cold, warm) = (cases[1].median(), cases[2].median());
    println!(
        "warm over cold: {:.2}\n",
        warm.as_secs_f64() / cold.as_secs_f64()
    );
    Ok(())
}

/// Projects whose modules import each other in one long chain: time must grow with the number of files.
pub fn chains(gotchas: &Path) -> anyhow::Result<()> {
    println!(
        "── chain ── modules that import one another and pass a value on, median of {RUNS} runs"
    );
    let python = tools::install_ruff()?.with_file_name("python");
    let mut per_file = Vec::new();
    for count in [1_000, 10_000] {
        let folder = shell::target().join("bench").join(format!("chain-{count}"));
        chain(&folder, count)?;
        let line = ["check", "--no-cache", "--isolated"].map(str::to_owned);
        let line: Vec<String> = std::iter::once(gotchas.display().to_string())
            .chain(line)
            .chain([folder.display().to_string()])
            .collect();
        let mut cases = [Case::new("gotchas check --no-cache", line, false)];
        measure(&mut cases, &python)?;
        let took = cases[0].median().as_secs_f64();
        println!(
            "{count:>6} files  {took:>6.3} s  {:>5.0} µs per file",
            took / f64::from(count) * 1e6
        );
        per_file.push(took / f64::from(count));
    }
    println!(
        "ten times the files take {:.1} times as long\n",
        per_file[1] / per_file[0] * 10.0
    );
    Ok(())
}

fn chain(folder: &Path, count: u32) -> anyhow::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("wrangler.toml"),
        "name = 'chain'\nmain = 'm0.py'\ncompatibility_date = '2026-01-01'\ncompatibility_flags = ['python_workers']\n",
    )?;
    for index in 0..count {
        let next = index + 1;
        let text = match next < count {
            true => {
                format!("import m{next}\n\n\ndef step(value):\n    return m{next}.step(value)\n")
            }
            false => "def step(value):\n    return value\n".to_owned(),
        };
        fs::write(folder.join(format!("m{index}.py")), text)?;
    }
    Ok(())
}

/// The Python files of the standard library, without what pip has put there.
fn copy_of_standard_library(python: &Path) -> anyhow::Result<PathBuf> {
    let said = shell::program(python)
        .args([
            "-c",
            "import sysconfig; print(sysconfig.get_path('stdlib'))",
        ])
        .read()?;
    let from = PathBuf::from(said.trim());
    let to = shell::target().join("bench").join("standard-library");
    if to.is_dir() {
        return Ok(to);
    }
    let beside = to.with_extension("new");
    copy(&from, &beside).with_context(|| format!("cannot copy {}", from.display()))?;
    fs::rename(&beside, &to)?;
    Ok(to)
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?;
        let name = file.file_name();
        let target = to.join(&name);
        if file.file_type()?.is_dir() {
            if name != "site-packages" && name != "__pycache__" {
                copy(&file.path(), &target)?;
            }
        } else if target
            .extension()
            .is_some_and(|extension| extension == "py")
        {
            fs::copy(file.path(), target)?;
        }
    }
    Ok(())
}

fn files(folder: &Path) -> anyhow::Result<String> {
    let (mut count, mut bytes) = (0, 0);
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        for file in fs::read_dir(folder)? {
            let file = file?;
            if file.file_type()?.is_dir() {
                left.push(file.path());
            } else {
                count += 1;
                bytes += file.metadata()?.len();
            }
        }
    }
    Ok(format!("{count} files ({:.1} MB)", bytes as f64 / 1e6))
}

impl Case {
    fn new(name: &'static str, line: Vec<String>, warm: bool) -> Case {
        Case {
            name,
            line,
            warm,
            times: Vec::new(),
            kilobytes: 0,
        }
    }

    fn start(&mut self, python: &Path) -> anyhow::Result<Duration> {
        let output = Command::new(python)
            .args(["-c", MEASURE])
            .args(&self.line)
            .stderr(Stdio::inherit())
            .output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        let mut words = said.split_whitespace();
        let (Some(took), Some(kilobytes)) = (words.next(), words.next()) else {
            bail!("`{}` could not be measured", self.line.join(" "));
        };
        self.kilobytes = self.kilobytes.max(kilobytes.parse()?);
        Ok(Duration::from_secs_f64(took.parse()?))
    }

    fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort();
        times[times.len() / 2]
    }
}

/// Runs the cases in turn, so that whatever else the machine does hits all of them alike.
fn measure(cases: &mut [Case], python: &Path) -> anyhow::Result<()> {
    let started = Instant::now();
    for case in cases.iter_mut().filter(|case| case.warm) {
        case.start(python)?;
        case.kilobytes = 0;
    }
    for _ in 0..RUNS {
        for case in cases.iter_mut() {
            let took = case.start(python)?;
            case.times.push(took);
        }
    }
    eprintln!("measured for {:.0?}", started.elapsed());
    Ok(())
}

fn report(cases: &[Case]) {
    println!(
        "{:<28} {:>9} {:>9} {:>7} {:>9} {:>7}",
        "", "median", "fastest", "ratio", "memory", "ratio"
    );
    let first = &cases[0];
    for case in cases {
        let fastest = case.times.iter().min().copied().unwrap_or_default();
        println!(
            "{:<28} {:>7.3} s {:>7.3} s {:>7.2} {:>6} MB {:>7.2}",
            case.name,
            case.median().as_secs_f64(),
            fastest.as_secs_f64(),
            case.median().as_secs_f64() / first.median().as_secs_f64(),
            case.kilobytes / 1000,
            case.kilobytes as f64 / first.kilobytes as f64,
        );
    }
}
