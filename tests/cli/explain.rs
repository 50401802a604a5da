use std::collections::HashSet;

use gotchas_catalog::Entry;
use predicates::str::contains;

use crate::{PROMISED, catalogue, gotchas, json, stderr, stdout};

/// Words of a text, without what Markdown and the terminal's layout add or take.
fn words(text: &str) -> impl Iterator<Item = String> {
    let separates = |c: char| c.is_whitespace() || "`*_#|>[]()\"'…".contains(c);
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("```"));
    let words = lines.flat_map(move |line| line.split(separates));
    words
        .map(|word| {
            word.trim_matches(|c: char| c.is_ascii_punctuation())
                .to_owned()
        })
        .filter(|word| !word.is_empty())
}

/// Every text of a gotcha's file.
fn texts(entry: &Entry) -> Vec<(String, String)> {
    let gotcha = &entry.gotcha;
    let mut texts = vec![
        ("name".to_owned(), entry.name.clone()),
        ("code".to_owned(), gotcha.code.to_string()),
        ("title".to_owned(), gotcha.title.to_string()),
        ("summary".to_owned(), gotcha.summary.to_string()),
        ("problem".to_owned(), gotcha.problem.to_string()),
        ("takeaway".to_owned(), gotcha.takeaway.to_string()),
        ("since".to_owned(), gotcha.since.to_string()),
    ];
    let mut add = |key: String, text: &str| texts.push((key, text.to_owned()));
    if let Some(advice) = &gotcha.older_advice {
        add("older_advice".to_owned(), advice);
    }
    for symptom in &gotcha.symptoms {
        add("symptoms".to_owned(), &symptom.text);
        symptom
            .reported
            .iter()
            .for_each(|reported| add("reported".to_owned(), reported));
    }
    for example in &gotcha.examples {
        add("example title".to_owned(), &example.title);
        example
            .note
            .iter()
            .for_each(|note| add("example note".to_owned(), note));
    }
    for when in &gotcha.when {
        add("when".to_owned(), when);
    }
    for section in &gotcha.sections {
        add("section title".to_owned(), &section.title);
        add("section body".to_owned(), &section.body);
    }
    for clause in &gotcha.affects {
        clause
            .note
            .iter()
            .for_each(|note| add("affects note".to_owned(), note));
        clause
            .runtimes
            .iter()
            .for_each(|runtime| add("affects runtime".to_owned(), runtime));
    }
    for reference in &gotcha.references {
        add("reference title".to_owned(), &reference.title);
        add("reference url".to_owned(), &reference.url);
    }
    for name in &gotcha.related {
        add("related".to_owned(), name);
    }
    texts
}

#[test]
fn shows_everything_that_a_gotcha_says() {
    let catalogue = catalogue();
    for (code, name) in PROMISED {
        let entry = catalogue
            .get(name)
            .unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(entry.code().to_string(), code);
        for columns in ["40", "100"] {
            let page = stdout(gotchas().args(["explain", name]).env("COLUMNS", columns), 0);
            let shown: HashSet<String> = words(&page).collect();
            for (key, text) in texts(entry) {
                let missing: Vec<String> =
                    words(&text).filter(|word| !shown.contains(word)).collect();
                assert_eq!(
                    missing,
                    Vec::<String>::new(),
                    "{key} of {name} at {columns} columns\n{page}"
                );
            }
        }
    }
}

#[test]
fn shows_every_visible_line_of_code_whole_and_no_hidden_one() {
    for entry in catalogue().entries() {
        let page = stdout(
            gotchas()
                .args(["explain", &entry.name])
                .env("COLUMNS", "40"),
            0,
        );
        for snippet in entry.snippets() {
            for line in snippet.shown().lines() {
                let shown = |drawn: &str| drawn.trim().split("  # <- ").next() == Some(line.trim());
                assert!(
                    page.lines().any(shown),
                    "`{line}` of {} is not in\n{page}",
                    entry.name
                );
            }
        }
        assert!(
            !page.lines().any(|line| line.trim_start().starts_with('~')),
            "{page}"
        );
    }
}

#[test]
fn tells_wrong_from_right_without_colour_and_marks_flagged_lines() {
    let page = stdout(gotchas().args(["explain", "jsproxy-to-dict"]), 0);
    assert!(
        page.contains("✗ Wrong") && page.contains("✓ Right"),
        "{page}"
    );
    assert!(page.contains("return dict(row)  # <- CFW403"), "{page}");
}

