//! What mdBook says to the program `mdbook-gotchas`, and the answers.
//!
//! - `mdbook-gotchas supports RENDERER` asks whether the preprocessor has anything to do for a renderer. The answer is the
//!   exit code, 0 or 1.
//! - `mdbook-gotchas` is the preprocessor: `[context, book]` as JSON on stdin, the book with our pages on stdout.
//! - `mdbook-gotchas site` is the renderer [`crate::Site`]: its context as JSON on stdin.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use anyhow::Context;
use gotchas_catalog::Problems;
use mdbook_preprocessor::{MDBOOK_VERSION, Preprocessor};
use mdbook_renderer::{RenderContext, Renderer};
use tracing_subscriber::EnvFilter;

use crate::{Gotchas, Site};

const HELP: &str = "\
mdbook-gotchas makes the pages of a book of gotchas. mdBook calls it; book.toml says

    [preprocessor.gotchas]
    command = \"mdbook-gotchas\"
    after = [\"links\", \"index\"]

    [output.html]

    [output.site]
    command = \"mdbook-gotchas site\"

Usage:
    mdbook-gotchas                     preprocessor: mdBook's JSON on stdin, the book on stdout
    mdbook-gotchas supports RENDERER   exit code 0 if it has something to do for this renderer, else 1
    mdbook-gotchas site                renderer: mdBook's JSON on stdin
";

/// Runs the program with its arguments and says how it went: 0, 1 for a renderer that is not supported or a book that
/// cannot be made, 2 for arguments that make no sense.
pub fn run(arguments: &[String]) -> ExitCode {
    log_to_stderr();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        [] if io::stdin().is_terminal() => print(HELP),
        [] => preprocess(),
        ["site"] => render(),
        ["supports", renderer] => return supports(renderer),
        ["--help" | "-h" | "help"] => print(HELP),
        ["--version" | "-V"] => print(concat!("mdbook-gotchas ", env!("CARGO_PKG_VERSION"), "\n")),
        _ => {
            eprint!(
                "error: `{}` makes no sense here\n\n{HELP}",
                arguments.join(" ")
            );
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

fn preprocess() -> anyhow::Result<()> {
    let (context, book) = mdbook_preprocessor::parse_input(io::stdin().lock())
        .context("stdin is not what mdBook sends a preprocessor")?;
    warn_of_other_versions(&context.mdbook_version);
    let book = Gotchas::new().run(&context, book)?;
    let json = serde_json::to_vec(&book)?;
    io::stdout()
        .lock()
        .write_all(&json)
        .context("cannot write the book to stdout")
}

fn render() -> anyhow::Result<()> {
    let context = RenderContext::from_json(io::stdin().lock())
        .context("stdin is not what mdBook sends a renderer")?;
    Site::new().render(&context)
}

fn supports(renderer: &str) -> ExitCode {
    match Gotchas::new().supports_renderer(renderer) {
        Ok(true) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Warns where the mdBook that calls is of another line than the one these pages were made for.
fn warn_of_other_versions(theirs: &str) {
    let line = |version: &str| {
        version
            .split('.')
            .take(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    if line(theirs) != line(MDBOOK_VERSION) {
        tracing::warn!(
            "made for mdBook {MDBOOK_VERSION}, called by {theirs}: pages may look different"
        );
    }
}

fn print(text: &str) -> anyhow::Result<()> {
    io::stdout()
        .lock()
        .write_all(text.as_bytes())
        .context("cannot write to stdout")
}

fn report(error: &anyhow::Error) {
    match error.downcast_ref::<Problems>() {
        Some(problems) => eprintln!("{}", problems.render(in_colour())),
        None => eprintln!("error: {error:#}"),
    }
}

fn in_colour() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// As mdBook does it: warnings and errors, or what `MDBOOK_LOG` asks for.
fn log_to_stderr() {
    let filter = EnvFilter::builder()
        .with_default_directive(tracing::Level::WARN.into())
        .with_env_var("MDBOOK_LOG");
    let subscriber = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .without_time()
        .with_target(false);
    subscriber
        .with_ansi(in_colour())
        .with_env_filter(filter.from_env_lossy())
        .init();
}
