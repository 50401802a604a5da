//! The checker's corpus: Python files under `cases/`, each line's expected findings in a comment at its end; under
//! `projects/` a folder per Worker of several modules, which starts from its `entry.py`.
//!
//! `# error: CFW403 CFW404` expects these rules to report on the line; a line without expects nothing. A first line
//! `# target: pyodide-0.28 bundled` names the runtime and SDK, otherwise it is the newest; a line `# severity: warning`
//! leaves what is less severe out of account.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use gotchas_catalog::{Catalogue, Code, Severity, Target};
use gotchas_checker::{Checker, Diagnostic, Project};
use walkdir::WalkDir;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn catalogue() -> Catalogue {
    Catalogue::load(&repository().join("gotchas"))
        .unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn files() -> Vec<PathBuf> {
    let cases = repository().join("tests/checker/cases");
    let entries = WalkDir::new(cases)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    entries
        .map(|entry| entry.into_path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "py"))
        .collect()
}

fn target(source: &str, catalogue: &Catalogue) -> Result<Target> {
    let first = source.lines().next().unwrap_or_default();
    let Some(words) = first.strip_prefix("# target:") else {
        return Ok(catalogue.runtimes.newest());
    };
    let words: Vec<&str> = words.split_whitespace().collect();
    let [runtime, sdk] = words[..] else {
        bail!("expected `# target: RUNTIME SDK`, found `{first}`")
    };
    let runtime = catalogue
        .runtimes
        .get(runtime)
        .with_context(|| format!("no runtime `{runtime}`"))?;
    let sdk = sdk
        .parse()
        .map_err(|error: String| anyhow::anyhow!(error))?;
    Ok(catalogue.runtimes.target(runtime, sdk))
}

fn least_severity(source: &str) -> Result<Severity> {
    let named = source
        .lines()
        .find_map(|line| line.strip_prefix("# severity: "));
    named.map_or(Ok(Severity::Info), |name| {
        let all = [Severity::Info, Severity::Warning, Severity::Error];
        let severity = all.into_iter().find(|severity| severity.name() == name);
        severity.with_context(|| format!("no severity `{name}`"))
    })
}

type Findings = BTreeSet<(usize, String)>;

fn expected(source: &str) -> Result<Findings> {
    let mut expected = Findings::new();
    for (index, line) in source.lines().enumerate() {
        let Some((_, codes)) = line.split_once("# error:") else {
            continue;
        };
        for code in codes.split_whitespace() {
            let code: Code = code
                .parse()
                .map_err(|error: String| anyhow::anyhow!("line {}: {error}", index + 1))?;
            expected.insert((index + 1, code.to_string()));
        }
    }
    Ok(expected)
}

fn compare(path: &Path, source: &str, expected: &Findings, found: &Findings, report: &mut String) {
    let line = |number: usize| source.lines().nth(number - 1).unwrap_or_default().trim();
    for (number, rule) in expected.difference(found) {
        let _ = writeln!(
            report,
            "{}:{number}: missing {rule}: {}",
            path.display(),
            line(*number)
        );
    }
    for (number, rule) in found.difference(expected) {
        let _ = writeln!(
            report,
            "{}:{number}: unexpected {rule}: {}",
            path.display(),
            line(*number)
        );
    }
}

#[test]
fn every_case_gives_exactly_what_it_says() -> Result<()> {
    let catalogue = catalogue();
    let checker =
        Checker::new(&catalogue).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let mut report = String::new();
    for path in files() {
        let source = std::fs::read_to_string(&path)?;
        let target = target(&source, &catalogue).with_context(|| path.display().to_string())?;
        let expected = expected(&source).with_context(|| path.display().to_string())?;
        let name = path.strip_prefix(repository()).unwrap_or(&path);
        let diagnostics = checker.check_source(name, &source, &target);
        let least = least_severity(&source).with_context(|| path.display().to_string())?;
        let counted = diagnostics.iter().filter(|one| one.severity >= least);
        compare(
            name,
            &source,
            &expected,
            &findings(&source, counted),
            &mut report,
        );
    }
    assert!(report.is_empty(), "\n{report}");
    Ok(())
}

/// Lines and codes of diagnostics in one file.
fn findings<'d>(source: &str, diagnostics: impl Iterator<Item = &'d Diagnostic>) -> Findings {
    let line = |at: usize| source[..at].matches('\n').count() + 1;
    let found = diagnostics.map(|diagnostic| {
        let rule = diagnostic
            .code
            .map_or(diagnostic.name.clone(), |code| code.to_string());
        (line(diagnostic.range.start().into()), rule)
    });
    found.collect()
}

#[test]
fn what_one_module_gets_another_uses() -> Result<()> {
    let catalogue = catalogue();
    let checker =
        Checker::new(&catalogue).unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let mut report = String::new();
    let mut count = 0;
    for folder in std::fs::read_dir(repository().join("tests/checker/projects"))? {
        let folder = folder?.path();
        let project = project(&folder)?;
        let entry = std::fs::read_to_string(folder.join("entry.py"))?;
        let diagnostics = checker.check(&project, &target(&entry, &catalogue)?);
        for module in &project.modules {
            let own = diagnostics.iter().filter(|one| one.file == module.path);
            let found = findings(module.source(), own);
            let expected = expected(module.source())?;
            compare(
                &module.path,
                module.source(),
                &expected,
                &found,
                &mut report,
            );
        }
        count += 1;
    }
    assert!(report.is_empty(), "\n{report}");
    assert!(count > 1, "no projects");
    Ok(())
}

/// The modules below a folder, by the names under which they import each other.
fn project(folder: &Path) -> Result<Project> {
    let mut project = Project::default();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let relative = path.strip_prefix(folder)?.with_extension("");
        let parts = relative.iter().map(|part| part.to_string_lossy());
        let parts: Vec<_> = parts.filter(|part| part != "__init__").collect();
        let source = std::fs::read_to_string(&path)?;
        project.add(&path, &parts.join("."), &source);
    }
    Ok(project)
}

#[test]
fn every_gotcha_has_flagged_and_silent_cases() {
    let files = files();
    for entry in catalogue().entries() {
        for file in ["flagged.py", "silent.py"] {
            let path = Path::new(&entry.name).join(file);
            assert!(
                files.iter().any(|known| known.ends_with(&path)),
                "no case {}",
                path.display()
            );
        }
    }
}
