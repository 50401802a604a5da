//! What is on the pages.

use std::collections::BTreeSet;

use gotchas_catalog::{Severity, Side};
use gotchas_search::{Query, Searcher};

use crate::{CATALOGUE, SITE, text};

/// Markdown as a reader sees it.
fn plain(markdown: &str) -> String {
    let events = pulldown_cmark::Parser::new(markdown);
    let texts = events.filter_map(|event| match event {
        pulldown_cmark::Event::Text(text) | pulldown_cmark::Event::Code(text) => {
            Some(text.into_string())
        }
        pulldown_cmark::Event::SoftBreak | pulldown_cmark::Event::End(_) => Some(" ".to_owned()),
        _ => None,
    });
    words(&texts.collect::<String>())
}

/// The words of a text with single spaces.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_gotcha_has_a_page_with_all_that_its_file_says() {
    for entry in CATALOGUE.entries() {
        let page = SITE.page(&entry.page());
        let gotcha = &entry.gotcha;
        let shown = words(&page.texts("*").join(" "));
        assert_eq!(page.texts("h1").join("; "), gotcha.title.value);
        let mut parts = vec![&gotcha.summary, &gotcha.problem, &gotcha.takeaway];
        parts.extend(&gotcha.older_advice);
        parts.extend(&gotcha.when);
        parts.extend(gotcha.sections.iter().flat_map(|s| [&s.title, &s.body]));
        parts.extend(gotcha.examples.iter().map(|example| &example.title));
        parts.extend(gotcha.examples.iter().filter_map(|e| e.note.as_ref()));
        parts.extend(gotcha.references.iter().map(|reference| &reference.title));
        parts.extend(gotcha.affects.iter().filter_map(|a| a.note.as_ref()));
        for part in parts {
            // A paragraph at a time: between them the page has room for links and marks.
            for paragraph in part.split("\n\n").filter(|text| !text.contains("```")) {
                let expected = plain(paragraph);
                assert!(
                    shown.contains(&expected),
                    "{}: `{expected}` is not on the page",
                    entry.name
                );
            }
        }
        let code: Vec<String> = page.texts("pre");
        for symptom in &gotcha.symptoms {
            let symptom = symptom.text.trim_end();
            assert!(
                code.iter().any(|block| block == symptom),
                "{}: the message `{symptom}` is not on the page",
                entry.name
            );
        }
        assert!(shown.contains(&entry.code().to_string()));
    }
}

#[test]
fn every_snippet_is_shown_as_it_was_checked() {
    for entry in CATALOGUE.entries() {
        let page = SITE.page(&entry.page());
        let mut blocks = page.all(".gotcha-side > pre code").into_iter();
        for snippet in entry.snippets() {
            let block = blocks.next().expect("a block for each snippet");
            let place = format!(
                "{}: {:?} of example {}",
                entry.name, snippet.side, snippet.example
            );
            assert_eq!(text(block), snippet.code.trim(), "{place}");
            // What runs but need not be seen is there, folded away.
            let boring = scraper::Selector::parse(".boring").expect("a valid selector");
            let hidden: String = block
                .select(&boring)
                .map(|line| line.text().collect::<String>())
                .collect();
            let expected: Vec<&str> = snippet
                .code
                .lines()
                .zip(&snippet.hidden)
                .filter_map(|(line, hidden)| hidden.then_some(line))
                .collect();
            assert_eq!(hidden.lines().collect::<Vec<_>>(), expected, "{place}");
        }
        assert_eq!(blocks.count(), 0, "{}", entry.name);
    }
}

#[test]
fn under_each_wrong_snippet_stands_what_the_checker_says() {
    for entry in CATALOGUE.entries() {
        let page = SITE.page(&entry.page());
        let mut said = page
            .texts(".gotcha-side.wrong .gotcha-findings pre")
            .into_iter();
        for snippet in entry.snippets() {
            if snippet.side == Side::Right || snippet.expected.is_empty() {
                continue;
            }
            let said = said.next().expect("diagnostics under the snippet");
            for expected in &snippet.expected {
                let head = format!("[{}]: ", expected.code);
                assert!(said.contains(&head), "{}: {said}", entry.name);
                let line = snippet.code.lines().nth(expected.line - 1).expect("a line");
                assert!(said.contains(line.trim()), "{}: {line}\n{said}", entry.name);
            }
        }
        assert_eq!(said.count(), 0, "{}", entry.name);
        assert!(page.texts(".gotcha-side.right .gotcha-findings").is_empty());
    }
}

#[test]
fn the_page_names_severity_status_and_targets() {
    for entry in CATALOGUE.entries() {
        let page = SITE.page(&entry.page());
        let severity = match entry.gotcha.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let badges = page.texts(".gotcha-badges .badge");
        assert_eq!(badges[0], severity, "{}", entry.name);
        let table = page.texts("table tr td:nth-child(3)");
        assert!(table.iter().any(|effect| effect == severity), "{table:?}");
    }
}

