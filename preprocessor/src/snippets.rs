//! The checker's verdict on every snippet of the catalogue.
//!
//! A wrong snippet must be flagged by its own rule on the lines it marks and nowhere else, a right one by no rule at all; and
//! that on every target: where `affects` says that a gotcha bites its line is flagged, elsewhere the checker is silent.

use std::path::Path;

use gotchas_catalog::{
    Affects, Catalogue, Code, Entry, Position, Problem, Problems, Severity, Side, Snippet, Target,
};
use gotchas_checker::{Checker, Diagnostic, Project};
use rayon::prelude::*;

/// What the checker reports in the snippets of a gotcha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The target that the findings are from: what today's Workers get if the gotcha bites there, else the newest on which
    /// it does.
    pub target: Target,
    /// For each of [`Entry::snippets`] what is reported in it there, in the order of the lines.
    pub findings: Vec<Vec<Finding>>,
}

/// Something that the checker reports in a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// How bad it is on the target.
    pub severity: Severity,
    /// What happens, in one line.
    pub message: String,
    /// What to write instead, in one line.
    pub help: Option<String>,
    /// What it is about.
    pub place: Place,
    /// Other places that explain it, each with its label.
    pub secondary: Vec<(String, Place)>,
}

/// A place in a snippet's code. Lines and columns start at 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where it starts.
    pub start: Position,
    /// Behind its last character.
    pub end: Position,
}

/// The file name that snippets are checked under.
const FILE: &str = "snippet.py";

/// Judges all snippets of a catalogue.
///
/// # Errors
///
/// Every snippet in which the checker does not report what it should, each with its line in the YAML file; or the
/// catalogue's rules cannot be compiled.
pub fn judge(catalogue: &Catalogue) -> Result<Vec<Verdict>, Problems> {
    let checker = Checker::new(catalogue)?;
    let judge = Judge {
        catalogue,
        checker: &checker,
        targets: catalogue.runtimes.targets(),
    };
    let (verdicts, problems): (Vec<_>, Vec<_>) = catalogue
        .entries()
        .par_iter()
        .map(|entry| judge.entry(entry))
        .unzip();
    let problems: Vec<Problem> = problems.into_iter().flatten().collect();
    if problems.is_empty() {
        Ok(verdicts)
    } else {
        Err(problems.into())
    }
}

struct Judge<'a> {
    catalogue: &'a Catalogue,
    checker: &'a Checker,
    targets: Vec<Target>,
}

