//! How much a word says about what is asked, before anything is known about the gotchas.

/// Words that say nothing. Sorted. Keywords of Python that name a problem here (`await`, `async`, `global`, `none`) are
/// not among them.
const STOP_WORDS: [&str; 108] = [
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "anyone", "are", "as",
    "at", "be", "because", "been", "being", "but", "by", "came", "can", "come", "could", "did",
    "didnt", "do", "does", "doesnt", "doing", "done", "dont", "for", "from", "get", "gets",
    "getting", "give", "gives", "got", "had", "has", "have", "help", "here", "how", "i", "if",
    "im", "in", "into", "is", "isnt", "it", "its", "ive", "just", "keep", "keeps", "like", "may",
    "me", "my", "need", "no", "of", "on", "or", "our", "please", "say", "says", "should", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "to", "try", "trying", "use", "used", "using", "want", "was", "we", "were", "what",
    "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
];

/// Words that every question about trouble has, numbers, and verbs that go with everything. Sorted.
const WEAK_WORDS: [&str; 51] = [
    "able",
    "actually",
    "always",
    "bug",
    "call",
    "called",
    "calling",
    "calls",
    "cause",
    "code",
    "correct",
    "error",
    "errors",
    "even",
    "fail",
    "failed",
    "failing",
    "fails",
    "fix",
    "found",
    "happen",
    "happens",
    "issue",
    "know",
    "make",
    "makes",
    "not",
    "one",
    "problem",
    "properly",
    "return",
    "returned",
    "returning",
    "returns",
    "right",
    "set",
    "sets",
    "setting",
    "several",
    "still",
    "support",
    "supports",
    "supposed",
    "three",
    "two",
    "way",
    "work",
    "working",
    "works",
    "wrong",
    "yet",
];

/// Words of which the messages of Python itself are made, and its own exceptions: they say what kind of failure it is,
/// not whose. Sorted.
const MESSAGE_WORDS: [&str; 50] = [
    "argument",
    "attribute",
    "attributeerror",
    "cannot",
    "cant",
    "container",
    "defined",
    "directory",
    "exception",
    "expected",
    "file",
    "import",
    "importerror",
    "index",
    "invalid",
    "iterable",
    "keyerror",
    "len",
    "missing",
    "module",
    "modulenotfounderror",
    "name",
    "named",
    "nameerror",
    "no",
    "object",
    "open",
    "operationalerror",
    "oserror",
    "positional",
    "properties",
    "range",
    "read",
    "reading",
    "runtimeerror",
    "runtimewarning",
    "serializable",
    "start",
    "state",
    "statement",
    "subscriptable",
    "such",
    "supported",
    "takes",
    "type",
    "typeerror",
    "unable",
    "unsupported",
    "value",
    "valueerror",
];

/// Python's own types: a message about a value of one is about any program. Sorted.
const PYTHON_TYPES: [&str; 16] = [
    "bool",
    "bytes",
    "dict",
    "float",
    "function",
    "generator",
    "int",
    "list",
    "method",
    "module",
    "nonetype",
    "object",
    "set",
    "str",
    "tuple",
    "type",
];

/// How much a word counts in an error message that any program could show.
const COMMON: f32 = 0.5;

/// How much a weak word counts.
const WEAK: f32 = 0.35;

/// How much a word counts, from 0 to 1. What is written in capitals (`GET`, `NOT NULL`) is meant.
pub(crate) fn worth(term: &str, written: &str) -> f32 {
    let capitals = written.len() > 1 && written.bytes().all(|byte| byte.is_ascii_uppercase());
    if capitals {
        return 1.0;
    }
    let letter = term.len() == 1 && term.is_ascii();
    if letter || is_stop_word(term) {
        return 0.0;
    }
    if WEAK_WORDS.binary_search(&term).is_ok() {
        WEAK
    } else {
        1.0
    }
}

/// How much a piece of an error message tells, from 0 to 1.
pub(crate) fn commonness(piece: &str) -> f32 {
    if MESSAGE_WORDS.binary_search(&piece).is_ok() {
        COMMON
    } else {
        1.0
    }
}

/// Whether a name in lower case is one of Python's own types.
pub(crate) fn is_python_type(name: &str) -> bool {
    PYTHON_TYPES.binary_search(&name).is_ok()
}

/// Whether a word in lower case says nothing about what is asked.
pub(crate) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(
            STOP_WORDS.is_sorted()
                && WEAK_WORDS.is_sorted()
                && MESSAGE_WORDS.is_sorted()
                && PYTHON_TYPES.is_sorted()
        );
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
    }

    #[test]
    fn capitals_are_meant() {
        assert_eq!(worth("get", "get"), 0.0);
        assert_eq!(worth("get", "GET"), 1.0);
        assert_eq!(worth("none", "None"), 1.0);
    }
}
