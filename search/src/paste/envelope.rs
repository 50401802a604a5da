//! Finds the messages inside JSON log records.

use serde_json::Value;

use super::line::exception_in;

/// What every traceback of Python begins with.
const TRACEBACK: &str = "Traceback (most recent call last)";

/// Text that looked like JSON and was not is scanned again as lines; after this many bytes of it, everything is lines.
const WASTE: usize = 4 << 20;

/// Members that describe a log record rather than what happened.
const ENVELOPE: [&str; 26] = [
    "timestamp",
    "eventtimestamp",
    "time",
    "ts",
    "date",
    "level",
    "severity",
    "outcome",
    "scriptname",
    "scriptversion",
    "url",
    "method",
    "headers",
    "cf",
    "id",
    "rayid",
    "requestid",
    "colo",
    "cputime",
    "walltime",
    "dispatchnamespace",
    "entrypoint",
    "useragent",
    "logger",
    "hostname",
    "pid",
];

/// The lines of a text; a JSON record in it is replaced by the lines of the messages it carries, its exceptions last.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    let mut waste = 0;
    while !rest.is_empty() {
        let line_end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = &rest[..line_end];
        if let Some(start) = record_start(line).filter(|_| waste < WASTE) {
            let mut records =
                serde_json::Deserializer::from_str(&rest[start..]).into_iter::<Value>();
            match records.next() {
                Some(Ok(record)) => {
                    let before = lines.len();
                    unwrap(&record, &mut lines);
                    if lines.len() == before {
                        lines.push(line.trim_end().to_owned());
                    }
                    rest = &rest[start + records.byte_offset()..];
                    continue;
                }
                Some(Err(error)) => waste += read_until(&rest[start..], error.line()),
                None => {}
            }
        }
        lines.extend(unescaped(line.trim_end()));
        rest = &rest[line_end..];
    }
    lines
}

/// How many bytes the first `lines` lines have: what the parser read before it gave up.
fn read_until(text: &str, lines: usize) -> usize {
    text.split_inclusive('\n').take(lines).map(str::len).sum()
}

/// Where a JSON object, or an array of objects, starts in a line: at its start or after a log prefix.
fn record_start(line: &str) -> Option<usize> {
    let start = line.find(['{', '['])?;
    let opening: String = line[start..]
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(3)
        .collect();
    let record = opening.starts_with("{\"")
        || opening.starts_with("[{")
        || matches!(opening.as_str(), "{" | "[");
    let after_prefix = super::clean::without_prefix(&line[..start]);
    (record && (after_prefix.is_empty() || after_prefix.ends_with(':'))).then_some(start)
}

fn unwrap(record: &Value, lines: &mut Vec<String>) {
    let mut exceptions = Vec::new();
    collect(record, lines, &mut exceptions);
    lines.append(&mut exceptions);
}

fn collect(value: &Value, messages: &mut Vec<String>, exceptions: &mut Vec<String>) {
    match value {
        Value::String(text) => messages.extend(text.lines().map(str::to_owned)),
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, messages, exceptions)),
        Value::Object(members) => {
            if let (Some(Value::String(name)), Some(Value::String(message))) =
                (members.get("name"), members.get("message"))
            {
                exceptions.extend(format!("{name}: {message}").lines().map(str::to_owned));
                return;
            }
            for (key, member) in members {
                let key = key.to_ascii_lowercase().replace(['_', '-'], "");
                if ENVELOPE.contains(&key.as_str()) {
                    continue;
                }
                if ["exc", "err", "stack"]
                    .iter()
                    .any(|part| key.contains(part))
                {
                    let mut inner = Vec::new();
                    collect(member, &mut inner, exceptions);
                    exceptions.append(&mut inner);
                } else {
                    collect(member, messages, exceptions);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The lines of a traceback that a logger wrote on one line, with `\n` spelled out or with nothing between them.
fn unescaped(line: &str) -> Vec<String> {
    if !(line.contains(TRACEBACK) || line.contains("File \"") && line.contains("\", line ")) {
        return vec![line.to_owned()];
    }
    if line.contains("\\n") {
        let plain = line.replace("\\\"", "\"").replace("\\'", "'");
        return plain.split("\\n").map(str::to_owned).collect();
    }
    unfolded(line)
}

/// Cuts a traceback that lost its line breaks before each frame, each exception and each frame of JavaScript. Where nothing
/// took the place of the line breaks, an exception begins in the middle of a word.
fn unfolded(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut words = line.split(' ').filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let frame = word == "File" && next.starts_with('"');
        let javascript = word == "at" && next.contains(':');
        let last = lines.last_mut().expect("there is always a line");
        let (before, from) = match frame || javascript {
            true => ("", Some(word)),
            false => match exception_in(word) {
                Some(at) => (&word[..at], Some(&word[at..])),
                None => (word, None),
            },
        };
        if !before.is_empty() {
            last.push(' ');
            last.push_str(before);
        }
        // The code of a frame stands behind it, and what follows is none.
        lines.extend(from.filter(|_| !frame).map(|_| String::new()));
        lines.extend(from.map(str::to_owned));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_record_gives_its_logs_and_then_its_exceptions() {
        let record = r#"{"outcome":"exception","scriptName":"w","exceptions":[{"name":"PythonError","message":"Traceback\nTypeError: x","timestamp":1}],
            "logs":[{"message":["before"],"level":"log","timestamp":1}],"eventTimestamp":1,"event":{"request":{"url":"https://a.b/c","method":"GET"}}}"#;
        assert_eq!(
            lines(record),
            ["before", "PythonError: Traceback", "TypeError: x"]
        );
    }

    #[test]
    fn records_after_a_prefix_and_between_lines_are_found() {
        let text = "start\n2026-11-23T10:00:00Z {\"level\":\"error\",\"msg\":\"boom\"}\nend";
        assert_eq!(lines(text), ["start", "boom", "", "end"]);
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        for text in [
            "{'a': 1}",
            "{\"a\":",
            "[1, 2]",
            "x = {\"method\": \"POST\"",
            "{{ template }}",
        ] {
            assert_eq!(lines(text), [text]);
        }
    }

    #[test]
    fn a_traceback_on_one_line_is_split() {
        let text = r#"Traceback (most recent call last):\n  File \"a.py\", line 1\nTypeError: x"#;
        assert_eq!(lines(text).last().unwrap(), "TypeError: x");
    }

    #[test]
    fn a_traceback_without_line_breaks_is_cut() {
        let text = "Uncaught Error: PythonError: Traceback (most recent call last): File \"/lib/_base.py\", line 629, in f \
            res = g(x) File \"entry.py\", line 1, in <module> import a ModuleNotFoundError: No module named 'a' \
            at pyodide-internal:generated/pyodide.asm:20:9998 in new_error";
        let lines = lines(text);
        assert!(
            lines.contains(&"ModuleNotFoundError: No module named 'a'".to_owned()),
            "{lines:?}"
        );
    }

    #[test]
    fn an_exception_may_be_glued_to_the_code_before_it() {
        let text = "Traceback (most recent call last):  File \"entry.py\", line 3, in fetch    kv = self.env.CACHEAttributeError: CACHE";
        assert_eq!(lines(text).last().unwrap(), "AttributeError: CACHE");
        let frame = "File \"entry.py\", line 3, in fetch    f(xs)TypeError: 'x' object";
        assert_eq!(lines(frame).last().unwrap(), "TypeError: 'x' object");
    }

    #[test]
    fn hostile_brackets_take_no_time() {
        let text = "{\"a\":\n".repeat(100_000);
        assert_eq!(lines(&text).len(), 100_000);
    }
}
