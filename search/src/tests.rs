//! The search as a whole, over a few gotchas made up here.

use gotchas_catalog::{Lead, Severity, Synonyms};

use crate::{
    Filters, Hit, Part, Query, Reason, Searcher, build,
    document::{Document, Passage},
    schema::{Card, Message},
};

fn document(
    code: &str,
    name: &str,
    category: &str,
    title: &str,
    symptoms: &[&str],
    prose: &str,
    python: &str,
) -> Document {
    let passage = |part, text: &str| Passage {
        part,
        text: text.to_owned(),
    };
    let mut passages = vec![
        passage(Part::Title, title),
        passage(Part::Prose, prose),
        passage(Part::Code, python),
    ];
    passages.extend(
        symptoms
            .iter()
            .map(|symptom| passage(Part::Symptoms, symptom)),
    );
    passages.push(passage(Part::Identifiers, name));
    let card = Card {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        title: title.to_owned(),
        category: category.to_owned(),
        severity: if category == "time" {
            Severity::Warning
        } else {
            Severity::Error
        },
        url: format!("https://example.org/{category}/{name}.html"),
        symptoms: symptoms
            .iter()
            .map(|symptom| Message::new(symptom))
            .collect(),
    };
    let runtimes = if category == "cookies" {
        vec!["pyodide-0.28".to_owned()]
    } else {
        vec!["pyodide-314".to_owned()]
    };
    Document {
        card,
        runtimes,
        passages,
    }
}

fn documents() -> Vec<Document> {
    vec![
        document(
            "CFW201",
            "threading-primitives",
            "threading",
            "Threads cannot be started",
            &["RuntimeError: can't start new thread"],
            "A Worker has one thread. Locks are pointless and a second acquire hangs.",
            "import threading\nlock = threading.Lock()\n",
        ),
        document(
            "CFW403",
            "jsproxy-to-dict",
            "database",
            "D1 query results are JsProxy objects, not Python dicts",
            &[
                "TypeError: 'pyodide.ffi.JsProxy' object is not iterable",
                "TypeError: 'pyodide.ffi.JsProxy' object is not subscriptable",
            ],
            "Rows from D1 are proxies. Convert a row with to_py() before you use it as a dict.",
            "row = await env.DB.prepare(sql).first()\nreturn dict(row)\n",
        ),
        document(
            "CFW404",
            "d1-none-param",
            "database",
            "D1 does not accept None",
            &["D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'"],
            "None arrives as undefined. Bind jsnull instead.",
            "await env.DB.prepare(sql).bind(None).run()\n",
        ),
        document(
            "CFW601",
            "monotonic-clock",
            "time",
            "time.monotonic() counts from the epoch",
            &[],
            "The clock stands still between input and output.",
            "import time\nstart = time.monotonic()\n",
        ),
        document(
            "CFW901",
            "multiple-set-cookie",
            "cookies",
            "Only the last Set-Cookie header arrives",
            &[],
            "Deleting several cookies sends only the last deletion to the browser.",
            "response.delete_cookie(\"a\")\nresponse.delete_cookie(\"b\")\n",
        ),
    ]
}

fn searcher() -> Searcher {
    let list = |words: &[&str]| {
        words
            .iter()
            .map(|word| word.to_string().into())
            .collect::<Vec<_>>()
    };
    let synonyms = Synonyms {
        same: vec![list(&["lock", "mutex"])],
        leads: vec![Lead {
            from: list(&["log out", "logged in"]),
            to: list(&["cookie"]),
        }],
    };
    Searcher::open(build::pack(&documents(), &synonyms)).unwrap()
}

fn search(text: &str) -> Vec<Hit> {
    searcher().search(&Query::new(text))
}

#[track_caller]
fn assert_first(text: &str, name: &str) {
    let hits = search(text);
    let names: Vec<_> = hits.iter().map(|hit| (&hit.name, hit.score)).collect();
    assert_eq!(
        hits.first().map(|hit| hit.name.as_str()),
        Some(name),
        "{text}: {names:?}"
    );
}

