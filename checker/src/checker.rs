use std::cell::OnceCell;
use std::path::Path;

use gotchas_catalog::{
    Applicability, Catalogue, Code, Problems, Severity, Target, UNUSED_SUPPRESSION,
};
use ruff_python_ast::ModModule;
use ruff_python_parser::Parsed;
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::FxHashMap;

use crate::analysis::{self, Finding, Source};
use crate::diagnostic::{Annotation, Diagnostic};
use crate::fix::{self, Fix, Place};
use crate::knowledge::Knowledge;
use crate::message;
use crate::parse::parse;
use crate::project::{Module, Project};
use crate::rules::CompiledDetector;
use crate::suppress::{self, InvalidSuppression, Suppressions, Used};
use crate::symbol::{Symbol, Symbols};
use crate::value::Site;

/// Checks Python for gotchas.
///
/// Made once from a catalogue, used for any number of projects, from any number of threads.
#[derive(Debug)]
pub struct Checker {
    knowledge: Knowledge,
    /// Codes by code and name, in lower case.
    codes: FxHashMap<String, Code>,
    /// Top-level modules that only Workers has.
    runtime_modules: Vec<String>,
    heeds_comments: bool,
}

impl Checker {
    /// Compiles the detectors of a catalogue.
    ///
    /// # Errors
    /// Every type in a `detect:` block or in the platform model that cannot be read.
    pub fn new(catalogue: &Catalogue) -> Result<Checker, Problems> {
        let handles = catalogue.entries().iter().flat_map(|entry| {
            [
                (entry.name.to_lowercase(), entry.code()),
                (entry.code().to_string().to_lowercase(), entry.code()),
            ]
        });
        let unused = Code::UNUSED_SUPPRESSION;
        let ours = [
            (UNUSED_SUPPRESSION.to_owned(), unused),
            (unused.to_string().to_lowercase(), unused),
        ];
        let modules = catalogue.platform.runtime_modules.iter();
        Ok(Checker {
            knowledge: Knowledge::new(catalogue)?,
            runtime_modules: modules.map(|name| name.value.clone()).collect(),
            codes: handles.chain(ours).collect(),
            heeds_comments: true,
        })
    }

    /// The same checker, for which comments allow nothing.
    #[must_use]
    pub fn ignoring_comments(self) -> Checker {
        Checker {
            heeds_comments: false,
            ..self
        }
    }

    /// Puts aside what of a module nothing in this catalogue has anything to say about, going by the names it mentions.
    ///
    /// For projects that are too large to look at all of them. A project of modules that were focused is analysed from
    /// what mentions names of interest. What that calls is looked into as ever, and parsed again for it.
    pub fn focus(&self, module: &mut Module) {
        let triggers = &self.knowledge.triggers;
        module.file.focus(&module.name, module.is_package, triggers);
    }

    /// Checks a single file as Worker code. `path` is only reported.
    pub fn check_source(&self, path: &Path, source: &str, target: &Target) -> Vec<Diagnostic> {
        self.check(&Project::single(path, source), target)
    }

    /// Checks the modules of a project together.
    ///
    /// Gives the findings of all severities, ordered by module, place and code; what comments allow is left out.
    pub fn check(&self, project: &Project, target: &Target) -> Vec<Diagnostic> {
        let mut by_target = self.check_on(project, std::slice::from_ref(target));
        by_target.pop().unwrap_or_default()
    }

    /// Applies the fixes of a single file until none is left, those that are unsafe as well.
    pub fn mend(&self, path: &Path, source: &str, target: &Target) -> String {
        /// More rounds than any fix needs that another one made room for.
        const ROUNDS: usize = 100;
        let mut text = source.to_owned();
        for _ in 0..ROUNDS {
            let found = self.check_source(path, &text, target);
            let fixes: Vec<&Fix> = found.iter().filter_map(|one| one.fix.as_ref()).collect();
            if fixes.is_empty() {
                break;
            }
            text = fix::apply(&text, &fixes).0;
        }
        text
    }

