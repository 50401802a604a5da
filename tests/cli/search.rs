use std::fs;

use predicates::str::contains;
use serde_json::Value;

use crate::{PROMISED, catalogue, gotchas, json, stderr, stdout};

const SYMPTOM: &str = "TypeError: 'pyodide.ffi.JsProxy' object is not iterable";

fn first(hits: &Value) -> &str {
    hits[0]["name"].as_str().unwrap_or("nothing")
}

#[test]
fn an_error_line_finds_its_gotcha_first() {
    let found = stdout(gotchas().args(["search", SYMPTOM]), 0);
    assert!(found.starts_with("CFW403 jsproxy-to-dict"), "{found}");
    assert!(found.contains("gotchas explain jsproxy-to-dict"), "{found}");
}

#[test]
fn every_symptom_finds_a_gotcha_that_has_it() {
    for entry in catalogue().entries() {
        for symptom in &entry.gotcha.symptoms {
            let hits = json(
                gotchas()
                    .args(["search", "--json", "--"])
                    .arg(symptom.text.as_str()),
                0,
            );
            let found = catalogue().get(first(&hits)).unwrap().clone();
            let has_it = found
                .gotcha
                .symptoms
                .iter()
                .any(|other| other.text.value == symptom.text.value);
            assert!(
                has_it,
                "`{}` of {} finds {} first",
                *symptom.text, entry.name, found.name
            );
        }
    }
}

#[test]
fn codes_and_names_find_their_gotcha_first() {
    for (code, name) in PROMISED {
        for handle in [code, name] {
            assert_eq!(
                first(&json(gotchas().args(["search", "--json", handle]), 0)),
                name
            );
        }
    }
}

#[test]
fn json_has_the_documented_keys() {
    let hits = json(gotchas().args(["search", "--json", SYMPTOM]), 0);
    let hit = hits[0].as_object().unwrap();
    for key in [
        "code", "name", "title", "category", "severity", "score", "excerpt", "url",
    ] {
        assert!(hit.contains_key(key), "{key} is not in {hit:?}");
    }
    assert_eq!(hit["code"], "CFW403");
}

