//! What to look for, and what was found: Workers, files that are none, and why.

use std::path::{Path, PathBuf};

use gotchas_catalog::Target;

use crate::config::{ConfigError, Misdated, WranglerConfig};
use crate::packages::PinnedSdk;
use crate::reach::Module;
use crate::walk::{LEFT_OUT, is_python};

/// How to look for Workers.
#[derive(Clone)]
pub struct Options<'a> {
    /// What decides that a file is Worker code.
    pub assume: Assume,
    /// Leave out what `.gitignore` leaves out.
    pub respect_gitignore: bool,
    /// The target to assume instead of what the wrangler file says.
    pub target: Option<Target>,
    /// Which files of a folder are Python.
    pub included: &'a dyn Fn(&Path) -> bool,
    /// What the user leaves out.
    pub excluded: &'a dyn Fn(&Path) -> bool,
    /// Names of folders that are not even looked into.
    pub left_out: &'a [&'a str],
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            assume: Assume::Nothing,
            respect_gitignore: true,
            target: None,
            included: &is_python,
            excluded: &|_| false,
            left_out: &LEFT_OUT,
        }
    }
}

/// What decides that a file is Worker code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Assume {
    /// The wrangler files, or else the imports.
    #[default]
    Nothing,
    /// The user: every Python file is Worker code.
    Worker,
}

/// A Worker and the files it runs.
#[derive(Debug, Clone)]
pub struct Worker {
    /// The wrangler file it comes from; none where its files say themselves what they are. Where the user does, the one that
    /// says where they run.
    pub config: Option<WranglerConfig>,
    /// The SDK the project pins.
    pub sdk: Option<PinnedSdk>,
    /// Where it runs.
    pub target: Target,
    /// The files it runs.
    pub modules: Vec<Module>,
}

/// A Python file that no Worker runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// The file.
    pub path: PathBuf,
    /// Why it is out.
    pub reason: Reason,
}

/// Why a Python file is not Worker code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There are Workers, and none imports it.
    NotReached,
    /// It is a test.
    Test,
    /// No wrangler file, and it imports nothing of the Workers runtime.
    NoRuntimeImport,
    /// No wrangler file starts from Python.
    NoPythonMain,
    /// The settings leave it out.
    Excluded,
}

/// A file or folder that could not be read.
#[derive(Debug)]
pub struct Unreadable {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub message: String,
}

/// Everything that was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The Workers.
    pub workers: Vec<Worker>,
    /// The Python files under the paths that the user named, sorted: the ones to report on.
    pub named: Vec<PathBuf>,
    /// Those of them that are not Worker code.
    pub outside: Vec<Outside>,
    /// Wrangler files that make no sense.
    pub config_errors: Vec<ConfigError>,
    /// Files that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Wrangler files whose Worker starts from a file that is not there, with what they select.
    pub adrift: Vec<Adrift>,
    /// Compatibility dates that are none, with their wrangler files.
    pub misdated: Vec<(PathBuf, Misdated)>,
}

/// A Worker of which only the wrangler file is there.
#[derive(Debug)]
pub struct Adrift {
    /// The wrangler file.
    pub config: PathBuf,
    /// The file it names as `main`; none where it names none.
    pub main: Option<PathBuf>,
    /// Where it would run.
    pub target: Target,
}

impl Reason {
    /// The reason in words.
    pub fn describe(self) -> &'static str {
        match self {
            Reason::NotReached => "no Worker imports it",
            Reason::Test => "it is a test",
            Reason::Excluded => "the settings leave it out",
            Reason::NoPythonMain => "no wrangler file starts from Python",
            Reason::NoRuntimeImport => {
                "there is no wrangler file, and it imports nothing of the Workers runtime"
            }
        }
    }
}
