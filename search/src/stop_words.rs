//! Words that say nothing about what is asked.

/// Sorted. Keywords of Python that name a problem here (`await`, `async`, `global`, `none`) are not among them.
const STOP_WORDS: [&str; 107] = [
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "anyone", "are", "as",
    "at", "be", "because", "been", "being", "but", "by", "came", "can", "come", "could", "did",
    "didnt", "do", "does", "doesnt", "doing", "done", "dont", "for", "from", "get", "gets",
    "getting", "give", "gives", "got", "had", "has", "have", "help", "here", "how", "i", "if",
    "im", "in", "into", "is", "isnt", "it", "its", "ive", "just", "keep", "keeps", "like", "may",
    "me", "my", "need", "no", "of", "on", "or", "our", "please", "say", "says", "should", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "to", "try", "trying", "use", "used", "using", "want", "was", "we", "were", "what",
    "when", "where", "which", "while", "why", "will", "with", "would", "you", "your",
];

/// Whether a word in lower case says nothing about what is asked.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(!is_stop_word("none"));
    }
}
