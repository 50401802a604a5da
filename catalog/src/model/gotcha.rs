use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Affects, Change, Detector, Located, Run, Target};

/// One gotcha: the content of `gotchas/<category>/<name>.yaml`.
///
/// Its name (the file's stem) and its category (the folder) are not in the file; the catalogue keeps them beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gotcha {
    /// `CFW` and three digits, the first of them the category's. Never reused.
    pub code: Located<Code>,
    /// What is true, in one line without Markdown: a heading and a search result.
    #[schemars(length(min = 1, max = 90))]
    pub title: Located<String>,
    /// How bad it is where it bites.
    pub severity: Severity,
    /// The line of the checklist: what to do, in at most 120 characters of Markdown.
    #[schemars(length(min = 1, max = 120))]
    pub summary: Located<String>,
    /// What people see and paste into the search, verbatim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub symptoms: Vec<Symptom>,
    /// Questions and half-remembered words that people search with, in their own terms. Pages do not show them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1, max = 120)))]
    pub keywords: Vec<Located<String>>,
    /// What goes wrong and why, in Markdown.
    #[schemars(length(min = 1))]
    pub problem: Located<String>,
    /// What older advice said and what is true instead, in one Markdown line, where the two differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub older_advice: Option<Located<String>>,
    /// Wrong and right code, in the order of the page.
    #[schemars(length(min = 1))]
    pub examples: Vec<Example>,
    /// Situations to apply this in, Markdown lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub when: Vec<Located<String>>,
    /// Everything else that is worth saying, in the order of the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub sections: Vec<Section>,
    /// What to remember, in Markdown.
    #[schemars(length(min = 1))]
    pub takeaway: Located<String>,
    /// Whether it still bites.
    pub status: Status,
    /// Where it bites; it bites where any clause holds.
    pub affects: Vec<Affects>,
    /// Where to read more; documentation, source, issue threads.
    #[schemars(length(min = 1))]
    pub references: Vec<Reference>,
    /// Names of gotchas to read next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), inner(length(min = 1)))]
    pub related: Vec<Located<String>>,
    /// The release of this catalogue that added it; one of `releases.yaml`.
    #[schemars(length(min = 1))]
    pub since: Located<String>,
    /// What later releases changed in it for readers, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub changes: Vec<Change>,
    /// How the checker finds it in code; each finding is reported under this gotcha's code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detect: Vec<Detector>,
}

/// A code such as `CFW403`: the category's digit and two more.
///
/// Should there be more than ten categories, the next has the digit 10 and codes such as `CFW1001`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^CFW([0-9]|[1-9][0-9])[0-9]{2}$"))]
pub struct Code(u16);

/// Name of the one rule that is about no gotcha: a comment that allows a finding where there is none.
pub const UNUSED_SUPPRESSION: &str = "unused-suppression";

impl Code {
    /// Code of the rule [`UNUSED_SUPPRESSION`]; no gotcha has it.
    pub const UNUSED_SUPPRESSION: Code = Code(0);
}

/// How bad a gotcha is where it bites.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Works, but pointless or advisable to change.
    Info,
    /// Risky: wrong under some conditions.
    Warning,
    /// Fails, or is silently wrong.
    Error,
}

impl Severity {
    /// The severity as it is written everywhere: in files, options, pages.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Whether a gotcha still bites somewhere that Workers ships.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It bites on a runtime of today.
    Active,
    /// It bites only on runtimes or SDK releases older than today's.
    Fixed,
    /// Another gotcha says it better.
    Superseded,
    /// It was reported and could not be reproduced.
    Disputed,
    /// It is new: the checker reports it on request, until it has proved itself.
    Preview,
}

/// Something that people see when the gotcha bites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// The text, verbatim: an exception line, a log line, a wrong value.
    #[schemars(length(min = 1))]
    pub text: Located<String>,
    /// Where it was reported, if no recorded run of this gotcha shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Located<String>>,
}

/// Wrong code, right code, or a pair of both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What the example shows, in one line without Markdown.
    #[schemars(length(min = 1, max = 90))]
    pub title: Located<String>,
    /// Python that goes wrong. Each line that the checker must flag ends in `# gotcha`, or in `# gotcha: CFW403` where
    /// another rule flags it; lines that start with `~` run but are not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub wrong: Option<Located<String>>,
    /// Python that works, clean under every rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub right: Option<Located<String>>,
    /// A remark under the snippets, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub note: Option<Located<String>>,
    /// How the snippets are executed, and what working code yields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Run>,
}

/// A titled part of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading, without Markdown.
    #[schemars(length(min = 1, max = 90))]
    pub title: Located<String>,
    /// Text in Markdown.
    #[schemars(length(min = 1))]
    pub body: Located<String>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// What is linked, without Markdown.
    #[schemars(length(min = 1, max = 90))]
    pub title: Located<String>,
    /// An absolute https URL.
    #[schemars(length(min = 1))]
    pub url: Located<String>,
}

impl Gotcha {
    /// The clauses by which it bites on `target`; none: it does not.
    pub fn affects_on(&self, target: &Target) -> impl Iterator<Item = &Affects> {
        self.affects
            .iter()
            .filter(move |clause| clause.covers(target))
    }

    /// How bad it is on `target`, or nothing where it does not bite.
    pub fn severity_on(&self, target: &Target) -> Option<Severity> {
        self.affects_on(target)
            .map(|clause| clause.severity.unwrap_or(self.severity))
            .max()
    }
}

impl Code {
    /// The category's digit: what stands before the last two.
    pub fn digit(self) -> u8 {
        (self.0 / 100) as u8
    }

    /// The code after this one, which is in the next category if its own is full.
    pub fn next(self) -> Code {
        Code(self.0 + 1)
    }
}

impl FromStr for Code {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_prefix("CFW")
            .filter(|digits| digits.len() == 3 || digits.len() == 4 && !digits.starts_with('0'))
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .map(Code)
            .ok_or_else(|| {
                format!("expected `CFW` and three digits, such as `CFW403`, found `{text}`")
            })
    }
}

impl TryFrom<String> for Code {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.to_string()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CFW{:03}", self.0)
    }
}
