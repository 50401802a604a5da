//! Breaking lines at words. Styled text keeps its width; what is longer than a line (URLs, identifiers) stays whole, so
//! that it can be copied.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// Breaks `text` into lines of at most `width` columns. The first starts with `first`, the others with `rest`; no line
/// ends in a space.
pub fn lines(text: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options)
        .into_iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// Like [`lines`], each ended by a line feed and indented by `indent` columns.
pub fn paragraph(text: &str, width: usize, indent: usize) -> String {
    let margin = " ".repeat(indent);
    lines(text, width, &margin, &margin)
        .into_iter()
        .map(|line| line + "\n")
        .collect()
}

/// Puts `indent` spaces before every line that is not empty.
pub fn indented(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    text.lines()
        .map(|line| {
            if line.is_empty() {
                "\n".to_owned()
            } else {
                format!("{margin}{line}\n")
            }
        })
        .collect()
}

/// Columns that `text` takes on a terminal, styling not counted.
pub fn columns(text: &str) -> usize {
    textwrap::core::display_width(text)
}
