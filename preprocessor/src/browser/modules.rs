//! The scripts that a page loads once a reader wants to see an example run, those of the harness among them.

use sha2::{Digest, Sha256};

/// Folder of the scripts in the site.
const FOLDER: &str = "run";

/// The script that a page imports, below the folder that [`modules`] gives.
pub(crate) const RUNNER: &str = "browser/runner.mjs";

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../../runtime/", $path)))),*]
    };
}

/// They import each other by these paths.
const FILES: [(&str, &str); 10] = files![
    "browser/runner.mjs",
    "browser/interpreter.mjs",
    "browser/worker.mjs",
    "browser/peer.mjs",
    "browser/wording.mjs",
    "harness/actions.mjs",
    "harness/case.mjs",
    "harness/printed.mjs",
    "harness/received.mjs",
    "harness/timed-out.mjs",
];

/// What they load, which is no script.
const PRELUDE: (&str, &str) = (
    "harness/prelude.py",
    include_str!("../../../runtime/harness/prelude.py"),
);

/// The folder, whose name tells the content so that it can be cached for good, and the files with their paths from the root
/// of the site.
pub(crate) fn modules() -> (String, Vec<(String, Vec<u8>)>) {
    let all = || FILES.into_iter().chain([PRELUDE]);
    let mut hash = Sha256::new();
    for (path, text) in all() {
        hash.update(path);
        hash.update([0]);
        hash.update(text);
        hash.update([0]);
    }
    let short: String = hash.finalize()[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let folder = format!("{FOLDER}/{short}");
    let files = all()
        .map(|(path, text)| (format!("{folder}/{path}"), text.as_bytes().to_vec()))
        .collect();
    (folder, files)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn whatever_a_script_imports_is_written_too() {
        let (folder, files) = modules();
        let paths: HashSet<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert!(paths.contains(format!("{folder}/{RUNNER}").as_str()));
        for (path, text) in FILES {
            let own = path.split('/').next().unwrap_or_default();
            for line in text.lines().filter(|line| line.contains(" from '")) {
                let named = line.split('\'').nth(1).unwrap_or_default();
                let target = match named.strip_prefix("../") {
                    Some(other) => format!("{folder}/{other}"),
                    None => format!("{folder}/{own}/{}", named.trim_start_matches("./")),
                };
                assert!(paths.contains(target.as_str()), "{path} imports {named}");
            }
        }
    }
}