#[test]
fn overviews_list_all_gotchas() {
    let codes: Vec<String> = CATALOGUE
        .entries()
        .iter()
        .map(|e| e.code().to_string())
        .collect();
    let index = SITE.page("gotchas.html");
    assert_eq!(index.texts("table td:first-child"), codes);
    let runtimes = SITE.page("runtimes.html");
    assert_eq!(
        runtimes
            .texts("table:last-of-type td:first-child")
            .iter()
            .filter(|c| c.starts_with("CFW"))
            .count(),
        codes.len()
    );
    let checklist = SITE.page("checklist.html");
    let boxes = checklist.all("li input[type=checkbox]");
    assert_eq!(boxes.len(), codes.len());
    for (line, entry) in checklist.texts("li").iter().zip(CATALOGUE.entries()) {
        assert!(
            words(line).starts_with(&plain(&entry.gotcha.summary)),
            "{line}"
        );
    }
    let messages = SITE.page("error-messages.html");
    let listed: BTreeSet<String> = messages.texts("li > code").into_iter().collect();
    let symptoms: BTreeSet<String> = CATALOGUE
        .entries()
        .iter()
        .flat_map(|entry| {
            entry
                .gotcha
                .symptoms
                .iter()
                .map(|symptom| words(&symptom.text))
        })
        .collect();
    assert_eq!(listed, symptoms);
}

#[test]
fn every_category_has_a_page_with_its_introduction_and_gotchas() {
    for category in &CATALOGUE.categories {
        let page = SITE.page(&format!("{}/index.html", *category.id));
        let shown = words(&page.texts("*").join(" "));
        for paragraph in category.introduction.split("\n\n") {
            assert!(shown.contains(&plain(paragraph)), "{}", *category.id);
        }
        let own = CATALOGUE
            .entries()
            .iter()
            .filter(|e| e.category == *category.id.value);
        let codes: Vec<String> = own.map(|entry| entry.code().to_string()).collect();
        assert_eq!(page.texts("td:first-child"), codes);
    }
}

#[test]
fn chapters_are_numbered_under_the_hand_written_ones() {
    let toc = SITE.read("toc.html");
    let mut at = 0;
    for (index, category) in CATALOGUE.categories.iter().enumerate() {
        let href = format!("href=\"{}/index.html\"", *category.id);
        let number = format!("1.{}.", index + 1);
        at += toc[at..]
            .find(&href)
            .unwrap_or_else(|| panic!("{href} comes later"));
        assert!(
            toc[at..at + 200].contains(&number),
            "{number}: {}",
            &toc[at..at + 200]
        );
        let own = CATALOGUE
            .entries()
            .iter()
            .filter(|e| e.category == *category.id.value);
        for entry in own {
            let href = format!("href=\"{}\"", entry.page());
            at += toc[at..]
                .find(&href)
                .unwrap_or_else(|| panic!("{href} comes later"));
        }
    }
}

#[test]
fn edit_links_lead_to_the_yaml_file() {
    for entry in CATALOGUE.entries() {
        let html = SITE.read(&entry.page());
        // mdBook starts from the folder of the chapters; a browser takes the dots out.
        let file = format!("{}/{}.yaml", entry.category, entry.name);
        let link = format!("/edit/main/src/../gotchas/{file}\"");
        assert!(html.contains(&link), "{}", entry.name);
        assert!(crate::root().join("gotchas").join(file).is_file());
    }
}

#[test]
fn what_lies_beside_the_pages_works() {
    assert_eq!(SITE.read("gotchas.json"), CATALOGUE.to_json());
    assert_eq!(SITE.read("schema.json"), gotchas_catalog::schema_json());
    let again = gotchas_search::build_index(&CATALOGUE);
    for (name, content) in again.files() {
        let written =
            std::fs::read(SITE.path("search-index").join(&name)).expect("a file of the index");
        assert!(written == content, "{name} differs");
    }
    let searcher = Searcher::open(again.as_bytes().to_vec()).expect("the index opens");
    for entry in CATALOGUE.entries() {
        for symptom in &entry.gotcha.symptoms {
            let found = searcher.search(&Query::new(&**symptom.text));
            assert!(!found.is_empty(), "{}", *symptom.text);
        }
    }
}

#[test]
fn text_is_escaped() {
    let html = SITE.read("error-messages.html");
    assert!(html.contains("'pyodide.ffi.JsProxy'"));
    for path in SITE.pages() {
        let page = SITE.page(&path);
        let scripts =
            page.all("script").len() + page.all("iframe").len() + page.all("[onclick]").len();
        assert_eq!(scripts, 0, "{path} has active content of its own");
    }
}