impl Judge<'_> {
    fn entry(&self, entry: &Entry) -> (Verdict, Vec<Problem>) {
        let target = self.shown_target(entry);
        let mut problems = vec![];
        let findings = entry
            .snippets()
            .iter()
            .map(|snippet| self.snippet(entry, snippet, &target, &mut problems))
            .collect();
        (Verdict { target, findings }, problems)
    }

    fn shown_target(&self, entry: &Entry) -> Target {
        let newest = self.catalogue.runtimes.newest();
        if entry.gotcha.severity_on(&newest).is_some() {
            return newest;
        }
        let bites = |target: &&Target| entry.gotcha.severity_on(target).is_some();
        self.targets
            .iter()
            .rev()
            .find(bites)
            .cloned()
            .unwrap_or(newest)
    }

    /// Judges a snippet on all targets and gives what is reported on the shown one.
    fn snippet(
        &self,
        entry: &Entry,
        snippet: &Snippet,
        shown: &Target,
        problems: &mut Vec<Problem>,
    ) -> Vec<Finding> {
        let project = Project::single(Path::new(FILE), &snippet.code);
        let lines = Lines::new(&snippet.code);
        let place = |diagnostic: &Diagnostic| lines.finding(diagnostic);
        // The shown target first: its problem says most.
        let others = self.targets.iter().filter(|target| *target != shown);
        let targets: Vec<Target> = [shown].into_iter().chain(others).cloned().collect();
        let by_target = self.checker.check_on(&project, &targets);
        let mut findings = by_target
            .iter()
            .map(|diagnostics| diagnostics.iter().filter_map(place).collect::<Vec<_>>());
        let on_shown = findings.next().unwrap_or_default();
        let before = problems.len();
        self.compare(entry, snippet, shown, &on_shown, problems);
        for (target, found) in targets.iter().skip(1).zip(findings) {
            // One target's problem is enough: the others mostly repeat it.
            if problems.len() > before {
                break;
            }
            self.compare(entry, snippet, target, &found, problems);
        }
        on_shown
    }

    /// Compares what is reported on a target with what the snippet announces.
    fn compare(
        &self,
        entry: &Entry,
        snippet: &Snippet,
        target: &Target,
        findings: &[Finding],
        problems: &mut Vec<Problem>,
    ) {
        for finding in findings {
            let announced = snippet
                .expected
                .iter()
                .any(|e| e.line == finding.place.start.line && e.code == finding.code);
            let bites = self
                .catalogue
                .get(&finding.code.to_string())
                .is_some_and(|e| e.gotcha.severity_on(target).is_some());
            let message = match (announced, snippet.side) {
                (true, _) if bites => continue,
                (true, _) => format!(
                    "{} is reported on {target}, where its `affects` says that it does not bite",
                    finding.code
                ),
                (false, Side::Right) => format!(
                    "this right snippet is flagged by {} on {target}",
                    finding.code
                ),
                (false, Side::Wrong) => format!(
                    "this line is flagged by {} on {target}, and is not marked",
                    finding.code
                ),
            };
            let problem = self
                .problem(entry, snippet, finding.place, message)
                .label(&finding.message);
            problems.push(match snippet.side {
                Side::Wrong if !announced => problem.help(advice(finding.code, entry.code())),
                _ => problem,
            });
        }
        for expected in &snippet.expected {
            let reported = findings
                .iter()
                .any(|f| f.place.start.line == expected.line && f.code == expected.code);
            if reported || !self.must_report(expected.code, target) {
                continue;
            }
            let place = whole_line(&snippet.code, expected.line);
            let message = format!("the checker does not flag this line on {target}");
            let problem = self
                .problem(entry, snippet, place, message)
                .label(format!("expected {} here", expected.code));
            problems
                .push(problem.help("mend `detect`, or remove the marker if this line is right"));
        }
    }

    /// Whether a rule has to report its lines on a target: it bites there, and none of its detectors is for other places.
    fn must_report(&self, code: Code, target: &Target) -> bool {
        let Some(entry) = self.catalogue.get(&code.to_string()) else {
            return true;
        };
        let everywhere =
            |affects: &[Affects]| affects.is_empty() || affects.iter().any(|a| a.covers(target));
        entry.gotcha.severity_on(target).is_some()
            && entry
                .gotcha
                .detect
                .iter()
                .all(|detector| everywhere(&detector.report().affects))
    }

    fn problem(&self, entry: &Entry, snippet: &Snippet, place: Place, message: String) -> Problem {
        let at = |position: Position| snippet.yaml_position(position.line, position.column);
        let (start, end) = (at(place.start), at(place.end));
        let problem = entry.problem(start, message);
        if start.line == end.line {
            problem.between(start, end)
        } else {
            problem
        }
    }
}

/// What an author can do about a finding of another line or rule.
fn advice(code: Code, own: Code) -> String {
    let marker = if code == own {
        "# gotcha".to_owned()
    } else {
        format!("# gotcha: {code}")
    };
    format!("end the line in `{marker}` if this is meant")
}

/// The lines of a snippet's code, to turn bytes into places.
struct Lines<'a> {
    code: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(code: &'a str) -> Lines<'a> {
        let starts = std::iter::once(0)
            .chain(code.match_indices('\n').map(|(index, _)| index + 1))
            .collect();
        Lines { code, starts }
    }

    fn position(&self, offset: usize) -> Position {
        let offset = self.code.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position {
            line,
            column: self.code[start..offset].chars().count() + 1,
        }
    }

    fn place(&self, range: ruff_text_size::TextRange) -> Place {
        Place {
            start: self.position(range.start().into()),
            end: self.position(range.end().into()),
        }
    }

    /// A diagnostic as a finding; one without a rule says that the snippet does not parse, which loading has ruled out.
    fn finding(&self, diagnostic: &Diagnostic) -> Option<Finding> {
        let secondary = diagnostic
            .secondary
            .iter()
            .map(|other| (other.label.clone(), self.place(other.range)));
        Some(Finding {
            code: diagnostic.code?,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            place: self.place(diagnostic.range),
            secondary: secondary.collect(),
        })
    }
}

fn whole_line(code: &str, line: usize) -> Place {
    let text = code.lines().nth(line - 1).unwrap_or_default();
    let indent = text.chars().take_while(|c| c.is_whitespace()).count();
    let start = Position {
        line,
        column: indent + 1,
    };
    Place {
        start,
        end: Position {
            line,
            column: text.chars().count() + 1,
        },
    }
}
