//! The program `mdbook-gotchas` as mdBook calls it.

use std::{fs, path::Path};

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::{CATALOGUE, root};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mdbook-gotchas"));
    for name in ["MDBOOK_LOG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// What mdBook 0.5 sends a preprocessor, for a book of one chapter.
fn input(root: &Path, renderer: &str, content: &str) -> Value {
    let config = json!({"book": {"src": "src"}, "preprocessor": {"gotchas": {}}});
    let chapter = json!({"Chapter": {
        "name": "All gotchas", "content": content, "number": [1], "sub_items": [], "path": "gotchas.md",
        "source_path": "gotchas.md", "parent_names": [],
    }});
    let context = json!({
        "root": root, "config": config, "renderer": renderer, "mdbook_version": "0.5.4",
    });
    json!([context, {"items": [chapter]}])
}

/// Pipes a book through the program and gives it back.
fn preprocess(renderer: &str, content: &str) -> Value {
    let input = input(&root(), renderer, content).to_string();
    let output = program().write_stdin(input).assert().success();
    let output = output.get_output();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("a book as JSON, and nothing else")
}

fn chapter(book: &Value) -> &Value {
    &book["items"][0]["Chapter"]
}

#[test]
fn supports_every_renderer() {
    for (renderer, code) in [("html", 0), ("markdown", 0), ("epub", 0), ("site", 0)] {
        program()
            .args(["supports", renderer])
            .assert()
            .code(code)
            .stdout("");
    }
}

#[test]
fn a_book_comes_back_with_all_pages_under_the_index() {
    let book = preprocess("html", "# All gotchas\n\n{{#gotchas index}}\n");
    let index = chapter(&book);
    let content = index["content"].as_str().expect("text");
    assert!(!content.contains("{{#"), "{content}");
    let categories = index["sub_items"].as_array().expect("a list");
    assert_eq!(categories.len(), CATALOGUE.categories.len());
    let mut entries = CATALOGUE.entries().iter();
    for (number, category) in categories.iter().enumerate() {
        let category = &category["Chapter"];
        assert_eq!(category["number"], json!([1, number + 1]));
        assert_eq!(category["parent_names"], json!(["All gotchas"]));
        for (below, page) in category["sub_items"]
            .as_array()
            .expect("a list")
            .iter()
            .enumerate()
        {
            let (page, entry) = (&page["Chapter"], entries.next().expect("a gotcha"));
            assert_eq!(page["name"], json!(*entry.gotcha.title.value));
            assert_eq!(
                page["path"],
                json!(format!("{}/{}.md", entry.category, entry.name))
            );
            assert_eq!(page["number"], json!([1, number + 1, below + 1]));
            assert_eq!(page["source_path"], json!(format!("../{}", entry.path)));
        }
    }
    assert!(entries.next().is_none());
}

#[test]
fn other_renderers_get_plain_markdown() {
    let html = preprocess("html", "{{#gotchas index}}\n");
    let plain = preprocess("markdown", "{{#gotchas index}}\n");
    let page = |book: &Value| {
        let page = &chapter(book)["sub_items"][4]["Chapter"]["sub_items"][2]["Chapter"]["content"];
        page.as_str().expect("text").to_owned()
    };
    assert!(page(&html).contains("<div class=\"gotcha-pair\">"));
    assert!(
        !page(&plain).contains("<div") && !page(&plain).contains("<span"),
        "{}",
        page(&plain)
    );
    assert!(page(&plain).contains("CFW403"));
}

#[test]
fn directives_in_code_are_text() {
    let text = "Write `{{#gotchas index}}` or\n\n```\n{{#gotchas count}}\n```\n\nThere are {{#gotchas count}}.\n";
    let book = preprocess("html", text);
    let count = CATALOGUE.entries().len();
    let expected = text.replace(
        "There are {{#gotchas count}}",
        &format!("There are {count}"),
    );
    assert_eq!(chapter(&book)["content"], json!(expected));
}

#[test]
fn a_directive_that_makes_no_sense_is_named_with_its_place() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("src")).expect("a folder");
    for (content, expected) in [
        ("# A\n\n{{#gotchas indx}}\n", "indx"),
        (
            "# A\n\n{{#gotchas link jsproxy-to-dic}}\n",
            "did you mean `jsproxy-to-dict`?",
        ),
    ] {
        fs::write(folder.path().join("src/gotchas.md"), content).expect("a file");
        let mut message = input(folder.path(), "html", content);
        let folders = json!([root().join("gotchas")]);
        message[0]["config"]["preprocessor"]["gotchas"]["folders"] = folders.clone();
        let settings = format!("[preprocessor.gotchas]\nfolders = {folders}\n");
        fs::write(folder.path().join("book.toml"), settings).expect("a file");
        let run = program()
            .write_stdin(message.to_string())
            .assert()
            .code(1)
            .stdout("");
        let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(said.contains(expected), "{said}");
        assert!(said.contains("gotchas.md:3:1"), "{said}");
    }
}

#[test]
fn what_is_no_message_of_mdbook_is_refused() {
    for input in ["", "{}", "[1, 2]", "not JSON", "\u{0}"] {
        let run = program().write_stdin(input).assert().code(1).stdout("");
        let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(
            said.starts_with("error: stdin is not what mdBook sends"),
            "{said}"
        );
    }
    let run = program().arg("suports").assert().code(2).stdout("");
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(said.contains("Usage"), "{said}");
}

#[test]
fn another_line_of_mdbook_is_warned_about_and_served() {
    let mut message = input(&root(), "html", "# A\n");
    message[0]["mdbook_version"] = json!("0.6.0");
    let run = program()
        .write_stdin(message.to_string())
        .assert()
        .success();
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(said.contains("WARN") && said.contains("0.6.0"), "{said}");
}
