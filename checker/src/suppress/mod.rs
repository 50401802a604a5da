//! Comments that allow a finding, and those of them that allow nothing.

mod read;
mod rows;
mod unused;

use gotchas_catalog::Code;
use ruff_python_ast::ModModule;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

use read::Reader;
pub use rows::NoqaRows;
pub use unused::diagnostic;

/// What the comments of a file allow.
#[derive(Debug, Default)]
pub struct Suppressions {
    directives: Vec<Directive>,
    invalid: Vec<InvalidSuppression>,
}

/// A comment that is meant to allow something and does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSuppression {
    /// Where it starts, in bytes of the file.
    pub at: TextSize,
    /// What it is, as in "Invalid `# noqa` directive".
    pub what: &'static str,
    /// What was expected instead.
    pub reason: &'static str,
}

/// A comment, or a part of one, that allows findings.
#[derive(Debug)]
struct Directive {
    /// From its `#` to its last character.
    range: TextRange,
    /// Where it allows findings to start; none: anywhere in the file.
    scope: Option<TextRange>,
    /// Whether it holds from here to the `enable` that ends it.
    is_open: bool,
    /// Whether it is written as a `noqa`.
    is_noqa: bool,
    codes: Codes,
}

/// The rules that a directive names.
#[derive(Debug)]
enum Codes {
    /// All there are.
    All,
    /// Those of a list.
    List {
        words: Vec<Word>,
        /// Where the list stands, without brackets.
        range: TextRange,
    },
}

/// A word of a list.
#[derive(Debug)]
struct Word {
    text: String,
    code: Option<Code>,
    /// Whether it can only be meant for us.
    is_ours: bool,
}

/// Which codes of which directives have allowed something, on one target.
#[derive(Debug, Default)]
pub struct Used(Vec<(usize, Code)>);

/// Whether some comment of a file looks like a directive.
pub fn may_concern(parsed: &Parsed<ModModule>, source: &str) -> bool {
    let mut comments = parsed
        .tokens()
        .iter()
        .filter(|token| token.kind().is_comment());
    comments.any(|comment| {
        let text = source[comment.range()].to_ascii_lowercase();
        text.contains("noqa") || text.contains("gotchas")
    })
}

/// Finds the rule of a code or a name.
type Names<'n> = dyn Fn(&str) -> Option<Code> + 'n;

impl Suppressions {
    /// Reads the comments of a file.
    pub fn new(parsed: &Parsed<ModModule>, source: &str, names: &Names<'_>) -> Suppressions {
        let mut found = Suppressions::default();
        let reader = Reader {
            parsed,
            source,
            names,
            rows: NoqaRows::new(parsed, source),
        };
        for token in parsed.tokens() {
            if token.kind().is_comment() {
                reader.comment(token.range(), &mut found);
            }
        }
        found
    }

    /// Whether a finding is allowed; `used` keeps what allowed it.
    pub fn allow(&self, code: Code, at: TextSize, used: &mut Used) -> bool {
        let mut allowed = false;
        for (index, directive) in self.directives.iter().enumerate() {
            if directive.reaches(at) && directive.codes.has(code) {
                used.0.push((index, code));
                allowed = true;
            }
        }
        allowed
    }

    /// The comments that cannot be read.
    pub fn into_invalid(self) -> Vec<InvalidSuppression> {
        self.invalid
    }
}

impl Directive {
    fn reaches(&self, at: TextSize) -> bool {
        self.scope
            .is_none_or(|scope| !scope.is_empty() && scope.contains_inclusive(at))
    }
}

impl Codes {
    fn has(&self, code: Code) -> bool {
        match self {
            Codes::All => true,
            Codes::List { words, .. } => words.iter().any(|word| word.code == Some(code)),
        }
    }
}

impl Suppressions {
    /// Ends what `disable` of these rules began.
    fn enable(&mut self, codes: &Codes, at: TextSize) {
        for directive in self.directives.iter_mut().filter(|one| one.is_open) {
            let named = match (codes, &directive.codes) {
                (Codes::All, _) => true,
                (Codes::List { .. }, Codes::All) => false,
                (Codes::List { .. }, Codes::List { words, .. }) => words
                    .iter()
                    .filter_map(|word| word.code)
                    .all(|code| codes.has(code)),
            };
            if named {
                directive.is_open = false;
                directive.scope = directive
                    .scope
                    .map(|scope| TextRange::new(scope.start(), at));
            }
        }
    }
}

fn line_of(source: &str, at: TextSize) -> TextRange {
    let at = usize::from(at);
    let start = source[..at]
        .rfind(['\n', '\r'])
        .map_or(0, |start| start + 1);
    let end = source[at..]
        .find(['\n', '\r'])
        .map_or(source.len(), |end| at + end);
    TextRange::new(size(start), size(end))
}

fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or_default()
}
