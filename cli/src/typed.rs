//! What was typed, put in the order that `clap` reads: users of ruff type some options of `check` before it, and keep others in
//! files.

use std::{collections::VecDeque, ffi::OsString, fs, path::Path};

use anyhow::Context;

/// The command whose options these are.
const CHECK: &str = "check";

/// Moves options of `check` that stand before it behind it, and puts the lines of `@FILE` in its place. What is typed for
/// other commands stays as it is.
///
/// # Errors
/// A file that cannot be read.
pub fn arranged(typed: Vec<OsString>) -> anyhow::Result<Vec<OsString>> {
    let mut rest: VecDeque<OsString> = typed.iter().cloned().collect();
    let mut front: Vec<OsString> = rest.pop_front().into_iter().collect();
    let mut moved = Vec::new();
    while let Some(word) = rest.pop_front() {
        match word.to_str() {
            Some(CHECK) => {
                front.push(word);
                front.extend(moved);
                front.extend(expanded(rest)?);
                return Ok(front);
            }
            Some("--config") => {
                moved.push(word);
                moved.extend(rest.pop_front());
            }
            Some("--gotchas" | "--color") => {
                front.push(word);
                front.extend(rest.pop_front());
            }
            Some(option) if is_of_check(option) => moved.push(word),
            Some(option) if option.starts_with('-') => front.push(word),
            Some(name)
                if name
                    .strip_prefix('@')
                    .is_some_and(|file| Path::new(file).is_file()) =>
            {
                for line in lines(&name[1..])?.into_iter().rev() {
                    rest.push_front(line);
                }
            }
            _ => break,
        }
    }
    Ok(typed)
}

fn is_of_check(option: &str) -> bool {
    let whole = [
        "-q",
        "--quiet",
        "-s",
        "--silent",
        "-v",
        "--verbose",
        "--isolated",
    ];
    whole.contains(&option) || option.starts_with("--config=")
}

/// The words with the lines of files in place of `@FILE`; behind `--` there are only paths.
fn expanded(words: VecDeque<OsString>) -> anyhow::Result<Vec<OsString>> {
    let mut all = Vec::new();
    let mut words = words.into_iter();
    for word in words.by_ref() {
        let file = word.to_str().and_then(|word| word.strip_prefix('@'));
        match file {
            Some(file) => all.extend(lines(file)?),
            None => all.push(word),
        }
        if all.last().is_some_and(|last| last == "--") {
            break;
        }
    }
    all.extend(words);
    Ok(all)
}

fn lines(file: &str) -> anyhow::Result<Vec<OsString>> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read arguments from {file}"))?;
    let lines = text.lines().filter(|line| !line.is_empty());
    Ok(lines.map(OsString::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arranged(typed: &str) -> String {
        let words = typed.split(' ').map(OsString::from).collect();
        let words = super::arranged(words).unwrap();
        let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
        words.join(" ")
    }

    #[test]
    fn options_of_check_may_stand_before_it() {
        assert_eq!(arranged("gotchas -q check a.py"), "gotchas check -q a.py");
        assert_eq!(
            arranged("gotchas --config x.toml --color never --isolated check"),
            "gotchas --color never check --config x.toml --isolated"
        );
    }

    #[test]
    fn other_commands_are_left_alone() {
        for typed in [
            "gotchas -q search check",
            "gotchas search @here",
            "gotchas",
            "gotchas --help",
        ] {
            assert_eq!(arranged(typed), typed);
        }
    }

    #[test]
    fn arguments_may_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("args.txt");
        fs::write(&file, "check\n--select\nCFW4\n").unwrap();
        let typed = format!("gotchas @{} -q -- @a.py", file.display());
        assert_eq!(arranged(&typed), "gotchas check --select CFW4 -q -- @a.py");
        let words = ["gotchas", "check", "@nowhere.txt"].map(OsString::from);
        assert!(super::arranged(words.to_vec()).is_err());
    }
}
