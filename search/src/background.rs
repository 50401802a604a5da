//! How much a word tells apart what is asked from everything else that could be asked of any program.
//!
//! How rare a word is among the gotchas says which of them is meant, and nothing about whether one is: `list` and `sort` are
//! rare there and everywhere else common. That is told by two lists of words, kept as text beside this file.

use std::cmp::Ordering;

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
    if is_stop_word(word) {
        return SILENT;
    }
    let number = word.bytes().all(|byte| byte.is_ascii_digit());
    let mut bases = bases(word).filter_map(|base| listed(&base));
    let told = listed(word).or_else(|| bases.next());
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

/// How much a word tells that is in one of the lists.
fn listed(word: &str) -> Option<f32> {
    if has_line(ELSEWHERE, word) {
        return Some(FOREIGN);
    }
    has_line(COMMON_WORDS, word).then_some(COMMON)
}

/// Whether a line is among those of a sorted text. Most programs ask for a few words and end: no table is worth its making.
fn has_line(mut text: &str, line: &str) -> bool {
    while !text.is_empty() {
        let bytes = text.as_bytes();
        let middle = bytes.len() / 2;
        let start = bytes[..middle].iter().rposition(|&one| one == b'\n');
        let start = start.map_or(0, |at| at + 1);
        let end = bytes[middle..].iter().position(|&one| one == b'\n');
        let end = end.map_or(bytes.len(), |at| middle + at);
        match line.cmp(&text[start.min(end)..end]) {
            Ordering::Equal => return true,
            Ordering::Less => text = &text[..start],
            Ordering::Greater => text = text.get(end + 1..).unwrap_or_default(),
        }
    }
    false
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
    fn the_lists_hold_sorted_words_in_lower_case() {
        for list in [COMMON_WORDS, ELSEWHERE] {
            assert!(list.lines().is_sorted());
            for word in list.lines().filter(|line| !line.starts_with('#')) {
                assert_eq!(word, word.to_lowercase());
                assert!(has_line(list, word), "{word}");
                assert!(!has_line(list, &format!("{word}~")), "{word}");
            }
        }
        assert!(!has_line(COMMON_WORDS, "") && !has_line("", "a"));
    }
}