#[test]
fn every_symptom_finds_its_gotcha_first() {
    for document in documents() {
        for Message { text: symptom, .. } in &document.card.symptoms {
            assert_first(symptom, &document.card.name);
            assert_eq!(search(symptom)[0].reason, Reason::Symptom);
            let log = format!(
                "[wrangler:info] Ready\n\u{1b}[31m✘ [ERROR] {symptom}\u{1b}[0m\nGET / 500 Internal Server Error (3ms)"
            );
            assert_first(&log, &document.card.name);
        }
    }
}

#[test]
fn codes_and_names_go_first() {
    for text in [
        "CFW403",
        "cfw 403",
        "jsproxy-to-dict",
        "what is CFW403 about cookies",
    ] {
        assert_first(text, "jsproxy-to-dict");
        assert_eq!(search(text)[0].reason, Reason::Handle);
    }
    let names: Vec<String> = search("CFW4").into_iter().map(|hit| hit.name).collect();
    assert_eq!(names, ["jsproxy-to-dict", "d1-none-param"]);
}

#[test]
fn identifiers_are_found_by_whole_and_by_part() {
    for (text, name) in [
        ("JsProxy", "jsproxy-to-dict"),
        ("pyodide.ffi.JsProxy", "jsproxy-to-dict"),
        ("to_py", "jsproxy-to-dict"),
        ("js proxy", "jsproxy-to-dict"),
        ("delete_cookie", "multiple-set-cookie"),
        ("set cookie", "multiple-set-cookie"),
        ("Set-Cookie", "multiple-set-cookie"),
        ("D1_TYPE_ERROR", "d1-none-param"),
        ("threading.Lock", "threading-primitives"),
    ] {
        assert_first(text, name);
    }
}

#[test]
fn questions_misspellings_beginnings_and_synonyms_are_understood() {
    for (text, name) in [
        ("how do I delete two cookies?", "multiple-set-cookie"),
        ("delte_cokie", "multiple-set-cookie"),
        ("monotnic", "monotonic-clock"),
        ("threa", "threading-primitives"),
        ("mutex", "threading-primitives"),
        ("why is the browser still logged in", "multiple-set-cookie"),
    ] {
        assert_first(text, name);
    }
}

#[test]
fn stop_words_and_letters_ask_for_nothing() {
    for text in ["not", "what is it", "the of and to", "a"] {
        assert!(search(text).is_empty(), "{text}");
    }
}

#[test]
fn a_whole_identifier_counts_more_than_its_parts_elsewhere() {
    for (text, name) in [
        ("response.delete_cookie(\"a\")", "multiple-set-cookie"),
        ("time.monotonic", "monotonic-clock"),
        ("jsproxy", "jsproxy-to-dict"),
        ("JSPROXY", "jsproxy-to-dict"),
        (
            "await env.DB.prepare(sql).bind(None).run()",
            "d1-none-param",
        ),
    ] {
        assert_first(text, name);
    }
}

#[test]
fn what_scores_far_less_than_the_best_is_left_out() {
    let hits = search("TypeError: 'pyodide.ffi.JsProxy' object is not iterable");
    assert_eq!(hits.len(), 1, "{hits:?}");
}

#[test]
fn a_message_is_found_however_its_lines_were_cut() {
    let message = "TypeError: 'pyodide.ffi.JsProxy' object is not iterable";
    let frame = "Traceback (most recent call last):  File \"/session/metadata/entry.py\", line 7, in f    return dict(row)";
    for text in [
        format!("{frame}{message}"),
        format!("{frame} {message}"),
        message.replace(' ', "\n"),
        message.replace('\'', "\\u0027"),
        format!("x{message}y"),
    ] {
        assert_first(&text, "jsproxy-to-dict");
        assert_eq!(search(&text)[0].reason, Reason::Symptom, "{text}");
    }
}

#[test]
fn a_message_about_another_name_is_another_message() {
    assert!(search("TypeError: 'int' object is not iterable").is_empty());
}