#[test]
fn prose_fits_the_terminal() {
    let page = stdout(gotchas().args(["explain", "--all"]).env("COLUMNS", "60"), 0);
    // Code keeps its lines and is indented by at least four; a URL or a symptom is never broken.
    let breakable = |line: &&str| {
        !line.starts_with("    ") && !line.contains("://") && !line.starts_with("  - ")
    };
    let wide: Vec<&str> = page
        .lines()
        .filter(breakable)
        .filter(|line| line.chars().count() > 60)
        .collect();
    assert_eq!(wide, Vec::<&str>::new());
}

#[test]
fn code_name_and_case_are_interchangeable() {
    let by_name = stdout(gotchas().args(["explain", "jsproxy-to-dict"]), 0);
    for handle in ["CFW403", "cfw403", "JsProxy-To-Dict"] {
        assert_eq!(stdout(gotchas().args(["explain", handle]), 0), by_name);
    }
    assert_eq!(stdout(gotchas().args(["rule", "CFW403"]), 0), by_name);
}

#[test]
fn the_start_of_a_code_stands_for_its_group() {
    let page = stdout(gotchas().args(["explain", "CFW4"]), 0);
    for (code, name) in PROMISED {
        assert_eq!(
            page.contains(&format!("{code} {name}\n")),
            code.starts_with("CFW4"),
            "{code}"
        );
    }
}

#[test]
fn all_are_explained_at_once() {
    let page = stdout(gotchas().args(["rule", "--all"]), 0);
    for (code, name) in PROMISED {
        assert!(page.contains(&format!("{code} {name}\n")), "{code}");
    }
}

#[test]
fn json_is_the_file_with_its_name_and_place() {
    let explained = json(gotchas().args(["explain", "CFW404", "--json"]), 0);
    let entry = catalogue().get("CFW404").unwrap().clone();
    assert_eq!(explained["name"], "d1-none-param");
    assert_eq!(explained["category"], "database");
    assert_eq!(explained["url"], entry.url());
    assert_eq!(explained["problem"], entry.gotcha.problem.as_str());
    assert_eq!(
        explained["examples"].as_array().map(Vec::len),
        Some(entry.gotcha.examples.len())
    );
    assert_eq!(
        json(
            gotchas().args(["rule", "CFW404", "--output-format", "json"]),
            0
        ),
        explained
    );
    let all = json(gotchas().args(["explain", "--all", "--json"]), 0);
    assert_eq!(all.as_array().map(Vec::len), Some(PROMISED.len()));
}

#[test]
fn an_unknown_name_gets_a_hint() {
    let said = stderr(gotchas().args(["explain", "jsproxy-to-dct"]), 2);
    assert!(
        said.contains("`jsproxy-to-dct`") && said.contains("`jsproxy-to-dict`"),
        "{said}"
    );
    gotchas()
        .args(["explain", "zzzzzzzzzzzz"])
        .assert()
        .code(2)
        .stderr(contains("gotchas list"));
    gotchas().arg("explain").assert().code(2);
}

#[test]
fn the_rule_on_unused_comments_explains_itself() {
    let page = stdout(gotchas().args(["explain", "CFW000"]), 0);
    assert!(page.contains("# noqa: CFW403"), "{page}");
    assert_eq!(
        stdout(gotchas().args(["rule", "unused-suppression"]), 0),
        page
    );
}

#[test]
fn codes_and_names_may_be_written_otherwise() {
    let by_name = stdout(gotchas().args(["explain", "jsproxy-to-dict"]), 0);
    let url = catalogue().get("CFW403").unwrap().url();
    for handle in ["403", "jsproxy_to_dict", "jsproxy to dict", url.as_str()] {
        assert_eq!(
            stdout(gotchas().args(["explain", handle]), 0),
            by_name,
            "{handle}"
        );
    }
    let several = stdout(gotchas().args(["explain", "CFW403", "CFW404"]), 0);
    assert_eq!(
        stdout(gotchas().args(["explain", "CFW403, cfw404"]), 0),
        several
    );
    let said = stderr(gotchas().args(["explain", "TypeError"]), 2);
    assert!(said.contains("gotchas search TypeError"), "{said}");
    for nothing in ["", ",", "https://"] {
        gotchas().args(["explain", nothing]).assert().code(2);
    }
}
