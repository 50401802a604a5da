//! Comments that allow a finding, and those of them that allow nothing.

mod read;

use gotchas_catalog::{Applicability, Code, Severity, UNUSED_SUPPRESSION};
use ruff_python_ast::ModModule;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::diagnostic::Diagnostic;
use crate::fix::{Edit, Fix};
use crate::project::Module;
use read::Reader;

/// What the comments of a file allow.
#[derive(Debug, Default)]
pub struct Suppressions {
    directives: Vec<Directive>,
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

/// Which words of which directives have allowed something, on one target.
#[derive(Debug, Default)]
pub struct Used(Vec<(usize, Code)>);

/// A directive that allows something that is not there.
#[derive(Debug, PartialEq, Eq)]
pub struct Unused {
    /// The directive.
    pub range: TextRange,
    /// The words that allow nothing, and those that name no rule.
    pub unused: Vec<String>,
    pub unknown: Vec<String>,
    /// What removes them.
    pub edit: Option<Edit>,
}

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
            let here = directive
                .scope
                .is_none_or(|scope| scope.contains_inclusive(at));
            if here && directive.codes.has(code) {
                used.0.push((index, code));
                allowed = true;
            }
        }
        allowed
    }

    /// The directives that allowed nothing, or not all of what they name. One without a list is nobody's business: other
    /// tools read it too.
    pub fn unused(&self, used: &Used, source: &str) -> Vec<Unused> {
        let directives = self.directives.iter().enumerate();
        let unused = directives.filter_map(|(index, directive)| {
            let Codes::List { words, range } = &directive.codes else {
                return None;
            };
            let is_unused = |word: &Word| match word.code {
                Some(code) => !used.0.contains(&(index, code)),
                None => word.is_ours,
            };
            let (bad, good): (Vec<&Word>, Vec<&Word>) =
                words.iter().partition(|word| is_unused(word));
            if bad.is_empty() {
                return None;
            }
            let texts = |known: bool| {
                let words = bad.iter().filter(|word| word.code.is_some() == known);
                words.map(|word| word.text.clone()).collect()
            };
            let kept: Vec<&str> = good.iter().map(|word| word.text.as_str()).collect();
            let edit = if kept.is_empty() {
                removal(directive.range, source)
            } else {
                Some(Edit::replace(*range, kept.join(", ")))
            };
            Some(Unused {
                range: directive.range,
                unused: texts(true),
                unknown: texts(false),
                edit,
            })
        });
        unused.collect()
    }
}

/// What is said about a directive that allows nothing.
pub fn diagnostic(unused: Unused, module: &Module) -> Diagnostic {
    let list = |words: &[String]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        quoted.join(", ")
    };
    let reasons = [("unused", &unused.unused), ("unknown", &unused.unknown)];
    let reasons = reasons.iter().filter(|(_, words)| !words.is_empty());
    let reasons: Vec<String> = reasons
        .map(|(what, words)| format!("{what}: {}", list(words)))
        .collect();
    Diagnostic {
        code: Some(Code::UNUSED_SUPPRESSION),
        name: UNUSED_SUPPRESSION.to_owned(),
        severity: Severity::Warning,
        message: format!("Unused suppression ({})", reasons.join("; ")),
        help: None,
        file: module.path.clone(),
        range: unused.range,
        secondary: Vec::new(),
        fix: unused.edit.map(|edit| Fix {
            applicability: Applicability::Safe,
            message: "Remove what is unused".to_owned(),
            edits: vec![edit],
        }),
        url: Some(format!(
            "{}/using-the-checker.html#silencing-a-finding",
            env!("CARGO_PKG_HOMEPAGE")
        )),
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

/// Removes a directive that is all of its comment: with its line if there is nothing else on it. Where a comment says more,
/// nobody but its author knows what becomes of the rest.
fn removal(directive: TextRange, source: &str) -> Option<Edit> {
    let line = line_of(source, directive.start());
    let before = &source[TextRange::new(line.start(), directive.start())];
    let after = &source[TextRange::new(directive.end(), line.end())];
    if !after.trim().is_empty() {
        return None;
    }
    let code = before.trim_end();
    if !code.is_empty() {
        let start = line.start() + size(code.len());
        return Some(Edit::replace(
            TextRange::new(start, line.end()),
            String::new(),
        ));
    }
    let rest = &source[usize::from(line.end())..];
    let newline = rest.len()
        - rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix(['\n', '\r']))
            .unwrap_or(rest)
            .len();
    let whole = TextRange::new(line.start(), line.end() + size(newline));
    Some(Edit::replace(whole, String::new()))
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
