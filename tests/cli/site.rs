use std::fs;

use crate::{PROMISED, gotchas, stderr, stdout, work_tree};

#[test]
fn build_writes_a_page_for_each_gotcha_and_what_lies_beside() {
    let tree = work_tree();
    let said = stdout(
        gotchas()
            .current_dir(tree.path())
            .args(["build", "--dest-dir", "out"]),
        0,
    );
    assert!(said.ends_with("out/html/index.html\n"), "{said}");
    let catalogue = crate::catalogue();
    for (_, name) in PROMISED {
        let entry = catalogue.get(name).unwrap();
        let page = fs::read_to_string(tree.path().join("out/html").join(entry.page())).unwrap();
        assert!(page.contains(&entry.code().to_string()), "{}", entry.page());
    }
    for file in ["index.html", "404.html", "gotchas.json", "schema.json"] {
        assert!(
            tree.path().join("out/html").join(file).is_file(),
            "{file} is missing"
        );
    }
}

#[test]
fn build_is_told_where_the_site_will_be() {
    let tree = work_tree();
    let base = "https://user.example.org/repo";
    stderr(
        gotchas()
            .current_dir(tree.path())
            .args(["build", "--dest-dir", "out", "--base-url", base]),
        0,
    );
    let read = |file: &str| fs::read_to_string(tree.path().join("out/html").join(file)).unwrap();
    for file in ["sitemap.xml", "robots.txt", "llms.txt", "feed.xml"] {
        let text = read(file);
        assert!(text.contains(base), "{file}");
        assert!(!text.contains("//workers-gotchas.github.io"), "{file}");
    }
    let page = read("checklist.html");
    assert!(page.contains(&format!("rel=\"canonical\" href=\"{base}/checklist.html\"")));
    // This page is served from any folder.
    assert!(read("404.html").contains("<base href=\"/repo/\">"));
    let said = stderr(
        gotchas()
            .current_dir(tree.path())
            .args(["build", "--base-url", "nowhere"]),
        2,
    );
    assert!(said.contains("--base-url"), "{said}");
}

#[test]
fn build_finds_the_book_from_a_folder_below_and_by_option() {
    let tree = work_tree();
    stderr(
        gotchas()
            .current_dir(tree.path().join("src"))
            .args(["build", "--dest-dir", "out"]),
        0,
    );
    assert!(
        tree.path().join("src/out/html/index.html").is_file(),
        "a folder is relative to where one is"
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let out = elsewhere.path().join("out");
    stderr(
        gotchas()
            .current_dir(elsewhere.path())
            .arg("build")
            .arg(tree.path())
            .arg("--dest-dir")
            .arg(&out),
        0,
    );
    assert!(out.join("html/index.html").is_file());
    let said = stderr(gotchas().current_dir(elsewhere.path()).arg("build"), 2);
    assert!(said.contains("book.toml"), "{said}");
}

#[test]
fn timings_name_the_stages() {
    let tree = work_tree();
    let said = stderr(
        gotchas()
            .current_dir(tree.path())
            .args(["build", "--dest-dir", "out", "--timings"]),
        0,
    );
    for stage in ["reading", "checking", "Markdown", "index", "book"] {
        assert!(said.contains(stage), "{stage} is not in\n{said}");
    }
}

#[test]
fn a_clone_without_pyodide_builds_a_site_without_buttons_and_says_so() {
    let tree = work_tree();
    let build = |options: &[&str]| {
        let mut build = gotchas();
        let options = [&["build", "--dest-dir", "out"], options].concat();
        build.current_dir(tree.path()).args(options);
        build
    };
    let said = stderr(&mut build(&[]), 0);
    let shortage = "Pyodide 0.26.4, 0.28.2, 314.0.6 is not in runtime/node_modules, so pages run no examples on it; in a \
                    clone, `npm ci --prefix runtime` installs it.";
    assert!(said.contains(shortage), "{said}");
    assert!(!tree.path().join("out/html/run").exists());
    let said = stderr(&mut build(&["--pyodide", "none"]), 0);
    assert!(!said.contains("Pyodide"), "{said}");
    // What was asked for by name has to be there.
    let said = stderr(&mut build(&["--pyodide", "nowhere"]), 2);
    assert!(said.contains("nowhere, so pages run no examples"), "{said}");
    let said = stderr(&mut build(&["--pyodide", "https://example.com/"]), 2);
    assert!(said.contains("has no `{version}` in it"), "{said}");
    let said = stderr(
        &mut build(&["--pyodide", "https://example.com/{version}/"]),
        0,
    );
    assert!(
        said.contains(
            "Pages run examples on Pyodide 0.26.4, 0.28.2, 314.0.6, from https://example.com."
        ),
        "{said}"
    );
    let page = tree
        .path()
        .join("out/html/javascript-interop/dict-to-js.html");
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("https://example.com/314.0.6/"), "{page}");
    assert!(
        page.contains("connect-src 'self' https://example.com;"),
        "{page}"
    );
}