    /// Checks a project for several targets at once, at the price of one.
    pub fn check_on(&self, project: &Project, targets: &[Target]) -> Vec<Vec<Diagnostic>> {
        let modules = &project.modules;
        let sources: Vec<Source<'_>> = modules.iter().map(source).collect();
        let outcome = analysis::check(&self.knowledge, &sources);
        let suppressions: Vec<Suppressions> = modules
            .iter()
            .map(|module| self.suppressions(module))
            .collect();
        let broken: Vec<Diagnostic> = modules.iter().flat_map(unparsable).collect();
        let context = Context {
            project,
            symbols: &outcome.symbols,
            parsed: Reparsed::new(modules),
        };
        let on_target = |target: &Target| {
            let mut used: Vec<Used> = modules.iter().map(|_| Used::default()).collect();
            let mut found: Vec<(u32, Diagnostic)> = Vec::new();
            for finding in &outcome.findings {
                let file = finding.site.file;
                let Some(severity) = self.severity(finding, target) else {
                    continue;
                };
                let code = self.rule(finding).code();
                let at = finding.site.range().start();
                let used = &mut used[file as usize];
                if !suppressions[file as usize].allow(code, at, used) {
                    let diagnostic = self.diagnostic(finding, severity, &context, target);
                    found.push((file, diagnostic));
                }
            }
            let whole = modules.iter().enumerate();
            for (index, module) in whole.filter(|(_, module)| module.file.is_whole()) {
                let unused = suppressions[index].unused(&used[index], module.source());
                let unused = unused
                    .into_iter()
                    .map(|one| suppress::diagnostic(one, module));
                found.extend(unused.map(|diagnostic| (index as u32, diagnostic)));
            }
            found.sort_by(|a, b| (a.0, a.1.sort_key()).cmp(&(b.0, b.1.sort_key())));
            let mut diagnostics: Vec<Diagnostic> = Vec::with_capacity(found.len());
            for (_, diagnostic) in found {
                match diagnostics.last_mut() {
                    // Several detectors of a gotcha agree on a place: the most severe speaks.
                    Some(last)
                        if last.code == diagnostic.code
                            && last.file == diagnostic.file
                            && last.range == diagnostic.range =>
                    {
                        if diagnostic.severity > last.severity {
                            *last = diagnostic;
                        }
                    }
                    _ => diagnostics.push(diagnostic),
                }
            }
            merge(project, &broken, diagnostics)
        };
        targets.iter().map(on_target).collect()
    }

    fn suppressions(&self, module: &Module) -> Suppressions {
        let names = |name: &str| self.code(name);
        let parsed = module.file.whole().filter(|_| self.heeds_comments);
        parsed
            .map(|parsed| Suppressions::new(parsed, module.source(), &names))
            .unwrap_or_default()
    }

    /// The comments of a file that are meant to allow something and cannot be read, in the order of the file.
    pub fn invalid_suppressions(&self, source: &str) -> Vec<InvalidSuppression> {
        let parsed = parse(source);
        match self.heeds_comments && suppress::may_concern(&parsed, source) {
            true => Suppressions::new(&parsed, source, &|name| self.code(name)).into_invalid(),
            false => Vec::new(),
        }
    }

    /// The rule of a code or a name, in upper or lower case.
    fn code(&self, name: &str) -> Option<Code> {
        self.codes.get(&name.to_lowercase()).copied()
    }

    fn detector(&self, finding: &Finding) -> &CompiledDetector {
        &self.knowledge.rules.detectors[finding.detector as usize]
    }

    fn rule(&self, finding: &Finding) -> &gotchas_catalog::Entry {
        &self.knowledge.rules.rules[self.detector(finding).rule]
    }

    fn severity(&self, finding: &Finding, target: &Target) -> Option<Severity> {
        if finding.bindings.is_some_and(|one| one != target.bindings) {
            return None;
        }
        let report = &self.detector(finding).report;
        let gotcha = &self.rule(finding).gotcha;
        let bites = gotcha.severity_on(target);
        if report.affects.is_empty() {
            return bites.map(|usual| report.severity.unwrap_or(usual));
        }
        let usual = report.severity.or(bites).unwrap_or(gotcha.severity);
        let clauses = report.affects.iter().filter(|clause| clause.covers(target));
        clauses.map(|clause| clause.severity.unwrap_or(usual)).max()
    }

    fn diagnostic(
        &self,
        finding: &Finding,
        severity: Severity,
        context: &Context<'_>,
        target: &Target,
    ) -> Diagnostic {
        let project = context.project;
        let report = &self.detector(finding).report;
        let rule = self.rule(finding);
        let text = |site: Site| {
            let source = project.modules[site.file as usize].source();
            message::one_line(
                source
                    .get(site.start as usize..site.end as usize)
                    .unwrap_or_default(),
            )
        };
        let name = |symbol: Symbol| context.symbols.text(symbol);
        let (words, used) = (&finding.words, finding.used.as_ref());
        // What is said of a value is true where it is passed as well; what is quoted of the code around it is not there.
        let quotes = message::quotes_code(&report.message);
        let there = used.filter(|used| quotes || !used.is_whole);
        let word = |placeholder: &str| match placeholder {
            "expr" => Some(text(there.map_or(finding.site, |used| used.site))),
            "qualified" => words.qualified.map(name).map(str::to_owned),
            "name" => words
                .qualified
                .and_then(|qualified| name(qualified).rsplit('.').next())
                .map(str::to_owned),
            // What gives the value inside of something else is not the value.
            "value" if finding.doubts.is_within => Some(text(finding.site)),
            "value" => words.value.map(text),
            "receiver" => words.receiver.map(text),
            "other" => finding.other.map(text),
            "key" => words.key.map(name).map(str::to_owned),
            _ => None,
        };
        let annotation = |site: Site, label: String| Annotation {
            label,
            file: project.modules[site.file as usize].path.clone(),
            range: site.range(),
        };
        let message = message::render(&report.message, word);
        let beside = used.map(|used| annotation(used.site, "it is used here".to_owned()));
        let origin = report.origin.as_ref().zip(finding.other);
        let origin = origin.map(|(label, site)| annotation(site, message::render(label, word)));
        Diagnostic {
            code: Some(rule.code()),
            name: rule.name.clone(),
            severity,
            message: match there {
                Some(used) => message::within(&used.function, &message),
                None => message,
            },
            help: report.help.as_ref().map(|help| message::render(help, word)),
            file: project.modules[finding.site.file as usize].path.clone(),
            range: finding.site.range(),
            secondary: beside.into_iter().chain(origin).collect(),
            fix: self.fix(finding, context, target),
            url: Some(rule.url()),
        }
    }

