//! Comments that allow nothing, or not all of what they name.

use gotchas_catalog::{Applicability, Code, Severity, UNUSED_SUPPRESSION};
use ruff_text_size::TextRange;

use super::{Codes, Directive, Suppressions, Used, Word, line_of, size};
use crate::diagnostic::Diagnostic;
use crate::fix::{Edit, Fix};
use crate::project::Module;

/// A directive that allows something that is not there.
#[derive(Debug, PartialEq, Eq)]
pub struct Unused {
    /// The directive.
    pub range: TextRange,
    /// Whether it is written as a `noqa`.
    pub is_noqa: bool,
    /// The words that allow nothing, those that stand there a second time, and those that name no rule.
    pub unused: Vec<String>,
    pub duplicated: Vec<String>,
    pub unknown: Vec<String>,
    /// What removes them.
    pub edit: Edit,
}

/// What is wrong with a word of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Unused,
    Duplicated,
    Unknown,
}

impl Suppressions {
    /// The directives that allowed nothing, or not all of what they name. One without a list is nobody's business: other
    /// tools read it too.
    pub fn unused(&self, used: &Used, source: &str) -> Vec<Unused> {
        let directives = self.directives.iter().enumerate();
        let unused = directives.filter_map(|(index, directive)| {
            let Codes::List { words, range } = &directive.codes else {
                return None;
            };
            if self.may_be_unused(directive) {
                return None;
            }
            let faults: Vec<Option<Fault>> = (0..words.len())
                .map(|at| fault(words, at, |code| used.0.contains(&(index, code))))
                .collect();
            let having = |wanted: Option<Fault>| -> Vec<String> {
                let words = words.iter().zip(&faults);
                let words = words.filter(|(_, fault)| **fault == wanted);
                words.map(|(word, _)| word.text.clone()).collect()
            };
            if faults.iter().all(Option::is_none) {
                return None;
            }
            let kept = having(None);
            let edit = match kept.is_empty() {
                true => removal(directive.range, source),
                false => Edit::replace(*range, kept.join(", ")),
            };
            Some(Unused {
                range: directive.range,
                is_noqa: directive.is_noqa,
                unused: having(Some(Fault::Unused)),
                duplicated: having(Some(Fault::Duplicated)),
                unknown: having(Some(Fault::Unknown)),
                edit,
            })
        });
        unused.collect()
    }

    /// Whether somebody said that a directive may allow nothing: itself, or another one, by the code of the rule about it.
    fn may_be_unused(&self, directive: &Directive) -> bool {
        let named = |one: &Directive| match &one.codes {
            Codes::All => false,
            Codes::List { .. } => one.codes.has(Code::UNUSED_SUPPRESSION),
        };
        let mut reaching = self.reaching(directive.range.start());
        reaching.any(|(_, one)| named(one))
    }
}

fn fault(words: &[Word], at: usize, is_used: impl Fn(Code) -> bool) -> Option<Fault> {
    let word = &words[at];
    let Some(code) = word.code else {
        return word.is_ours.then_some(Fault::Unknown);
    };
    if words[..at].iter().any(|before| before.code == Some(code)) {
        return Some(Fault::Duplicated);
    }
    (!is_used(code)).then_some(Fault::Unused)
}

/// What is said about a directive that allows nothing.
pub fn diagnostic(unused: Unused, module: &Module) -> Diagnostic {
    let list = |words: &[String]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        quoted.join(", ")
    };
    let reasons = [
        ("unused", &unused.unused),
        ("duplicated", &unused.duplicated),
        ("unknown", &unused.unknown),
    ];
    let reasons = reasons.iter().filter(|(_, words)| !words.is_empty());
    let reasons: Vec<String> = reasons
        .map(|(what, words)| format!("{what}: {}", list(words)))
        .collect();
    let what = match unused.is_noqa {
        true => "`noqa` directive",
        false => "suppression",
    };
    let removed = format!("Remove unused {what}");
    Diagnostic {
        code: Some(Code::UNUSED_SUPPRESSION),
        name: UNUSED_SUPPRESSION.to_owned(),
        severity: Severity::Warning,
        message: format!("Unused {what} ({})", reasons.join("; ")),
        help: Some(removed.clone()),
        file: module.path.clone(),
        range: unused.range,
        secondary: Vec::new(),
        fix: Some(Fix {
            applicability: Applicability::Safe,
            message: removed,
            edits: vec![unused.edit],
        }),
        url: Some(format!(
            "{}/using-the-checker.html#silencing-a-finding",
            env!("CARGO_PKG_HOMEPAGE")
        )),
    }
}

/// Removes a directive with the reason behind it, and with its line if there is nothing else on it. Another comment behind it
/// stays.
fn removal(directive: TextRange, source: &str) -> Edit {
    let line = line_of(source, directive.start());
    let after = &source[TextRange::new(directive.end(), line.end())];
    if let Some(next) = next_comment(after) {
        let end = directive.end() + size(next);
        return Edit::replace(TextRange::new(directive.start(), end), String::new());
    }
    let before = &source[TextRange::new(line.start(), directive.start())];
    let code = before.trim_end();
    if !code.is_empty() {
        let start = line.start() + size(code.len());
        return Edit::replace(TextRange::new(start, line.end()), String::new());
    }
    let rest = &source[usize::from(line.end())..];
    let newline = rest.len()
        - rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix(['\n', '\r']))
            .unwrap_or(rest)
            .len();
    let whole = TextRange::new(line.start(), line.end() + size(newline));
    Edit::replace(whole, String::new())
}

/// Where the next comment starts in what stands behind a directive. The `#` of a number is none.
fn next_comment(after: &str) -> Option<usize> {
    let starts = |at: usize| {
        let next = after[at + 1..].chars().next();
        after[..at].trim().is_empty() || next.is_some_and(char::is_whitespace)
    };
    let mut marks = after.match_indices('#').map(|(at, _)| at);
    marks.find(|at| starts(*at))
}
