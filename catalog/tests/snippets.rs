//! Snippets: markers, hidden lines, and the way back to the YAML.

use std::{fs, path::Path};

use gotchas_catalog::{Catalogue, Entry, ExpectedFinding, Position, Side, Snippet};

/// A gotcha with this wrong snippet, in a copy of the test's knowledge base.
fn gotcha(wrong: &str) -> Entry {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let to = folder.path();
    for name in ["categories.yaml", "runtimes.yaml", "releases.yaml"] {
        fs::copy(from.join(name), to.join(name)).expect("a copy");
    }
    let text = fs::read_to_string(from.join("time/clocks.yaml")).expect("a gotcha");
    let indented: String = wrong
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect();
    let old = "      import time\n      start = time.monotonic()  # gotcha\n";
    assert!(text.contains(old));
    fs::create_dir(to.join("time")).expect("a folder");
    fs::write(to.join("time/clocks.yaml"), text.replace(old, &indented)).expect("a file");
    let catalogue = Catalogue::load(to).unwrap_or_else(|problems| panic!("{problems}"));
    catalogue.get("clocks").expect("it was written").clone()
}

fn wrong(text: &str) -> Snippet {
    let snippets = gotcha(text).snippets();
    snippets
        .into_iter()
        .find(|snippet| snippet.side == Side::Wrong)
        .expect("a wrong snippet")
}

const TEXT: &str = "\
~import time
~
def start():
    ~# nobody sees this
    now = time.monotonic()  # gotcha
    return now + time.time()   # gotcha: CFW601
";

#[test]
fn run_without_markers_and_prefixes() {
    let snippet = wrong(TEXT);
    assert_eq!(
        snippet.code,
        "import time\n\ndef start():\n    # nobody sees this\n    now = time.monotonic()\n    return now + time.time()\n"
    );
    assert_eq!(snippet.hidden, [true, true, false, true, false, false]);
}

#[test]
fn show_what_is_not_hidden() {
    let shown = "def start():\n    now = time.monotonic()\n    return now + time.time()\n";
    assert_eq!(wrong(TEXT).shown(), shown);
}

#[test]
fn announce_findings() {
    let code = "CFW601".parse().expect("a code");
    let expected = [5, 6].map(|line| ExpectedFinding { line, code });
    assert_eq!(wrong(TEXT).expected, expected);
}

#[test]
fn only_a_comment_at_the_end_is_a_marker() {
    let snippet = wrong("a = \"# gotcha\"\nb = 1  # gotchas are fine\nc = 2  # gotcha\n");
    let lines: Vec<usize> = snippet
        .expected
        .iter()
        .map(|finding| finding.line)
        .collect();
    assert_eq!(lines, [3]);
    assert_eq!(
        snippet.code,
        "a = \"# gotcha\"\nb = 1  # gotchas are fine\nc = 2\n"
    );
}

#[test]
fn lead_back_to_the_yaml() {
    let snippet = wrong(TEXT);
    // `      ~import time` is line 9 of the file: `import` starts behind six spaces and the prefix.
    assert_eq!(snippet.yaml_position(1, 1), Position { line: 9, column: 8 });
    assert_eq!(
        snippet.yaml_position(3, 5),
        Position {
            line: 11,
            column: 11
        }
    );
    // The prefix of a hidden line stands behind its indentation.
    assert_eq!(
        snippet.yaml_position(4, 5),
        Position {
            line: 12,
            column: 12
        }
    );
    assert_eq!(
        snippet.yaml_position(5, 11),
        Position {
            line: 13,
            column: 17
        }
    );
}

#[test]
fn of_json_have_no_position() {
    let entry = gotcha(TEXT);
    let json = serde_json::to_string(&entry).expect("plain data");
    let read: Entry = serde_json::from_str(&json).expect("what was written");
    let snippet = read.snippets().remove(0);
    assert_eq!(snippet.code, wrong(TEXT).code);
    assert_eq!(snippet.yaml_position(3, 5), Position::default());
}

#[test]
fn problems_point_into_the_file() {
    let entry = gotcha(TEXT);
    let snippet = &entry.snippets()[0];
    let problem = entry.problem(snippet.yaml_position(5, 11), "not flagged");
    assert_eq!(
        problem.position(),
        Some(Position {
            line: 13,
            column: 17
        })
    );
    assert!(problem.path().ends_with("time/clocks.yaml"));
}
