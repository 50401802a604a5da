//! Labelled repositories at the commits they were labelled at, taken from bare clones.

use std::{
    fs,
    io::{BufRead, BufReader, Seek, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail, ensure};
use regex::Regex;
use serde::Deserialize;

/// What no label is about: other people's code.
const LEFT_OUT: &str = r"(^|/)(node_modules|python_modules|\.venv|venv|__pycache__)/|vendor/.*site-packages/|migrations/versions/";
/// What the checker reads besides Python.
const CONFIGURATION: &str = r"(^|/)(wrangler[^/]*\.(toml|jsonc|json)|pyproject\.toml|uv\.lock|requirements[^/]*\.txt)$|\.wd-test$";

/// A row of `repos.tsv`.
#[derive(Debug, Deserialize)]
struct Repository {
    /// As the labels name it: owner, name, and perhaps a tag.
    name: String,
    repository: String,
    commit: String,
    /// Patterns of the paths that were read, separated by spaces.
    include: String,
}

/// Writes the files of every repository of a table that is among the clones below `into`, a folder for each.
///
/// What was written before is kept as long as the table asks for the same.
pub fn export(table: &Path, mirror: &Path, into: &Path) -> anyhow::Result<()> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .from_path(table)
        .with_context(|| format!("cannot read {}", table.display()))?;
    for row in reader.deserialize() {
        let row: Repository = row.with_context(|| format!("in {}", table.display()))?;
        let clone = mirror
            .join(row.repository.replacen('/', "+", 1))
            .join("repo");
        if !clone.is_dir() {
            eprintln!("not among the clones: {}", row.repository);
            continue;
        }
        let folder = into.join(folder_name(&row.name));
        let done = folder.join(".exported");
        let wanted = format!("{} {}\n", row.commit, row.include);
        if fs::read_to_string(&done).is_ok_and(|known| known == wanted) {
            continue;
        }
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        let count = row
            .export(&clone, &folder)
            .with_context(|| format!("cannot export {}", row.name))?;
        fs::write(&done, wanted)?;
        eprintln!("exported {}: {count} files", row.name);
    }
    Ok(())
}

/// The folder of a repository.
pub fn folder_name(repository: &str) -> String {
    repository.replacen('/', "__", 1)
}

impl Repository {
    fn export(&self, clone: &Path, folder: &Path) -> anyhow::Result<usize> {
        let paths = self.paths(clone)?;
        let mut wanted = tempfile::tempfile()?;
        for path in &paths {
            writeln!(wanted, "{}:{path}", self.commit())?;
        }
        wanted.rewind()?;
        let mut git = git(clone)
            .args(["cat-file", "--batch"])
            .stdin(wanted)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run `git cat-file`")?;
        let output = git.stdout.take().context("`git cat-file` has no output")?;
        let mut output = BufReader::new(output);
        for path in &paths {
            let target = inside(folder, path)?;
            let text = next_blob(&mut output).with_context(|| path.clone())?;
            fs::create_dir_all(target.parent().unwrap_or(folder))?;
            fs::write(target, text)?;
        }
        drop(output);
        let status = git.wait()?;
        ensure!(status.success(), "`git cat-file` failed: {status}");
        Ok(paths.len())
    }

    fn commit(&self) -> &str {
        match &*self.commit {
            "" => "HEAD",
            commit => commit,
        }
    }

    /// The files that the labels may be about.
    fn paths(&self, clone: &Path) -> anyhow::Result<Vec<String>> {
        let left_out = Regex::new(LEFT_OUT)?;
        let configuration = Regex::new(CONFIGURATION)?;
        let include = self.include.split_whitespace().map(Regex::new);
        let include = include.collect::<Result<Vec<Regex>, _>>()?;
        let output = git(clone)
            .args(["ls-tree", "-r", "--name-only", "-z", self.commit()])
            .output()
            .context("cannot run `git ls-tree`")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`git ls-tree` failed: {}", said.trim_end());
        }
        let listed = String::from_utf8_lossy(&output.stdout);
        let read = |path: &&str| {
            let text = path.ends_with(".py") || configuration.is_match(path);
            let odd = path.is_empty() || path.contains('\n') || left_out.is_match(path);
            text && !odd && include.iter().any(|pattern| pattern.is_match(path))
        };
        Ok(listed.split('\0').filter(read).map(str::to_owned).collect())
    }
}

fn git(clone: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("--git-dir").arg(clone);
    command
}

/// A path below a folder, which a hostile repository cannot lead out of it.
fn inside(folder: &Path, path: &str) -> anyhow::Result<PathBuf> {
    let relative = Path::new(path);
    let plain = relative
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)));
    ensure!(plain, "`{path}` leads out of the repository");
    Ok(folder.join(relative))
}

/// The next file in the output of `git cat-file --batch`: `<hash> blob <size>`, a line feed, the bytes, a line feed.
fn next_blob(output: &mut impl BufRead) -> anyhow::Result<Vec<u8>> {
    let mut header = String::new();
    output.read_line(&mut header)?;
    let mut words = header.split_whitespace();
    let (_, kind, size) = (words.next(), words.next(), words.next());
    let size = size.and_then(|size| size.parse::<usize>().ok());
    let (Some("blob"), Some(size)) = (kind, size) else {
        bail!("expected a file, found `{}`", header.trim_end());
    };
    let mut bytes = vec![0; size];
    output.read_exact(&mut bytes)?;
    output.read_exact(&mut [0])?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_file_after_the_other() -> anyhow::Result<()> {
        let mut output: &[u8] = b"aa blob 3\nx\ny\nbb blob 0\n\ncc missing\n";
        assert_eq!(next_blob(&mut output)?, b"x\ny");
        assert_eq!(next_blob(&mut output)?, b"");
        assert!(next_blob(&mut output).is_err());
        Ok(())
    }

    #[test]
    fn stays_inside() {
        let folder = Path::new("out");
        assert!(inside(folder, "src/main.py").is_ok());
        assert!(inside(folder, "../main.py").is_err());
        assert!(inside(folder, "/etc/main.py").is_err());
    }
}
