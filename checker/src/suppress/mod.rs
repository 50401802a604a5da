//! Comments that allow a finding, and those of them that allow nothing.

mod read;
mod rows;
mod unused;

use std::collections::BTreeSet;

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
    /// The numbers of those that no `enable` has ended yet.
    open: Vec<usize>,
    reach: ReachIndex,
    invalid: Vec<InvalidSuppression>,
}

/// Which directives may speak for a place, without asking each of them.
#[derive(Debug, Default)]
struct ReachIndex {
    /// Those that speak for a file, or from one comment to another.
    wide: Vec<usize>,
    /// The others by where their scope starts, with the furthest end up to each.
    narrow: Vec<(TextSize, TextSize, usize)>,
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
    spans: bool,
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
pub struct Used(BTreeSet<(usize, Code)>);

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
        found.reach = ReachIndex::new(&found.directives);
        found
    }

    /// Whether a finding is allowed; `used` keeps what allowed it.
    pub fn allow(&self, code: Code, at: TextSize, used: &mut Used) -> bool {
        let mut allowed = false;
        for (index, directive) in self.reaching(at) {
            if directive.codes.has(code) {
                used.0.insert((index, code));
                allowed = true;
            }
        }
        allowed
    }

    /// The directives that speak for a place, with their numbers.
    fn reaching(&self, at: TextSize) -> impl Iterator<Item = (usize, &Directive)> {
        let candidates = self.reach.candidates(at);
        let directives = candidates.map(|index| (index, &self.directives[index]));
        directives.filter(move |(_, directive)| directive.reaches(at))
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

impl ReachIndex {
    fn new(directives: &[Directive]) -> ReachIndex {
        let mut index = ReachIndex::default();
        for (number, directive) in directives.iter().enumerate() {
            match directive.scope {
                Some(scope) if !directive.spans => {
                    index.narrow.push((scope.start(), scope.end(), number));
                }
                _ => index.wide.push(number),
            }
        }
        index.narrow.sort_unstable();
        let mut furthest = TextSize::default();
        for (_, end, _) in &mut index.narrow {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        index
    }

    fn candidates(&self, at: TextSize) -> impl Iterator<Item = usize> {
        let before = self.narrow.partition_point(|(start, _, _)| *start <= at);
        let before = self.narrow[..before].iter().rev();
        let near = before.take_while(move |(_, end, _)| *end >= at);
        let near = near.map(|(_, _, number)| *number);
        self.wide.iter().copied().chain(near)
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
        let directives = &mut self.directives;
        self.open.retain(|index| {
            let directive = &mut directives[*index];
            let named = match (codes, &directive.codes) {
                (Codes::All, _) => true,
                (Codes::List { .. }, Codes::All) => false,
                (Codes::List { .. }, Codes::List { words, .. }) => words
                    .iter()
                    .filter_map(|word| word.code)
                    .all(|code| codes.has(code)),
            };
            if named {
                let scope = directive.scope;
                directive.scope = scope.map(|scope| TextRange::new(scope.start(), at));
            }
            !named
        });
    }

    fn push(&mut self, directive: Directive) {
        if directive.spans {
            self.open.push(self.directives.len());
        }
        self.directives.push(directive);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn read(source: &str) -> Suppressions {
        let code = |name: &str| name.parse().ok();
        Suppressions::new(&parse(source), source, &code)
    }

    /// Whether something at the first `x` of a file is allowed.
    fn allows(source: &str) -> bool {
        let at = size(source.find('x').unwrap());
        let code = "CFW403".parse().unwrap();
        read(source).allow(code, at, &mut Used::default())
    }

    #[test]
    fn few_directives_are_asked_about_a_place() {
        let source =
            "x = 1  # noqa: CFW403\n# gotchas: ignore[CFW301]\ny = (\n    2\n)\n".repeat(2_000);
        let found = read(&source);
        assert_eq!(found.directives.len(), 4_000);
        let lines = source.match_indices('\n').map(|(at, _)| size(at));
        let most = lines.map(|at| found.reach.candidates(at).count()).max();
        assert!(most <= Some(3), "{most:?}");
    }

    #[test]
    fn a_directive_that_cannot_be_read_allows_nothing() {
        for (comment, allowed) in [
            ("ignore", true),
            ("ignore  ", true),
            ("ignore[CFW403]", true),
            ("Ignore [CFW403] because", true),
            ("ignored by design", false),
            ("ignore CFW403", false),
            ("ignore: CFW403", false),
            ("ignore-next-line[CFW403]", false),
            ("ignore_[CFW403]", false),
            ("ignore[CFW403", false),
            ("ignore[]", false),
            ("disable CFW403", false),
            ("disable[CFW403", false),
            ("file-ignore: CFW403", false),
        ] {
            let source = format!("# gotchas: {comment}\nx = 1\n");
            assert_eq!(allows(&source), allowed, "{comment}");
            assert_eq!(
                read(&source).into_invalid().len(),
                usize::from(!allowed),
                "{comment}"
            );
        }
    }

    #[test]
    fn an_enable_that_cannot_be_read_ends_nothing() {
        assert!(!allows(
            "# gotchas: disable[CFW403]\n# gotchas: enable\nx\n"
        ));
        assert!(allows(
            "# gotchas: disable[CFW403]\n# gotchas: enable CFW403\nx\n"
        ));
    }

    #[test]
    fn of_several_noqa_the_first_counts() {
        assert!(allows("x  # noqa: CFW403 # noqa: CFW301\n"));
        assert!(!allows("x  # noqa: CFW301 # noqa: CFW403\n"));
        assert!(!allows("x  # noqa: nonsense # noqa: CFW403\n"));
        assert!(allows("x  # because # noqa: CFW403\n"));
        assert!(allows("x  # noqa: CFW301 # gotchas: ignore[CFW403]\n"));
    }

    #[test]
    fn a_comment_for_flake8_speaks_for_the_file() {
        for (comment, allowed) in [
            ("# flake8: noqa", true),
            ("# flake8:NOQA: E501,CFW403", true),
            ("# why # flake8 : noqa", true),
            ("# flake8: noqa: E501", false),
            ("# FLAKE8: noqa", false),
            ("# flake8: noqa:", false),
            ("# flake8: other", false),
            ("y  # flake8: noqa", false),
        ] {
            assert_eq!(allows(&format!("y\nx\n{comment}\n")), allowed, "{comment}");
        }
    }
}
