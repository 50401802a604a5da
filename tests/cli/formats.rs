//! The formats of `gotchas check` that programs and CI services read.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use crate::{gotchas, json, stdout};

/// Two findings that read the same, one in another place, and a syntax error.
const WRONG: &str = "\
from workers import Response

async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
    a = dict(row)
    b = dict(row)
    return row[\"name\"]
";

fn folder(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("worker.py"), text).unwrap();
    fs::write(folder.path().join("broken.py"), "import js\nx = (\n").unwrap();
    folder
}

fn check(folder: &Path, format: &str) -> assert_cmd::Command {
    let mut command = gotchas();
    command
        .current_dir(folder)
        .env_remove("CI_PROJECT_DIR")
        .args(["check", "--worker", "--target-runtime", "pyodide-0.28"])
        .args(["--target-sdk", "bundled", "--output-format", format]);
    command
}

#[test]
fn grouped_names_each_file_once() {
    let folder = folder(WRONG);
    let said = stdout(&mut check(folder.path(), "grouped"), 1);
    assert_eq!(said.matches("worker.py:\n").count(), 1, "{said}");
    assert_eq!(said.matches("broken.py:\n").count(), 1, "{said}");
    let expected = "  5:14 CFW403 [*] `dict(row)` raises";
    assert!(said.contains(expected), "{said}");
    assert!(said.contains("\n\nFound 4 errors.\n"), "{said}");
}

#[test]
fn pylint_and_github_have_a_line_for_each_finding() {
    let folder = folder(WRONG);
    let said = stdout(&mut check(folder.path(), "pylint"), 1);
    assert_eq!(said.lines().count(), 4, "{said}");
    assert!(
        said.contains("worker.py:5: [CFW403] `dict(row)` raises"),
        "{said}"
    );
    assert!(said.contains("broken.py:"), "{said}");
    let said = stdout(&mut check(folder.path(), "github"), 1);
    assert_eq!(said.lines().count(), 4, "{said}");
    let file = folder.path().join("worker.py");
    let start = format!(
        "::error title=Gotchas (CFW403),file={},line=5,col=14,endLine=5,endColumn=17::worker.py:5:14: CFW403 ",
        file.display()
    );
    assert!(
        said.lines().any(|line| line.starts_with(&start)),
        "{start}\n{said}"
    );
}

#[test]
fn azure_has_a_command_for_each_finding() {
    let folder = folder(WRONG);
    let said = stdout(&mut check(folder.path(), "azure"), 1);
    assert_eq!(said.lines().count(), 4, "{said}");
    let file = folder.path().join("worker.py");
    let start = format!(
        "##vso[task.logissue type=error;sourcepath={};linenumber=5;columnnumber=14;code=CFW403;]`dict(row)` raises",
        file.display()
    );
    assert!(
        said.lines().any(|line| line.starts_with(&start)),
        "{start}\n{said}"
    );
}

#[test]
fn one_run_writes_several_formats() {
    let folder = folder(WRONG);
    let mut run = check(folder.path(), "concise");
    run.args(["--output-format", "sarif:found.sarif"]);
    run.args(["--output-format", "json:found.json"]);
    let said = stdout(&mut run, 1);
    assert!(said.contains("worker.py:5:14: CFW403"), "{said}");
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(folder.path().join(name)).expect("a report");
        serde_json::from_str(&text).expect("JSON")
    };
    assert_eq!(read("found.json").as_array().map(Vec::len), Some(4));
    assert_eq!(read("found.sarif")["version"], "2.1.0");
    let mut only = check(folder.path(), "json:again.json");
    assert!(stdout(&mut only, 1).contains(" --> worker.py:5:14"));
    let mut two = check(folder.path(), "concise");
    two.args(["--output-format", "json"]);
    two.assert().code(2);
    check(folder.path(), "jsno:found.json").assert().code(2);
}

