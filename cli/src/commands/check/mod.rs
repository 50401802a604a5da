mod report;
mod select;
mod sources;

use std::path::PathBuf;

use clap::ValueEnum;

use crate::{args::Global, exit::Exit, knowledge, terminal};
use select::Selection;
use sources::Sources;

const EXAMPLES: &str = "\
Examples:
  gotchas check                               check the Worker in this folder
  gotchas check src/ --select CFW4            only the rules on databases
  gotchas check - < worker.py                 check standard input
  gotchas check --output-format json | jq '.[].code'

What runs on Workers is found by the wrangler file and the imports from its `main`, or, without one, by the imports of each
file; the rest is left alone. `# noqa: CFW403` at the end of a line keeps a finding there from being reported.

Exit code: 0 no findings, 1 findings, 2 something could not be checked.";

/// Check Python files for gotchas
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files or folders; `-` is standard input
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Rules to turn on: codes, starts of codes, names, or ALL (comma-separated) [default: ALL]
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    select: Vec<String>,
    /// Rules to turn off
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    ignore: Vec<String>,
    /// How to print findings
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "full",
        env = "GOTCHAS_OUTPUT_FORMAT"
    )]
    output_format: Format,
    /// Runtime to check for, such as `pyodide-0.28` [default: what the wrangler file selects, or the newest]
    #[arg(long, value_name = "ID")]
    target_runtime: Option<String>,
    /// SDK to check for: `bundled` or a release of workers-runtime-sdk such as `1.9.5`
    #[arg(long, value_name = "SDK")]
    target_sdk: Option<gotchas_catalog::Sdk>,
    /// Take every file as Worker code
    #[arg(long)]
    worker: bool,
    /// Name of standard input in findings
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,
    /// Also check files that `.gitignore` and the like leave out
    #[arg(long)]
    no_respect_gitignore: bool,
    /// Print how often each rule was broken instead of where
    #[arg(long)]
    statistics: bool,
    /// Exit with 0 also if there are findings
    #[arg(short, long)]
    exit_zero: bool,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the source and the reason
    Full,
    /// One line each
    Concise,
    /// One line each, below a line for each file
    Grouped,
    /// A JSON array
    Json,
    /// A JSON object per line
    JsonLines,
    /// Annotations in the log of a GitHub workflow
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// One line each, as pylint prints them
    Pylint,
    /// JSON for reviewdog
    Rdjson,
}

impl Format {
    /// Whether it is for programs, which want to read it even if there was nothing to check.
    fn is_for_programs(self) -> bool {
        !matches!(self, Format::Full | Format::Concise | Format::Grouped)
    }
}

/// Checks, prints, and says by the exit code how it went.
pub fn run(args: &Args, global: &Global) -> anyhow::Result<Exit> {
    let catalogue = knowledge::catalogue(global)?;
    let selection = Selection::new(&args.select, &args.ignore, &catalogue)?;
    let sources = Sources::gather(args, &catalogue)?;
    let findings = sources.check(&catalogue, &selection)?;
    // What was not checked did not pass.
    if !sources.is_empty() || args.output_format.is_for_programs() {
        terminal::print(&report::render(&findings, args)?)?;
    }
    sources.print_remarks();
    Ok(match () {
        () if sources.has_trouble() => Exit::Failure,
        () if findings.is_empty() || args.exit_zero => Exit::Success,
        () => Exit::Negative,
    })
}
