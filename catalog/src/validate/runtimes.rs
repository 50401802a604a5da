use super::date::is_date;
use crate::{
    Problem,
    load::Source,
    model::{Runtime, Runtimes, Sdk},
    yaml::{Content, File, Node},
};

/// Judges `runtimes.yaml`, so that dates and versions can be compared without a second look.
pub fn check(source: &Source<Runtimes>, problems: &mut Vec<Problem>) {
    let mut judge = Judge {
        file: &source.file,
        problems,
    };
    let nodes = items(source.file.root.get("runtimes"));
    for (index, (runtime, node)) in source.value.runtimes.iter().zip(nodes).enumerate() {
        judge.runtime(runtime, node, &source.value);
        judge.order(index, &source.value.runtimes, node);
    }
    let sdk = source.file.root.get("sdk");
    judge.date(sdk.and_then(|sdk| sdk.get("external_from")));
    let verified = &source.value.sdk.verified;
    let releases = items(sdk.and_then(|sdk| sdk.get("verified")));
    for (pair, node) in verified.windows(2).zip(releases.iter().skip(1)) {
        if pair[0] >= pair[1] {
            judge.refuse(
                node,
                format!("{} does not come after {}", pair[1], pair[0]),
                "expected the oldest release first",
            );
        }
    }
}

struct Judge<'a> {
    file: &'a File,
    problems: &'a mut Vec<Problem>,
}

impl Judge<'_> {
    fn runtime(&mut self, runtime: &Runtime, node: &Node, all: &Runtimes) {
        self.date(node.get("from"));
        self.version(node.get("python"));
        if let Sdk::Release(release) = &runtime.default_sdk
            && !all.sdk.verified.contains(release)
            && let Some(node) = node.get("default_sdk")
        {
            self.refuse(
                node,
                format!("the SDK {release} is not among the verified releases"),
                "add it to `sdk.verified`",
            );
        }
        let exact = runtime.verified_with.exact;
        let same = runtime.verified_with.pyodide == runtime.pyodide;
        if exact != same
            && let Some(node) = node.get("verified_with").and_then(|node| node.get("exact"))
        {
            let (message, label) = match same {
                true => ("the two Pyodide versions are the same", "expected `true`"),
                false => ("the two Pyodide versions differ", "expected `false`"),
            };
            self.refuse(node, message.to_owned(), label);
        }
    }

    /// Each runtime has an id of its own, and a later date than the one before it.
    fn order(&mut self, index: usize, all: &[Runtime], node: &Node) {
        let (runtime, before) = (&all[index], &all[..index]);
        if before.iter().any(|other| *other.id == *runtime.id)
            && let Some(node) = node.get("id")
        {
            self.refuse(
                node,
                format!("the runtime `{}` is given twice", *runtime.id),
                "remove one of the two",
            );
        }
        match (&runtime.from, index) {
            (Some(_), 0) => {
                let node = node.get("from").unwrap_or(node);
                self.refuse(
                    node,
                    "the oldest runtime has no first date".to_owned(),
                    "every earlier date selects it; remove this",
                );
            }
            (None, 1..) => self.refuse(
                node,
                format!("`{}` needs a first date", *runtime.id),
                "expected `from: \"YYYY-MM-DD\"`",
            ),
            (Some(from), 1..)
                if before
                    .last()
                    .and_then(|last| last.from.as_ref())
                    .is_some_and(|last| last >= from) =>
            {
                let node = node.get("from").unwrap_or(node);
                self.refuse(
                    node,
                    "this date is not after that of the runtime before".to_owned(),
                    "expected the oldest runtime first",
                );
            }
            _ => {}
        }
    }

    fn date(&mut self, node: Option<&Node>) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.text()?))) else {
            return;
        };
        if !is_date(text) {
            self.refuse(
                node,
                format!("`{text}` is not a date"),
                "expected YYYY-MM-DD",
            );
        }
    }

    fn version(&mut self, node: Option<&Node>) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.text()?))) else {
            return;
        };
        if semver::Version::parse(text).is_err() {
            self.refuse(
                node,
                format!("`{text}` is not a version"),
                "expected three numbers such as `3.13.2`",
            );
        }
    }

    fn refuse(&mut self, node: &Node, message: String, label: &str) {
        let range = crate::yaml::first_line(&self.file.source, node.range.clone());
        self.problems
            .push(self.file.problem(range, message).label(label));
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.content) {
        Some(Content::List(items)) => items,
        _ => &[],
    }
}