#[test]
fn the_query_comes_from_arguments_standard_input_or_a_file() {
    let traceback = format!(
        "Traceback (most recent call last):\n  File \"worker.py\", line 3, in f\n{SYMPTOM}\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("log.txt");
    fs::write(&file, &traceback).unwrap();
    let by_words = gotchas()
        .args(["search", "--json"])
        .args(SYMPTOM.split(' '))
        .assert()
        .code(0)
        .get_output()
        .clone();
    assert_eq!(
        first(&serde_json::from_slice(&by_words.stdout).unwrap()),
        "jsproxy-to-dict"
    );
    assert_eq!(
        first(&json(
            gotchas()
                .args(["search", "--json", "-"])
                .write_stdin(traceback.as_str()),
            0
        )),
        "jsproxy-to-dict"
    );
    assert_eq!(
        first(&json(
            gotchas().args(["search", "--json"]).write_stdin(traceback),
            0
        )),
        "jsproxy-to-dict"
    );
    assert_eq!(
        first(&json(
            gotchas().args(["search", "--json", "--file"]).arg(file),
            0
        )),
        "jsproxy-to-dict"
    );
}

#[test]
fn filters_and_limit_narrow_it_down() {
    let hits = json(
        gotchas().args(["search", "--json", "-n", "1", "database"]),
        0,
    );
    assert_eq!(hits.as_array().map(Vec::len), Some(1));
    let hits = json(
        gotchas().args(["search", "--json", "--category", "cookies", "header"]),
        0,
    );
    assert!(
        hits.as_array()
            .unwrap()
            .iter()
            .all(|hit| hit["category"] == "cookies"),
        "{hits}"
    );
    let hits = json(
        gotchas().args(["search", "--json", "--severity", "error", "fetch"]),
        0,
    );
    assert!(
        hits.as_array()
            .unwrap()
            .iter()
            .all(|hit| hit["severity"] == "error"),
        "{hits}"
    );
}

#[test]
fn nothing_found_is_exit_code_1() {
    let mut search = gotchas();
    search.args(["search", "xqzzwv"]);
    search
        .assert()
        .code(1)
        .stdout("")
        .stderr(contains("Nothing found"));
    assert_eq!(
        json(gotchas().args(["search", "--json", "xqzzwv"]), 1),
        Value::Array(vec![])
    );
}

#[test]
fn odd_queries_are_words_like_any_other() {
    for query in [
        "thread: Runtime",
        "\"unbalanced",
        "AND OR NOT",
        "title:(",
        "*",
        "[]{}",
        "\u{1b}[31mJsProxy\u{1b}[0m",
        "🙂",
    ] {
        let code = gotchas()
            .args(["search", "--", query])
            .output()
            .unwrap()
            .status
            .code();
        assert!(matches!(code, Some(0 | 1)), "{query} gives {code:?}");
    }
}

#[test]
fn bytes_that_are_no_text_and_a_megabyte_are_searched_too() {
    let mut log = vec![0xff, 0xfe, 0x00];
    log.extend(b"DEBUG nothing to see here\n".repeat(60_000));
    log.extend(SYMPTOM.as_bytes());
    let hits = json(
        gotchas().args(["search", "--json", "-"]).write_stdin(log),
        0,
    );
    assert_eq!(first(&hits), "jsproxy-to-dict");
}

#[test]
fn bad_arguments_are_exit_code_2() {
    assert!(
        stderr(gotchas().args(["search", "--file", "no/such/file"]), 2).contains("no/such/file")
    );
    assert!(stderr(gotchas().args(["search", "-n", "0", "x"]), 2).contains("from 1"));
    assert!(stderr(gotchas().args(["search", ""]), 2).contains("nothing to search for"));
    assert!(stderr(gotchas().args(["search", "--category", "nope", "x"]), 2).contains("`nope`"));
}

/// A site's index, built once.
fn built_index() -> &'static std::path::Path {
    static SITE: std::sync::LazyLock<tempfile::TempDir> = std::sync::LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let index = gotchas_search::build_index(&catalogue());
        for (name, content) in index.files() {
            fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    });
    SITE.path()
}

fn search_in(folder: &std::path::Path) -> assert_cmd::Command {
    let mut command = gotchas();
    command
        .args(["search", SYMPTOM, "--json", "--index"])
        .arg(folder);
    command
}

#[test]
fn an_index_elsewhere_is_searched() {
    assert_eq!(
        first(&json(&mut search_in(built_index()), 0)),
        "jsproxy-to-dict"
    );
    assert_eq!(stderr(&mut search_in(built_index()), 0), "");
    let said = stderr(search_in(built_index()).args(["--gotchas", "."]), 2);
    assert!(said.contains("either `--index` or `--gotchas`"), "{said}");
}

#[test]
fn what_is_no_index_is_named_and_the_embedded_one_answers() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let said = |reason: &str| {
        let mut command = search_in(place);
        assert_eq!(first(&json(&mut command, 0)), "jsproxy-to-dict");
        let said = stderr(&mut command, 0);
        assert!(said.starts_with("warning: "), "{said}");
        assert!(said.contains(reason), "{said}");
        assert!(
            said.ends_with("The index in the program is searched instead.\n"),
            "{said}"
        );
    };
    said("this is not a gotchas index");
    for file in fs::read_dir(built_index()).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, place.join(path.file_name().unwrap())).unwrap();
    }
    let manifest = place.join(gotchas_search::MANIFEST);
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(place.join("one-more"), "").unwrap();
    said("damaged");
    fs::remove_file(place.join("one-more")).unwrap();
    fs::write(&manifest, text.replacen("\"format\":", "\"format\":9", 1)).unwrap();
    said("reads format");
    fs::write(&manifest, "{").unwrap();
    said("this is not a gotchas index");
    fs::remove_dir_all(place).unwrap();
    said("cannot read");
}

