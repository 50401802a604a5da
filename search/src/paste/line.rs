//! What a single line of a pasted block is.

use std::ops::Range;

/// The parts of a Worker that say something about the cause when a traceback passes through them.
const RUNTIME_MODULES: [&str; 16] = [
    "asgi",
    "pyodide",
    "_pyodide",
    "webloop",
    "workers",
    "starlette",
    "fastapi",
    "anyio",
    "asyncio",
    "threading",
    "concurrent",
    "sqlite3",
    "subprocess",
    "socket",
    "multiprocessing",
    "zoneinfo",
];

/// How the names of exceptions end.
const EXCEPTIONS: [&str; 9] = [
    "Error",
    "Exception",
    "Warning",
    "ExceptionGroup",
    "Interrupt",
    "Exit",
    "Iteration",
    "NotFound",
    "_ERROR",
];

/// Python's own exceptions, by which the name of one is found that is glued to what stands before it.
const BUILT_IN: [&str; 27] = [
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "ConnectionError",
    "EOFError",
    "FileExistsError",
    "FileNotFoundError",
    "ImportError",
    "IndexError",
    "IsADirectoryError",
    "JsException",
    "KeyError",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "NotADirectoryError",
    "NotImplementedError",
    "OSError",
    "PermissionError",
    "RecursionError",
    "RuntimeError",
    "RuntimeWarning",
    "SyntaxError",
    "TimeoutError",
    "TypeError",
    "ValueError",
];

/// Words of a failure that carries no exception's name.
const ALARMS: [&str; 14] = [
    "error",
    "fail",
    "fatal",
    "cannot",
    "can't",
    "unable",
    "not supported",
    "unsupported",
    "disallowed",
    "denied",
    "never awaited",
    "timed out",
    "hung",
    "invalid",
];

/// What a line of a pasted block is, with the part of it that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line<'t> {
    /// Names an exception: everything from its name on.
    Error(&'t str),
    /// Sounds like a failure.
    Alarm(&'t str),
    /// A frame of a traceback.
    Frame {
        /// Module and function, if the frame is the runtime's and not the user's.
        runtime: Option<String>,
    },
    /// A heading of a traceback, a marker under a frame, a request line, nothing.
    Noise,
    /// Anything else.
    Text(&'t str),
}

/// Classifies a line that has lost its prefix.
pub(super) fn classify(line: &str) -> Line<'_> {
    if is_noise(line) {
        return Line::Noise;
    }
    if let Some(frame) = frame(line) {
        return frame;
    }
    if let Some(at) = exception_at(line) {
        return Line::Error(&line[at..]);
    }
    let lower = line.to_ascii_lowercase();
    if !bytes_literals(line).is_empty() || ALARMS.iter().any(|alarm| lower.contains(alarm)) {
        return Line::Alarm(line);
    }
    Line::Text(line)
}

/// Where the name of an exception starts: `TypeError: …`, `a.b.CustomError`, `x.py:3: RuntimeWarning: …`, `D1_ERROR: …`.
/// JavaScript calls whatever Python raised a `PythonError`; what that was follows.
pub(super) fn exception_at(line: &str) -> Option<usize> {
    let mut at = 0;
    let mut wrapper = None;
    for word in line.split(' ') {
        let start = at + word.len() - word.trim_start_matches(['(', '[', '"', '\'', '`']).len();
        at += word.len() + 1;
        let Some(name) = line[start..].split([' ', ':', ')', '`']).next() else {
            continue;
        };
        let follows = &line[start + name.len()..];
        let alone = start == 0 && follows.is_empty() && name.len() > "Exception".len();
        let named = follows.starts_with(": ") || follows == ":" || alone;
        match named && is_exception(name) {
            true if name == "PythonError" => wrapper = wrapper.or(Some(start)),
            true => return Some(start),
            false => {}
        }
    }
    wrapper
}

/// Where in a word without spaces the name of an exception begins that its colon ends, also behind other letters:
/// `xRuntimeError:`, `rows)sqlite3.OperationalError:`.
pub(super) fn exception_in(word: &str) -> Option<usize> {
    let text = word.strip_suffix(':')?;
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let start = text.trim_end_matches(of_name).len();
    let built_in = BUILT_IN.iter().filter(|name| text.ends_with(**name));
    let built_in = built_in.map(|name| text.len() - name.len()).min();
    let exact = built_in.filter(|at| !text[start..*at].ends_with('.'));
    let dotted = || {
        let last = text[start..]
            .rfind('.')
            .map_or(start, |dot| start + dot + 1);
        is_exception(&text[start..])
            .then_some(start)
            .filter(|_| last < text.len())
    };
    exact.or_else(dotted)
}

/// Where Python bytes stand as text, `body: b'a=1'`, without their quotes. Nothing but `repr` writes them.
pub(crate) fn bytes_literals(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, _) in line.match_indices('b') {
        let rest = &line[start + 1..];
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'));
        let inside = found.last().is_some_and(|last| start < last.end);
        let alone = !line[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if let Some(quote) = quote.filter(|_| alone && !inside)
            && !line[..start].ends_with(quote)
            && let Some(length) = rest[1..].find(quote)
        {
            found.push(start + 2..start + 2 + length);
        }
    }
    found
}

fn is_exception(name: &str) -> bool {
    let identifier = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte));
    let last = name.rsplit('.').next().unwrap_or(name);
    let capital = last
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_uppercase());
    identifier && capital && EXCEPTIONS.iter().any(|end| last.ends_with(end))
}