/// What is broken by hand in [`FILE`].
struct Break {
    /// What stands there, and what is put in its place.
    change: (&'static str, &'static str),
    /// On whose line the problem must be shown, in the broken file.
    at: &'static str,
    /// What the message must say.
    says: &'static str,
}

const FILE: &str = "gotchas/database/jsproxy-to-dict.yaml";

const BREAKS: [Break; 9] = [
    Break {
        change: ("severity: error", "severity: fatal"),
        at: "severity: fatal",
        says: "`severity` cannot be `fatal`",
    },
    Break {
        change: ("takeaway:", "take_away:"),
        at: "take_away:",
        says: "did you mean `takeaway`?",
    },
    // A wrong snippet that is right.
    Break {
        change: ("return dict(row)  # gotcha", "return row.to_py()  # gotcha"),
        at: "return row.to_py()  # gotcha",
        says: "CFW403",
    },
    // A right snippet that is wrong.
    Break {
        change: (
            "return row.to_py() if hasattr(row, \"to_py\") else row",
            "return dict(row)\n",
        ),
        at: "return dict(row)\n\n",
        says: "CFW403",
    },
    Break {
        change: (
            "async def get_user(env, user_id):",
            "async def get_user(env, user_id:",
        ),
        at: "row = await env.DB.prepare(",
        says: "this snippet does not parse",
    },
    Break {
        change: (
            "object is not subscriptable\"\n",
            "object is not scriptable\"\n",
        ),
        at: "object is not scriptable\"\n",
        says: "recorded",
    },
    Break {
        change: ("of: [builtins.dict]", "of: [builtins.dictionary]"),
        at: "return dict(row)  # gotcha",
        says: "CFW403",
    },
    // A symptom that a run shows, said to be known from hearsay only.
    Break {
        change: (
            "object is not iterable\"\n",
            "object is not iterable\"\n    reported: https://example.com/\n",
        ),
        at: "https://example.com/",
        says: "a recorded run shows this symptom",
    },
    // What the recording no longer proves.
    Break {
        change: ("  - bindings: raw", "  - bindings: wrapped"),
        at: "async def get_user(env, user_id):",
        says: "the wrong snippet works where `affects` says that the gotcha bites",
    },
];

#[test]
fn build_fails_with_the_place_whatever_is_broken_by_hand() {
    for Break { change, at, says } in BREAKS {
        let (right, broken) = change;
        let tree = work_tree();
        let path = tree.path().join(FILE);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(right), "`{right}` is not in {FILE}");
        let text = text.replacen(right, broken, 1);
        fs::write(&path, &text).unwrap();
        let mut build = gotchas();
        build
            .current_dir(tree.path())
            .args(["build", "--dest-dir", "out"]);
        let said = stderr(&mut build, 2);
        println!("{said}");
        assert!(said.contains(says), "{broken}:\n{said}");
        let line = 1 + text[..text.find(at).unwrap()].matches('\n').count();
        let place = format!("{FILE}:{line}:");
        assert!(said.contains(&place), "{broken} is not at {place}\n{said}");
        let out = tree.path().join("out");
        assert!(!out.exists(), "a broken site was written");
    }
}