#[test]
fn what_no_gotcha_is_about_finds_nothing_and_suggests_the_nearest() {
    for text in ["ImportError: numpy", "how to bake bread"] {
        let mut command = gotchas();
        command.args(["search", text]);
        assert_eq!(stdout(&mut command, 1), "", "{text}");
        let said = stderr(gotchas().args(["search", text]), 1);
        assert!(
            said.starts_with("Nothing found.\nNearest:\n  CFW"),
            "{said}"
        );
    }
}

#[test]
fn a_filter_that_nothing_can_pass_is_a_mistake() {
    for (option, value, told) in [
        ("--code", "jsproxy-to-dct", "did you mean `jsproxy-to-dict`"),
        ("--code", "CFW999", "there is no gotcha `CFW999`"),
        ("--category", "databse", "there is no category `databse`"),
        ("--runtime", "0.27", "there is no runtime `0.27`"),
    ] {
        let said = stderr(gotchas().args(["search", option, value, "cookie"]), 2);
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn an_empty_text_is_a_mistake_wherever_it_comes_from() {
    let empty = tempfile::NamedTempFile::new().unwrap();
    let said = stderr(gotchas().args(["search", "--file"]).arg(empty.path()), 2);
    assert!(said.contains("nothing to search for"), "{said}");
    let said = stderr(gotchas().args(["search", "-"]).write_stdin(" \n\n"), 2);
    assert!(said.contains("nothing to search for"), "{said}");
}

#[test]
fn a_message_that_begins_with_a_dash_is_searched() {
    for message in [format!("- {SYMPTOM}"), format!("--> entry.py:3 {SYMPTOM}")] {
        let hits = json(gotchas().args(["search", &message, "--json"]), 0);
        assert_eq!(first(&hits), "jsproxy-to-dict");
    }
    let said = stderr(gotchas().args(["search", "--categroy", "cookies", "x"]), 2);
    assert!(said.contains("--category"), "{said}");
}

#[test]
fn a_log_of_powershell_is_read() {
    let log = format!("Ready\r\n{SYMPTOM}\r\n");
    let bytes: Vec<u8> = std::iter::once(0xfeff)
        .chain(log.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    for source in ["-", "--file=-"] {
        let mut search = gotchas();
        search
            .args(["search", "--json", source])
            .write_stdin(bytes.clone());
        assert_eq!(first(&json(&mut search, 0)), "jsproxy-to-dict", "{source}");
    }
}

#[test]
fn both_ends_of_a_long_log_are_searched_and_it_is_said() {
    let noise = "DEBUG nothing to see here\n".repeat(200_000);
    for log in [format!("{SYMPTOM}\n{noise}"), format!("{noise}{SYMPTOM}\n")] {
        let search = || {
            let mut search = gotchas();
            search.args(["search", "--json"]).write_stdin(log.as_str());
            search
        };
        assert_eq!(first(&json(&mut search(), 0)), "jsproxy-to-dict");
        let said = stderr(&mut search(), 0);
        assert!(
            said.contains("the first 256 KiB and the last 768 KiB"),
            "{said}"
        );
    }
}

#[test]
fn what_a_filter_hides_is_told() {
    let said = stderr(
        gotchas().args(["search", "--code", "CFW1", "delete_cookie"]),
        1,
    );
    assert!(said.contains("Without them there is:\n  CFW901"), "{said}");
    let said = stderr(gotchas().args(["search", "🙂"]), 1);
    assert_eq!(said, "Nothing found.\n");
}

#[test]
fn who_leaves_out_the_command_is_told_how_to_search() {
    let said = stderr(gotchas().arg("cookie"), 2);
    assert!(said.contains("gotchas search cookie"), "{said}");
}

#[test]
fn highlights_count_characters() {
    let hits = json(gotchas().args(["search", "--json", "delete_cookie"]), 0);
    let excerpt = &hits[0]["excerpt"];
    let characters: Vec<char> = excerpt["text"].as_str().unwrap().chars().collect();
    let marked = excerpt["highlights"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| {
            let [from, to] = [0, 1].map(|end| mark[end].as_u64().unwrap() as usize);
            characters[from..to].iter().collect::<String>()
        });
    assert!(
        marked.clone().any(|text| text.contains("delete_cookie")),
        "{excerpt}"
    );
}
