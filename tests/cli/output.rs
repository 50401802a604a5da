//! Files that reports are written to, and differences that other programs apply.

use std::{fs, path::Path, process::Command as StdCommand};

use crate::{check, folder, stdout};

const WRONG: &str = "\
from workers import Response
async def user(env):
    row = await env.DB.prepare(\"SELECT 1\").first()
    return dict(row)
";

/// Writes the findings of a folder to a file, in one of both ways.
fn write(folder: &Path, file: &str, as_format: bool) {
    let named = format!("concise:{file}");
    let arguments = match as_format {
        true => ["--output-format", &named],
        false => ["--output-file", file],
    };
    check(folder, &arguments).assert().code(1);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_link_is_followed() {
        let folder = folder(&[("a.py", WRONG), ("out/old.txt", "old")]);
        let at = |name: &str| folder.path().join(name);
        symlink("out/old.txt", at("link")).unwrap();
        symlink("link", at("far")).unwrap();
        symlink("out/new.txt", at("dangling")).unwrap();
        for (link, target) in [
            ("link", "out/old.txt"),
            ("far", "out/old.txt"),
            ("dangling", "out/new.txt"),
        ] {
            for as_format in [false, true] {
                fs::write(at("out/old.txt"), "old").unwrap();
                write(folder.path(), link, as_format);
                assert!(at(link).is_symlink(), "{link}");
                assert!(
                    fs::read_to_string(at(target)).unwrap().contains("CFW403"),
                    "{link}"
                );
            }
        }
    }

    #[test]
    fn a_pipe_is_written_to() {
        let folder = folder(&[("a.py", WRONG)]);
        let pipe = folder.path().join("pipe");
        let made = StdCommand::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        for as_format in [false, true] {
            let reader = pipe.clone();
            let reader = std::thread::spawn(move || fs::read_to_string(reader).unwrap());
            write(folder.path(), "pipe", as_format);
            assert!(reader.join().unwrap().contains("CFW403"));
            assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        }
    }

    #[test]
    fn a_file_keeps_its_permissions_and_a_new_one_gets_the_usual_ones() {
        let folder = folder(&[("a.py", WRONG), ("known.txt", "")]);
        let at = |name: &str| folder.path().join(name);
        fs::set_permissions(at("known.txt"), PermissionsExt::from_mode(0o640)).unwrap();
        let before = fs::metadata(at("known.txt")).unwrap().ino();
        write(folder.path(), "known.txt", false);
        write(folder.path(), "new.txt", false);
        assert_eq!(mode(&at("known.txt")), 0o640);
        assert_eq!(mode(&at("new.txt")), mode(&at("a.py")));
        // It was replaced as a whole.
        assert_ne!(fs::metadata(at("known.txt")).unwrap().ino(), before);
    }
}

#[test]
fn a_folder_is_no_file() {
    let folder = folder(&[("a.py", WRONG), ("out/old.txt", "old")]);
    let said = crate::stderr(&mut check(folder.path(), &["-o", "out"]), 2);
    assert!(said.contains("cannot write out"), "{said}");
}

#[test]
fn differences_hold_what_files_hold() {
    let ends = |text: &str, end: &str| text.replace('\n', end);
    let texts = [
        ends(WRONG, "\r\n"),
        ends(WRONG, "\r\n").replace("SELECT 1", "a\u{b}\u{c}b"),
        WRONG.trim_end().to_owned(),
        format!("\u{feff}{WRONG}"),
        format!("{WRONG}x = 1\r"),
    ];
    for text in texts {
        let folder = folder(&[("pkg/a.py", &text)]);
        let difference = stdout(&mut check(folder.path(), &["--diff", "-q"]), 1);
        check(folder.path(), &["--fix", "-q"]).assert().code(0);
        let fixed = fs::read_to_string(folder.path().join("pkg/a.py")).unwrap();
        fs::write(folder.path().join("pkg/a.py"), &text).unwrap();
        fs::write(folder.path().join("a.patch"), &difference).unwrap();
        let mut git = StdCommand::new("git");
        git.args(["apply", "-p0", "a.patch"])
            .current_dir(folder.path());
        git.env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap());
        assert!(git.status().unwrap().success(), "{difference:?}");
        let applied = fs::read_to_string(folder.path().join("pkg/a.py")).unwrap();
        assert_eq!(applied, fixed, "{difference:?}");
        assert_ne!(applied, text);
    }
}

#[test]
fn what_explains_a_finding_from_afar_is_drawn_apart() {
    let drawn = |lines: usize| {
        let between = "    print(row)\n".repeat(lines);
        let text = WRONG.replace("    return", &format!("{between}    return"));
        let folder = folder(&[("a.py", &text)]);
        stdout(&mut check(folder.path(), &[]), 1)
    };
    let (near, far) = (drawn(20), drawn(2_000));
    assert!(!near.contains("::: a.py:3:"), "{near}");
    assert!(far.contains(" --> a.py:2004:"), "{far}");
    assert!(far.contains("::: a.py:3:"), "{far}");
    assert_eq!(far.matches("await env.DB").count(), 1, "{far}");
}