#[test]
fn a_log_without_a_failure_asks_for_nothing() {
    let log = "[wrangler:info] Ready on http://localhost:8787\n[wrangler:info] GET /cookie 200 OK (3ms)\n\
        [wrangler:info] JsProxy cookie clock thread\n";
    assert!(search(log).is_empty());
}

#[test]
fn no_syntax_is_an_error() {
    for text in [
        "",
        " ",
        "title:",
        "\"unbalanced",
        "a AND (b OR",
        "*",
        "~2^9",
        "+-!(){}[]",
        "\u{0}",
        "→→→",
        "thread: Runtime",
        "\\",
        "🙂",
    ] {
        searcher().search(&Query::new(text));
        searcher().suggest(&Query::new(text));
    }
}

#[test]
fn filters_restrict_the_hits() {
    let found = |filters: Filters| -> Vec<String> {
        let query = Query {
            filters,
            ..Query::new("CFW")
        };
        searcher()
            .search(&query)
            .into_iter()
            .map(|hit| hit.code.to_string())
            .collect()
    };
    let strings = |values: &[&str]| {
        values
            .iter()
            .map(|value| value.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found(Filters {
            categories: strings(&["cookies"]),
            ..Filters::default()
        }),
        ["CFW901"]
    );
    assert_eq!(
        found(Filters {
            severities: vec![Severity::Warning],
            ..Filters::default()
        }),
        ["CFW601"]
    );
    assert_eq!(
        found(Filters {
            runtimes: strings(&["0.28"]),
            ..Filters::default()
        }),
        ["CFW901"]
    );
    assert_eq!(
        found(Filters {
            codes: strings(&["CFW4", "nothing"]),
            ..Filters::default()
        })
        .len(),
        2
    );
    let both = Filters {
        categories: strings(&["cookies"]),
        severities: vec![Severity::Warning],
        ..Filters::default()
    };
    assert!(found(both).is_empty());
}

#[test]
fn a_hit_says_where_and_quotes() {
    let hit = &search("convert proxy rows")[0];
    assert_eq!(hit.name, "jsproxy-to-dict");
    assert!(hit.matched.contains(&Part::Prose), "{:?}", hit.matched);
    let highlighted: Vec<&str> = hit
        .excerpt
        .highlights
        .iter()
        .map(|(start, end)| &hit.excerpt.text[*start..*end])
        .collect();
    assert!(
        highlighted.contains(&"Convert") && highlighted.contains(&"proxies"),
        "{:?}",
        hit.excerpt
    );
    assert_eq!(hit.url, "https://example.org/database/jsproxy-to-dict.html");
}

#[test]
fn nothing_found_suggests_the_nearest() {
    assert!(search("kubernetes ingress").is_empty());
    assert_eq!(
        searcher().suggest(&Query::new("jsprxy-dict"))[0].name,
        "jsproxy-to-dict"
    );
}

#[test]
fn a_megabyte_of_log_is_understood() {
    let noise = "2026-11-23T10:11:12.123Z [wrangler:info] GET /users/42 200 OK (12ms) some words about nothing\n".repeat(10_000);
    let log = format!("{noise}TypeError: 'pyodide.ffi.JsProxy' object is not iterable\n{noise}");
    assert!(log.len() > 1 << 20);
    assert_first(&log, "jsproxy-to-dict");
}

#[test]
fn the_same_catalogue_gives_the_same_bytes() {
    let pack = || build::pack(&documents(), &Synonyms::default());
    assert_eq!(pack(), pack());
}

#[test]
fn an_index_of_nothing_finds_nothing() {
    let searcher = Searcher::open(build::pack(&[], &Synonyms::default())).unwrap();
    assert!(searcher.search(&Query::new("cookie")).is_empty());
    assert!(searcher.suggest(&Query::new("cookie")).is_empty());
}

#[test]
fn a_folder_of_files_can_be_opened() {
    let packed = build::pack(&documents(), &Synonyms::default());
    let again = crate::PackedIndex::from_files(packed.files()).unwrap();
    assert_eq!(
        Searcher::open(again)
            .unwrap()
            .search(&Query::new("JsProxy"))[0]
            .name,
        "jsproxy-to-dict"
    );
}