    /// What mends a finding; nothing in a file that is not valid Python.
    fn fix(&self, finding: &Finding, context: &Context<'_>, target: &Target) -> Option<Fix> {
        let report = &self.detector(finding).report;
        let file = finding.site.file;
        let module = &context.project.modules[file as usize];
        let used = finding.used.as_ref();
        let is_passed = used.is_some();
        // What is passed is not what is used: what would take its place cannot be told.
        let is_beyond = used.is_some_and(|used| !used.is_whole);
        let is_unsound = is_beyond || finding.doubts.is_mixed;
        if report.fix.is_empty() || module.file.has_invalid_syntax() || is_unsound {
            return None;
        }
        let here = |site: Option<Site>| Some(site.filter(|site| site.file == file)?.range());
        let place = Place {
            parsed: context.parsed.of(file as usize),
            source: module.source(),
            expr: finding.site.range(),
            value: here(finding.words.value),
            receiver: here(finding.words.receiver.filter(|_| !is_passed)),
            doubts: finding.doubts,
            is_passed,
            runtime_modules: &self.runtime_modules,
        };
        let mut fix = fix::offer(&report.fix, &place, target)?;
        // Others may use the same value as what it is now.
        if finding.is_handed_on || is_passed {
            fix.applicability = Applicability::Unsafe;
        }
        Some(fix)
    }
}

/// What findings are put into words with.
struct Context<'a> {
    project: &'a Project,
    symbols: &'a Symbols,
    parsed: Reparsed<'a>,
}

/// The files that fixes need the tokens of, parsed again where they were not kept.
struct Reparsed<'a> {
    modules: &'a [Module],
    again: Vec<OnceCell<Parsed<ModModule>>>,
}

impl<'a> Reparsed<'a> {
    fn new(modules: &'a [Module]) -> Self {
        Reparsed {
            modules,
            again: modules.iter().map(|_| OnceCell::new()).collect(),
        }
    }

    fn of(&self, index: usize) -> &Parsed<ModModule> {
        let module = &self.modules[index];
        let again = || self.again[index].get_or_init(|| parse(module.source()));
        module.file.whole().unwrap_or_else(again)
    }
}

fn source(module: &Module) -> Source<'_> {
    Source {
        name: &module.name,
        aliases: &module.aliases,
        is_package: module.is_package,
        file: &module.file,
        text: module.source(),
    }
}

/// Syntax errors, and nesting that is too deep to be analysed.
fn unparsable(module: &Module) -> Vec<Diagnostic> {
    let diagnostic = |name: &str, message: String, range: TextRange| Diagnostic {
        code: None,
        name: name.to_owned(),
        severity: Severity::Error,
        message,
        help: None,
        file: module.path.clone(),
        range,
        secondary: Vec::new(),
        fix: None,
        url: None,
    };
    if let Some(range) = module.file.too_deep {
        let message = "Nested too deeply to be checked; the file is left out".to_owned();
        return vec![diagnostic("too-deep", message, range)];
    }
    let errors = module.file.whole().into_iter().flat_map(Parsed::errors);
    errors
        .map(|error| diagnostic("invalid-syntax", error.error.to_string(), error.range()))
        .collect()
}

/// Both lists in the order of modules and places.
fn merge(project: &Project, broken: &[Diagnostic], findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if broken.is_empty() {
        return findings;
    }
    let order: FxHashMap<&Path, usize> = project
        .modules
        .iter()
        .enumerate()
        .map(|(index, module)| (module.path.as_path(), index))
        .collect();
    let mut all: Vec<Diagnostic> = broken.iter().cloned().chain(findings).collect();
    all.sort_by_key(|diagnostic| {
        (
            order.get(diagnostic.file.as_path()).copied(),
            diagnostic.range.start(),
        )
    });
    all
}
