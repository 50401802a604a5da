//! Comments that are meant to allow something and cannot be read.

use std::sync::Arc;

use gotchas_checker::{Checker, InvalidSuppression};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::sources::Sources;
use crate::terminal;

/// Says on standard error which there are, as ruff does.
pub fn print(sources: &Sources, checker: &Checker) {
    let files = sources.checked();
    let suspects = files.into_iter().filter(|file| may_hold_one(&file.text));
    let suspects: Vec<_> = suspects.collect();
    let texts: Vec<Arc<str>> = suspects.iter().map(|file| Arc::clone(&file.text)).collect();
    let texts = texts.par_iter();
    let found: Vec<Vec<InvalidSuppression>> = texts
        .map(|text| checker.invalid_suppressions(text))
        .collect();
    for (file, invalid) in suspects.iter().zip(found) {
        for one in invalid {
            let path = file.path.display();
            let row = file.position(one.at).line;
            let (what, reason) = (one.what, one.reason);
            terminal::note(&format!("warning: {what} on {path}:{row}: {reason}"));
        }
    }
}

/// Whether a directive with something behind it stands in a file, perhaps in a text. Most files hold none and are not parsed.
fn may_hold_one(text: &str) -> bool {
    let mut comments = text.match_indices('#').map(|(at, _)| &text[at + 1..]);
    comments.any(|comment| {
        let line = comment.split(['\n', '\r']).next().unwrap_or_default();
        let line = line.trim_start().as_bytes();
        let starts = |keyword: &[u8]| {
            let head = line.get(..keyword.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(keyword))
        };
        starts(b"gotchas:") || starts(b"flake8") || starts(b"noqa") && line.len() > b"noqa".len()
    })
}
