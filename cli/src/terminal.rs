//! Standard output and standard error: colour, width, and messages.

use std::{
    fs::{self, OpenOptions, Permissions},
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anstream::ColorChoice;
use anyhow::Context;
use clap::ValueEnum;
use crossterm::{
    cursor::MoveTo,
    execute,
    style::force_color_output,
    terminal::{Clear, ClearType},
};
use gotchas_catalog::Problems;
use owo_colors::OwoColorize;

/// Width of the text where it is not a terminal that is written to.
const DEFAULT_WIDTH: usize = 80;
/// Prose wider than this is hard to read.
const WIDEST_PROSE: usize = 100;
/// Below this, wrapping does more harm than a terminal's own line break.
const NARROWEST: usize = 20;
/// Links that lead to each other longer than this go in circles.
const LINKS: usize = 40;

/// When to colour the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that can show it.
    Auto,
    /// Always, also into a file or a pipe.
    Always,
    /// Never.
    Never,
}

/// Takes over `FORCE_COLOR`, as ruff does, unless there is a `NO_COLOR`; that and the terminal's own abilities are
/// anstream's business.
pub fn follow_environment() {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("FORCE_COLOR") && !is_set("NO_COLOR") {
        ColorChoice::Always.write_global();
    }
}

/// Takes over `--color`, which wins over the environment.
pub fn follow_option(color: Option<Color>) {
    match color {
        Some(Color::Always) => set_color(ColorChoice::Always),
        Some(Color::Never) => set_color(ColorChoice::Never),
        Some(Color::Auto) | None => {}
    }
}

/// For what is printed, and for what the picker draws.
fn set_color(choice: ColorChoice) {
    choice.write_global();
    force_color_output(choice != ColorChoice::Never);
}

/// Whether standard output shows styles.
pub fn is_coloured() -> bool {
    anstream::stdout().current_choice() != ColorChoice::Never
}

/// Writes a whole text to standard output, without its styling where that cannot be shown.
pub fn print(text: &str) -> io::Result<()> {
    // At once: piece by piece, standard output would be written to after each line.
    match is_coloured() {
        false => print_raw(&anstream::adapter::strip_str(text).to_string()),
        true => {
            let mut out = anstream::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()
        }
    }
}

/// Writes a text to standard output, through a pager if a person is watching and it is longer than the window. Gives whether
/// there was a pager.
pub fn page(text: &str, pager: Pager) -> io::Result<bool> {
    let rows = terminal_size::terminal_size_of(io::stdout()).map(|(_, rows)| usize::from(rows.0));
    let fits = |rows: usize| text.lines().count() < rows;
    match rows.filter(|_| pager == Pager::Usual && io::stdout().is_terminal()) {
        Some(rows) if !fits(rows) && through_pager(text)? => Ok(true),
        _ => print(text).map(|()| false),
    }
}

/// Whether long texts go through a pager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pager {
    /// Where a person is watching.
    Usual,
    /// Never.
    Never,
}

/// Gives a text to the pager that the environment names, or to `less`. Gives false where it cannot be started.
fn through_pager(text: &str) -> io::Result<bool> {
    let named = ["GOTCHAS_PAGER", "PAGER"].map(|name| std::env::var(name).ok());
    let line = named.into_iter().flatten().next();
    let line = line.unwrap_or_else(|| "less".to_owned());
    let Some(words) = shlex::split(&line).filter(|words| !words.is_empty()) else {
        return Ok(false);
    };
    if words == ["cat"] {
        return Ok(false);
    }
    let mut command = Command::new(&words[0]);
    command.args(&words[1..]).stdin(Stdio::piped());
    // As git does it: colours are shown, what fits after all is left on the screen.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let Ok(mut pager) = command.spawn() else {
        return Ok(false);
    };
    if let Some(input) = pager.stdin.take() {
        let plain = anstream::adapter::strip_str(text).to_string();
        let text = if is_coloured() { text } else { plain.as_str() };
        let mut input = input;
        // Who leaves the pager has read enough.
        let _ = input.write_all(text.as_bytes());
    }
    pager.wait()?;
    Ok(true)
}

/// A text that leads to a page, on terminals that know links; elsewhere the text.
pub fn link(url: &str, text: &str) -> String {
    match supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout) {
        true => format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\"),
        false => text.to_owned(),
    }
}

/// Writes a text to standard output as it is: a file's, which is no place for changes.
pub fn print_raw(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Clears the screen, where there is one.
pub fn clear() -> io::Result<()> {
    let mut out = io::stdout();
    if out.is_terminal() {
        execute!(out, Clear(ClearType::All), MoveTo(0, 0))?;
    }
    Ok(())
}

/// Writes a line to standard error. Nothing can be done where even that fails.
pub fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints an error with its causes; problems of files with their places.
pub fn report(error: &anyhow::Error) {
    match error.downcast_ref::<Problems>() {
        Some(problems) => report_problems(problems),
        None => note(&format!("{} {error:#}", "error:".red().bold())),
    }
}

/// Draws every problem of every file. What cannot be coloured loses its colours on the way.
pub fn report_problems(problems: &Problems) {
    note(&problems.render(true));
}

/// Columns to wrap prose to: `COLUMNS`, else the terminal's width up to a readable limit, else 80.
pub fn width() -> usize {
    let wanted = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let actual =
        || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    wanted
        .or_else(actual)
        .unwrap_or(DEFAULT_WIDTH)
        .clamp(NARROWEST, WIDEST_PROSE)
}

/// Whether a person is watching standard error, so that a progress display makes sense.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Writes a text to a file, without its styling. A link is followed. What is there and is no plain file, such as a pipe, is
/// written to; a plain file is there whole or not at all, and keeps its permissions. Makes the folders that it is in.
pub fn write_plain(path: &Path, text: &str) -> anyhow::Result<()> {
    let text = anstream::adapter::strip_str(text).to_string();
    let known = fs::metadata(path).ok();
    let target = followed(path);
    let write = || match (&target, known) {
        (None, _) => write_through(path, &text),
        (_, Some(about)) if !about.is_file() => write_through(path, &text),
        (Some(target), about) => replace(target, &text, about.map(|about| about.permissions())),
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// What links lead to, also where nothing is there yet; none where that is something this process has open.
fn followed(path: &Path) -> Option<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        if ["/proc", "/dev/fd"]
            .iter()
            .any(|open| path.starts_with(open))
        {
            return None;
        }
        match fs::read_link(&path) {
            Ok(next) => path = path.with_file_name("").join(next),
            Err(_) => break,
        }
    }
    Some(path)
}

/// Writes to what is there, behind what it holds already.
fn write_through(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// Puts a file in the place of the one that is there, if one is.
fn replace(path: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<()> {
    let folder = path.parent();
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    // As any program makes files, less what the umask forbids.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // What went wrong is no news of the temporary file.
    let file = builder.tempfile_in(folder);
    let mut file = file.map_err(|error| io::Error::from(error.kind()))?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
