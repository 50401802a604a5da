//! Takes off what terminals, loggers and dashboards put around a message.

use std::borrow::Cow;

/// Levels as loggers write them; an exception is never written like this.
const LEVELS: [&str; 9] = [
    "ERROR", "WARNING", "WARN", "INFO", "DEBUG", "CRITICAL", "FATAL", "TRACE", "LOG",
];

/// What the brackets in front of a log line start with.
const TAGS: [&str; 8] = [
    "wrangler",
    "mf:",
    "miniflare",
    "pywrangler",
    "error",
    "warn",
    "info",
    "debug",
];

/// Signs in front of a line: of wrangler, of a quotation, of an exception group, of pytest.
const SIGNS: [char; 11] = ['|', '│', '┃', '>', '✘', '▲', '⎔', '·', '•', '✖', '⨯'];

/// Text without the escape sequences of terminals: colours, cursor movements, titles and links.
pub(super) fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{1b}', '\u{9b}', '\r', '\u{8}']) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\u{1b}', '\u{9b}', '\r', '\u{8}']) {
        clean.push_str(&rest[..at]);
        rest = after_escape(&rest[at..]);
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

/// What follows the escape sequence or control character at the start of `text`.
fn after_escape(text: &str) -> &str {
    let mut chars = text.chars();
    let kind = match chars.next() {
        Some('\u{9b}') => '[',
        Some('\u{1b}') => chars.next().unwrap_or(' '),
        _ => return chars.as_str(),
    };
    let body = chars.as_str();
    match kind {
        '[' => body
            .find(|c: char| ('@'..='~').contains(&c))
            .map_or("", |end| &body[end + 1..]),
        // A title or a link ends with BEL or with ESC and a backslash, and never spans lines.
        ']' => {
            let end = body.find(['\u{7}', '\u{1b}', '\n']).unwrap_or(body.len());
            match body[end..].chars().next() {
                Some('\u{7}') => &body[end + 1..],
                Some('\u{1b}') => body[end..].strip_prefix("\u{1b}\\").unwrap_or(&body[end..]),
                _ => &body[end..],
            }
        }
        _ => body,
    }
}

/// Whether a tool or a logger wrote a line, by what it put in front of it.
pub(super) fn is_logged(line: &str) -> bool {
    let line = line.trim();
    let first = line.split_whitespace().next().unwrap_or_default();
    let sign = line.starts_with(['⎔', '✘', '▲']);
    sign || bracketed(line).is_some()
        || container(line).is_some()
        || without_level(line).is_some()
        || (is_time(first) && first.contains([':', '/']) | first.contains('-'))
}

/// A line without the time, the level, the tag and the box signs in front of it.
pub(super) fn without_prefix(line: &str) -> &str {
    let mut rest = line.trim();
    loop {
        let shorter = strip_once(rest);
        if shorter.len() == rest.len() {
            return rest;
        }
        rest = shorter;
    }
}

fn strip_once(line: &str) -> &str {
    if let Some(rest) = line.strip_prefix(SIGNS).or_else(|| group_rule(line)) {
        return rest.trim_start();
    }
    if let Some(rest) = bracketed(line).or_else(|| container(line)) {
        return rest.trim_start();
    }
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    if is_time(first) {
        return rest
            .trim_start()
            .trim_start_matches(['-', '—'])
            .trim_start();
    }
    without_level(line).unwrap_or(line)
}

/// `+---------------- 1 ----------------`, between the parts of an exception group.
fn group_rule(line: &str) -> Option<&str> {
    line.strip_prefix("+-")
        .map(|rest| rest.trim_start_matches(['-', '+']))
}

/// `[wrangler:err] …`, `[ERROR] …`, `[12:30:59.123] …`, `(error) …`, `##[error]…`.
fn bracketed(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('#');
    let close = match line.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let end = line.find(close).filter(|end| *end < 48)?;
    let tag = line[1..end].trim().to_ascii_lowercase();
    let known = TAGS.iter().any(|known| tag.starts_with(known))
        || tag == "log"
        || is_time(tag.split(' ').next()?);
    known.then(|| line[end + 1..].trim_start_matches(':'))
}

/// `worker-1  | …`, as docker compose prefixes its containers' lines.
fn container(line: &str) -> Option<&str> {
    let (name, rest) = line.split_once(" |")?;
    let name = name.trim_end();
    let plain = !name.is_empty()
        && name.len() <= 32
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    plain.then_some(rest)
}

/// `2026-11-23T10:11:12.123Z`, `10:11:12,345`, `2026/11/23`, and `AM` or `PM` after it.
fn is_time(word: &str) -> bool {
    let word = word.trim_end_matches([',', ':', ']']);
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let time = word
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"-:./,+TZ".contains(&byte));
    time && digits >= 4 && word.contains([':', '-', '/']) || matches!(word, "AM" | "PM")
}

/// `ERROR: …`, `ERROR - …`, `ERROR:root:…`.
fn without_level(line: &str) -> Option<&str> {
    let level = LEVELS.iter().find(|level| line.starts_with(**level))?;
    let rest = &line[level.len()..];
    if let Some(named) = rest.strip_prefix(':') {
        let logger = named.find(':').filter(|end| {
            named[..*end]
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b"._".contains(&b))
        });
        let rest = logger
            .filter(|end| *end > 0)
            .map_or(named, |end| &named[end + 1..]);
        return Some(rest.trim_start());
    }
    let text = rest.trim_start();
    (text.len() < rest.len()).then(|| text.trim_start_matches(['-', '—', '|']).trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_links_and_titles_go() {
        let text = "\u{1b}[31m✘ \u{1b}[41;31m[\u{1b}[41;97mERROR\u{1b}[0m] \u{1b}]8;;https://x.y\u{1b}\\link\u{1b}]8;;\u{7} end\r\n";
        assert_eq!(without_escapes(text), "✘ [ERROR] link end\n");
        assert_eq!(without_escapes("a\u{1b}"), "a");
        assert_eq!(without_escapes("a\u{1b}[12;"), "a");
    }

    #[test]
    fn prefixes_go_and_messages_stay() {
        for line in [
            "✘ [ERROR] TypeError: x",
            "[wrangler:err] TypeError: x",
            "2026-11-23T10:11:12.123Z\tTypeError: x",
            "[10:11:12.345] [mf:err] TypeError: x",
            "11/23/2026, 10:11:12 AM TypeError: x",
            "ERROR:root:TypeError: x",
            "2026-11-23 10:11:12,345 - ERROR - TypeError: x",
            "worker-1  | TypeError: x",
            "  | TypeError: x",
            "> TypeError: x",
            "  (error) TypeError: x",
            "##[error]TypeError: x",
            "ERROR:    TypeError: x",
        ] {
            assert_eq!(without_prefix(line), "TypeError: x", "{line}");
        }
        for line in [
            "[dict(row) for row in rows]",
            "Error: D1_ERROR: x",
            "10 rows",
            "(await x)",
            "ERRORS everywhere",
        ] {
            assert_eq!(without_prefix(line), line);
        }
    }
}