/// What GitLab's documentation asks of a code quality report.
fn gitlab_schema() -> Value {
    let place = serde_json::json!({
        "type": "object",
        "required": ["line"],
        "properties": {
            "line": {"type": "integer", "minimum": 1},
            "column": {"type": "integer", "minimum": 1},
        },
    });
    serde_json::json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "positions"],
                    "properties": {
                        "path": {"type": "string", "not": {"pattern": "^(\\./|/)"}},
                        "positions": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": place, "end": place},
                        },
                    },
                },
            },
        },
    })
}

fn assert_valid(report: &Value, schema: Value) {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("mem:///schema.json", schema).unwrap();
    let schema = compiler
        .compile("mem:///schema.json", &mut schemas)
        .unwrap();
    if let Err(error) = schemas.validate(report, schema) {
        panic!("{error:#}\n{report:#}");
    }
}

#[test]
fn gitlab_gets_what_its_documentation_asks_for() {
    let folder = folder(WRONG);
    let report = json(&mut check(folder.path(), "gitlab"), 1);
    assert_valid(&report, gitlab_schema());
}

#[test]
fn json_lines_are_the_objects_of_json() {
    let folder = folder(WRONG);
    let whole = json(&mut check(folder.path(), "json"), 1);
    let lines = stdout(&mut check(folder.path(), "json-lines"), 1);
    let objects: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON on every line"))
        .collect();
    assert_eq!(whole, Value::Array(objects));
}

fn fingerprints(report: &Value) -> Vec<(String, u64)> {
    let items = report.as_array().expect("an array").iter();
    let of = |item: &Value| {
        let print = item["fingerprint"]
            .as_str()
            .expect("a fingerprint")
            .to_owned();
        let line = item["location"]["positions"]["begin"]["line"].as_u64();
        (print, line.expect("a line"))
    };
    items.map(of).collect()
}

#[test]
fn gitlab_findings_have_fingerprints_that_last() {
    let (before, after) = (folder(WRONG), folder(&format!("# A line more.\n{WRONG}")));
    let report = json(&mut check(before.path(), "gitlab"), 1);
    let old = fingerprints(&report);
    let distinct: BTreeSet<&String> = old.iter().map(|(print, _)| print).collect();
    assert_eq!(distinct.len(), 4, "{report}");
    let new = fingerprints(&json(&mut check(after.path(), "gitlab"), 1));
    let prints = |all: &[(String, u64)]| -> Vec<String> {
        all.iter().map(|(print, _)| print.clone()).collect()
    };
    assert_eq!(
        prints(&old),
        prints(&new),
        "the code moved, and is the same"
    );
    assert_ne!(old, new);
    for item in report.as_array().expect("an array") {
        let severity = item["severity"].as_str().expect("a severity");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        assert!(item["description"].is_string() && item["check_name"].is_string());
    }
}

#[test]
fn gitlab_paths_start_from_the_project() {
    let folder = folder(WRONG);
    let below = folder.path().join("src");
    fs::create_dir(&below).unwrap();
    fs::rename(folder.path().join("worker.py"), below.join("worker.py")).unwrap();
    let mut command = check(&below, "gitlab");
    command.env("CI_PROJECT_DIR", folder.path());
    let report = json(&mut command, 1);
    assert_eq!(report[0]["location"]["path"], "src/worker.py");
}

#[test]
fn rdjson_has_places_and_pages() {
    let folder = folder(WRONG);
    let report = json(&mut check(folder.path(), "rdjson"), 1);
    assert_eq!(report["source"]["name"], "gotchas");
    let items = report["diagnostics"].as_array().expect("an array");
    assert_eq!(items.len(), 4);
    let own = items
        .iter()
        .find(|item| item["code"]["value"] == "CFW403")
        .expect("one of ours");
    assert_eq!(
        own["location"]["range"]["start"],
        serde_json::json!({"line": 5, "column": 14})
    );
    assert!(
        own["code"]["url"]
            .as_str()
            .expect("a page")
            .ends_with("jsproxy-to-dict.html")
    );
    assert_eq!(own["severity"], "ERROR");
    let suggestion = &own["suggestions"][0];
    assert_eq!(
        suggestion["range"]["start"],
        serde_json::json!({"line": 5, "column": 9})
    );
    assert_eq!(suggestion["text"], "row.to_py()");
}

