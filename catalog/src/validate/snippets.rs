use super::{Known, python};
use crate::{
    Problem, Side, Snippet,
    model::{Code, Example, Gotcha, Located, Position},
    place, similar, snippet,
    yaml::File,
};

/// Judges the examples of a gotcha: that both sides exist, parse, and mark what the checker must find.
pub fn check(file: &File, gotcha: &Gotcha, known: &Known, problems: &mut Vec<Problem>) {
    for example in gotcha
        .examples
        .iter()
        .filter(|example| example.wrong.is_none() && example.right.is_none())
    {
        let problem = file.problem_at(example.title.at, "this example has no code");
        problems.push(problem.label("expected `wrong`, `right` or both"));
    }
    let has = |side: fn(&Example) -> bool| gotcha.examples.iter().any(side);
    for (side, present) in [
        ("wrong", has(|example| example.wrong.is_some())),
        ("right", has(|example| example.right.is_some())),
    ] {
        if !present {
            let problem =
                file.problem_at(gotcha.code.at, format!("this gotcha has no {side} snippet"));
            problems.push(problem.help(format!("give at least one example a `{side}:`")));
        }
    }
    let own = *gotcha.code;
    for snippet in snippet::snippets(gotcha) {
        let example = &gotcha.examples[snippet.example];
        let text = match snippet.side {
            Side::Wrong => example.wrong.as_ref(),
            Side::Right => example.right.as_ref(),
        };
        text.into_iter()
            .for_each(|text| check_snippet(file, &snippet, text, own, known, problems));
    }
}

fn check_snippet(
    file: &File,
    snippet: &Snippet,
    text: &Located<String>,
    own: Code,
    known: &Known,
    problems: &mut Vec<Problem>,
) {
    if text.trim().is_empty() {
        problems.push(
            file.problem_at(text.at, "this snippet is empty")
                .label("expected Python"),
        );
        return;
    }
    if !is_literal(file, text) {
        let problem = file.problem_at(text.at, "a snippet must be a literal block");
        problems.push(
            problem
                .label("expected `|` and the code below it")
                .help("only there does each line stay a line"),
        );
        return;
    }
    if text.starts_with('\n') {
        // Its position would be that of the first line with text, and all others would be off.
        problems.push(
            file.problem_at(text.at, "a snippet begins with code")
                .label("remove the empty line before this"),
        );
        return;
    }
    for fault in python::faults(&snippet.code) {
        let at = |offset| {
            let Position { line, column } = place::position(&snippet.code, offset);
            snippet.yaml_position(line, column)
        };
        let (start, end) = (at(fault.range.start), at(fault.range.end));
        let problem = Problem::new(&file.path, "this snippet does not parse")
            .source(Some(file.source.clone()));
        let problem = if start.line == end.line {
            problem.between(start, end)
        } else {
            problem.at(start)
        };
        problems.push(problem.label(fault.message));
    }
    check_markers(file, snippet, text, own, known, problems);
}

fn check_markers(
    file: &File,
    snippet: &Snippet,
    text: &Located<String>,
    own: Code,
    known: &Known,
    problems: &mut Vec<Problem>,
) {
    for (index, line) in text.lines().enumerate() {
        let Some(marker) = snippet::marker(line) else {
            continue;
        };
        let at = |column: usize| Position {
            line: text.at.line + index,
            column: text.at.column + column,
        };
        let start = line[..marker.start].chars().count();
        let problem = |message: &str| {
            let problem = Problem::new(&file.path, message).source(Some(file.source.clone()));
            problem.between(at(start), at(line.chars().count()))
        };
        if snippet.side == Side::Right {
            problems
                .push(problem("a right snippet has nothing to flag").label("remove this marker"));
            continue;
        }
        if snippet.hidden.get(index) == Some(&true) {
            problems.push(
                problem("a hidden line cannot be flagged").label("readers would not see why"),
            );
        }
        match marker.codes {
            Err(fault) => problems.push(problem("this marker is not understood").label(fault)),
            Ok(codes) => codes.into_iter().for_each(|code| {
                problems.extend(
                    unknown(code, known).map(|(message, label)| problem(&message).label(label)),
                )
            }),
        }
    }
    if snippet.side == Side::Wrong && !snippet.expected.iter().any(|finding| finding.code == own) {
        let problem = file.problem_at(text.at, "this wrong snippet marks no line of its own rule");
        let problem = problem.label(format!(
            "expected `# gotcha` at the end of each line that {own} flags"
        ));
        problems.push(problem);
    }
}

/// What is wrong with a code that a marker names.
fn unknown(code: Code, known: &Known) -> Option<(String, String)> {
    if known.codes.contains_key(&code) {
        return None;
    }
    let codes: Vec<String> = known.codes.keys().map(Code::to_string).collect();
    let names = codes.iter().map(String::as_str);
    let label = similar::hint(&code.to_string(), names, "no gotcha has this code");
    Some((format!("there is no gotcha {code}"), label))
}

/// Whether a text is a literal block scalar: the line before its first one ends in `|`, with or without indicators.
fn is_literal(file: &File, text: &Located<String>) -> bool {
    let before = file.source.lines().take(text.at.line.saturating_sub(1));
    let header = before
        .filter(|line| !line.trim().is_empty())
        .last()
        .unwrap_or_default();
    let header = header.split(" #").next().unwrap_or_default().trim_end();
    header
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'))
        .ends_with('|')
}