fn is_noise(line: &str) -> bool {
    let marker = line.bytes().all(|byte| b" ~^-=+|.`*".contains(&byte));
    let heading = line.contains("Traceback (most recent call last)")
        || line.starts_with("During handling of the above exception")
        || line.starts_with("The above exception was the direct cause")
        || line.starts_with("[Previous line repeated")
        || line.starts_with("```");
    marker || heading || is_request(line) || is_binding(line)
}

/// What wrangler says of a Worker's bindings when it starts: `env.DB (app)   D1 Database   local`.
fn is_binding(line: &str) -> bool {
    let heading = line
        .to_ascii_lowercase()
        .starts_with("your worker has access to");
    let columns = line.starts_with("Binding ") && line.ends_with("Mode");
    let mode = ["local", "remote", "not supported"]
        .iter()
        .any(|mode| line.ends_with(mode));
    heading || columns || (line.starts_with("env.") && line.contains('(') && mode)
}

/// Whether a logger calls a line an error, or it tells of a request that a server failed to answer.
pub(super) fn is_loud(line: &str) -> bool {
    let levels = [
        "ERROR",
        "CRITICAL",
        "FATAL",
        "✘",
        ":err]",
        "[error]",
        "Internal Server Error",
        "\" 500",
    ];
    levels.iter().any(|level| line.contains(level))
}

/// Whether a line tells of a request that was answered: `GET /api/users 500 Internal Server Error (32ms)`.
pub(super) fn is_request(line: &str) -> bool {
    is_request_line(line) || line.contains("HTTP/1.1\" ")
}

/// `GET /api/users 500 Internal Server Error (32ms)`, `POST https://… - Exception Thrown @ …`.
fn is_request_line(line: &str) -> bool {
    let (method, rest) = line.split_once(' ').unwrap_or((line, ""));
    let method = matches!(
        method,
        "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS"
    );
    method && (rest.starts_with('/') || rest.starts_with("http"))
}

fn frame(line: &str) -> Option<Line<'_>> {
    if let Some(path) = line.strip_prefix("File \"") {
        let (path, rest) = path.split_once('"')?;
        let function = rest.split(" in ").nth(1).unwrap_or_default();
        let function = function.split_whitespace().next().unwrap_or_default();
        return Some(Line::Frame {
            runtime: runtime_module(path).map(|module| format!("{module} {function}")),
        });
    }
    // JavaScript: `at fetch (index.js:1:2)`, `at async Object.fetch`.
    let javascript = line
        .strip_prefix("at ")
        .is_some_and(|rest| rest.contains([':', '(', '.']) || rest.starts_with("async "));
    javascript.then_some(Line::Frame { runtime: None })
}

fn runtime_module(path: &str) -> Option<String> {
    let mut modules = path
        .split(['/', '\\'])
        .map(|part| part.strip_suffix(".py").unwrap_or(part));
    let module = modules.find(|part| RUNTIME_MODULES.contains(part))?;
    let file = path.rsplit(['/', '\\']).next()?.trim_end_matches(".py");
    Some(if file == module {
        module.to_owned()
    } else {
        format!("{module} {file}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_are_found_wherever_they_stand() {
        for (line, error) in [
            ("TypeError: 'x' object", "TypeError: 'x' object"),
            ("Uncaught (in promise) TypeError: x", "TypeError: x"),
            (
                "/session/metadata/entry.py:3: RuntimeWarning: coroutine",
                "RuntimeWarning: coroutine",
            ),
            (
                "pyodide.ffi.JsException: Error: D1_TYPE_ERROR: x",
                "pyodide.ffi.JsException: Error: D1_TYPE_ERROR: x",
            ),
            ("D1_ERROR: no such table", "D1_ERROR: no such table"),
            ("PythonError: KeyError: 'A'", "KeyError: 'A'"),
            ("PythonError: boom", "PythonError: boom"),
            (
                "asyncio.exceptions.InvalidStateError",
                "asyncio.exceptions.InvalidStateError",
            ),
            (
                "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)",
                "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)",
            ),
        ] {
            assert_eq!(classify(line), Line::Error(error), "{line}");
        }
    }

    #[test]
    fn bytes_written_as_text_are_an_alarm() {
        let line = "raw body: \"b'amount=100'\"";
        assert_eq!(classify(line), Line::Alarm(line));
        assert_eq!(classify("herb's garden's"), Line::Text("herb's garden's"));
        assert!(bytes_literals("f('a'), f('b'), f('c')").is_empty());
    }

    #[test]
    fn questions_and_statements_are_no_exceptions() {
        for line in [
            "how do I read a file",
            "return dict(row)",
            "Error handling: when D1 is gone",
            "catch TypeError in a worker",
        ] {
            assert!(!matches!(classify(line), Line::Error(_)), "{line}");
        }
    }

    #[test]
    fn only_frames_of_the_runtime_speak() {
        let runtime = |line| match classify(line) {
            Line::Frame { runtime } => runtime,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            runtime("File \"/session/metadata/app.py\", line 3, in get"),
            None
        );
        assert_eq!(
            runtime("File \"/lib/python3.12/site-packages/asgi.py\", line 193, in send").unwrap(),
            "asgi send"
        );
        assert_eq!(
            runtime("File \"/lib/python313.zip/_pyodide/_base.py\", line 5, in f").unwrap(),
            "_pyodide _base f"
        );
        assert_eq!(
            runtime("at async Object.fetch (file:///w/index.js:3:4)"),
            None
        );
    }

    #[test]
    fn headings_markers_and_requests_are_noise() {
        for line in [
            "",
            "    ~~~~^^^^^",
            "Traceback (most recent call last):",
            "GET /api 500 Internal Server Error (3ms)",
            "```",
        ] {
            assert_eq!(classify(line), Line::Noise, "{line}");
        }
    }
}
