//! How much a word tells apart what is asked from everything else that could be asked of any program.
//!
//! How rare a word is among the gotchas says which of them is meant, and nothing about whether one is: `list` and `sort` are
//! rare there and everywhere else common. That is told by two lists of words, kept as text beside this file.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::stop_words::is_stop_word;

const COMMON_WORDS: &str = include_str!("common-words.txt");
const ELSEWHERE: &str = include_str!("elsewhere.txt");

/// How much a word tells that any question could have.
const COMMON: f32 = 0.35;

/// How much a stop word tells, where a query has nothing else.
const SILENT: f32 = 0.02;

/// How much a word tells that is in none of the lists.
const TELLING: f32 = 1.0;

/// How much the name of another language or platform tells: that the question is about that one.
const FOREIGN: f32 = 3.0;

/// How much a word in lower case tells.
pub(crate) fn tells(word: &str) -> f32 {
    static WORDS: OnceLock<FxHashMap<&str, f32>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let common = listed(COMMON_WORDS).map(|word| (word, COMMON));
        let foreign = listed(ELSEWHERE).map(|word| (word, FOREIGN));
        common.chain(foreign).collect()
    });
    if is_stop_word(word) {
        return SILENT;
    }
    let number = word.bytes().all(|byte| byte.is_ascii_digit());
    let mut bases = bases(word).filter_map(|base| words.get(base.as_str()).copied());
    let told = words.get(word).copied().or_else(|| bases.next());
    told.unwrap_or(if number { COMMON } else { TELLING })
}

/// What a word may be an inflection of: `crashing` of `crash`, `stopped` of `stop`, `saved` of `save`, `entries` of `entry`.
fn bases(word: &str) -> impl Iterator<Item = String> {
    let endings = [
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
        ("er", ""),
        ("er", "e"),
    ];
    let cut = endings.into_iter().filter_map(move |(ending, instead)| {
        let stem = word.strip_suffix(ending).filter(|stem| stem.len() > 2)?;
        Some(format!("{stem}{instead}"))
    });
    cut.flat_map(|base| {
        let mut letters = base.bytes().rev();
        let doubled = letters.next() == letters.next();
        let shorter = doubled.then(|| base.chars().take(base.chars().count() - 1).collect());
        [Some(base), shorter]
    })
    .flatten()
}

/// The words of a list; a line that begins with `#` is a comment.
fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_tell_little_and_other_platforms_much() {
        assert!(tells("file") < tells("cookie") && tells("cookie") < tells("kubernetes"));
        assert_eq!(tells("crashing"), tells("crash"));
        assert_eq!(tells("stopped"), tells("stop"));
        assert_eq!(tells("404"), tells("file"));
    }

    #[test]
    fn the_lists_hold_words_in_lower_case() {
        for word in listed(COMMON_WORDS).chain(listed(ELSEWHERE)) {
            assert_eq!(word, word.to_lowercase());
        }
    }
}