#[test]
fn formats_for_programs_are_never_empty_of_sense() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clean.py"), "x = 1\n").unwrap();
    assert_eq!(stdout(&mut check(folder.path(), "gitlab"), 0), "[]\n");
    assert_eq!(
        json(&mut check(folder.path(), "rdjson"), 0)["diagnostics"],
        serde_json::json!([])
    );
    for format in ["github", "pylint", "json-lines"] {
        assert_eq!(stdout(&mut check(folder.path(), format), 0), "", "{format}");
    }
    assert_eq!(
        stdout(&mut check(folder.path(), "grouped"), 0),
        "All checks passed!\n"
    );
}

/// The schema of the SARIF standard, which the crate that writes it brings along.
fn sarif_schema() -> Value {
    // Only the crates for this platform are sure to have been downloaded.
    let version = std::process::Command::new("rustc")
        .arg("-vV")
        .output()
        .unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc says for which platform it is");
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", host])
        .current_dir(crate::root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let sarif = packages.iter().find(|one| one["name"] == "serde-sarif");
    let manifest = Path::new(sarif.unwrap()["manifest_path"].as_str().unwrap());
    let text = fs::read_to_string(manifest.with_file_name("src/schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn sarif_is_what_its_schema_asks_for() {
    let folder = folder(WRONG);
    let log = json(&mut check(folder.path(), "sarif"), 1);
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler
        .add_resource("mem:///sarif.json", sarif_schema())
        .unwrap();
    let schema = compiler.compile("mem:///sarif.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(&log, schema) {
        panic!("{error:#}\n{log:#}");
    }

    let run = &log["runs"][0];
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "CFW403");
    assert!(
        rule["helpUri"]
            .as_str()
            .unwrap()
            .ends_with("jsproxy-to-dict.html")
    );
    assert!(
        rule["help"]["text"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    let finding = results
        .iter()
        .find(|one| one["ruleId"] == "CFW403")
        .unwrap();
    assert_eq!(finding["ruleIndex"], 0);
    let place = &finding["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "worker.py");
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    assert_eq!(place["region"]["startLine"], 5);
    let change = &finding["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "worker.py");
    let replacement = &change["replacements"][0];
    assert_eq!(replacement["deletedRegion"]["startColumn"], 9);
    assert_eq!(replacement["insertedContent"]["text"], "row.to_py()");
    let marks: BTreeSet<&str> = results
        .iter()
        .map(|one| one["partialFingerprints"]["gotchas/v1"].as_str().unwrap())
        .collect();
    assert_eq!(marks.len(), 4, "two findings have one fingerprint");
}

#[test]
fn junit_is_read_back_and_a_clean_run_passes_one_case() {
    let wrong = folder(WRONG);
    let text = stdout(&mut check(wrong.path(), "junit"), 1);
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.tests, report.failures), (4, 4), "{text}");
    let suites: Vec<&str> = report
        .test_suites
        .iter()
        .map(|suite| suite.name.as_str())
        .collect();
    let whole = |name: &str| wrong.path().join(name).display().to_string();
    assert_eq!(suites, [whole("broken.py"), whole("worker.py")]);
    let case = &report.test_suites[1].test_cases[0];
    assert_eq!(case.name.as_str(), "org.gotchas.CFW403");
    let class = case.classname.as_ref().map(|class| class.as_str());
    assert_eq!(class, Some(&*whole("worker")));
    assert_eq!(case.extra.get("line").map(|line| line.as_str()), Some("5"));

    let clean = tempfile::tempdir().unwrap();
    fs::write(clean.path().join("worker.py"), "import js\n").unwrap();
    let text = stdout(&mut check(clean.path(), "junit"), 0);
    let report = quick_junit::Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.tests, report.failures), (1, 0), "{text}");
}
