//! What a file says about other files, and where it lies.

use super::{Known, gotcha::repeated};
use crate::{
    Problem,
    load::Draft,
    model::{Gotcha, Located, Status, Target},
    similar,
    yaml::File,
};

/// Judges the name of a gotcha's file, which is its name everywhere.
pub fn file_name(draft: &Draft, known: &Known, problems: &mut Vec<Problem>) {
    if !is_kebab_case(&draft.name) {
        let problem = Problem::new(
            &draft.path,
            format!("`{}` is no name for a gotcha", draft.name),
        );
        problems.push(problem.help(
            "rename the file: lower-case words joined by hyphens, such as `jsproxy-to-dict.yaml`",
        ));
    } else if draft.name == "index" {
        let problem = Problem::new(
            &draft.path,
            "`index` is the name of the category's own page",
        );
        problems.push(problem.help("rename the file"));
    }
    if let Some(owner) = known
        .names
        .get(draft.name.as_str())
        .filter(|owner| !owner.is(draft))
    {
        let problem = Problem::new(&draft.path, format!("the name `{}` is taken", draft.name));
        problems.push(problem.help(format!("{owner} has it already; rename this file")));
    }
}

/// Judges what a gotcha refers to: its category's digit, its code, related gotchas, runtimes.
pub fn check(
    draft: &Draft,
    file: &File,
    gotcha: &Gotcha,
    known: &Known,
    problems: &mut Vec<Problem>,
) {
    code(draft, file, gotcha, known, problems);
    related(draft, file, gotcha, known, problems);
    for clause in &gotcha.affects {
        known_runtimes(file, &clause.runtimes, known, problems);
    }
    let runs = gotcha.examples.iter().filter_map(|one| one.run.as_ref());
    for one in runs.flat_map(|run| &run.in_browser) {
        known_runtimes(file, &one.runtimes, known, problems);
    }
    status(file, gotcha, known, problems);
}

fn code(draft: &Draft, file: &File, gotcha: &Gotcha, known: &Known, problems: &mut Vec<Problem>) {
    let code = *gotcha.code;
    if let Some(owner) = known.codes.get(&code).filter(|owner| !owner.is(draft)) {
        let problem = file.problem_at(gotcha.code.at, format!("the code {code} is taken"));
        problems.push(
            problem
                .label("codes are never used twice")
                .help(format!("{owner} has it already")),
        );
    }
    let category = known
        .categories
        .as_ref()
        .and_then(|all| all.get(draft.category.as_str()));
    if let Some(category) = category.filter(|category| *category.digit != code.digit()) {
        let (id, digit) = (category.id.as_str(), *category.digit);
        let problem = file.problem_at(
            gotcha.code.at,
            format!("{code} is no code of the category `{id}`"),
        );
        problems.push(problem.label(format!("expected `CFW{digit}` and two digits")));
    }
}

fn related(
    draft: &Draft,
    file: &File,
    gotcha: &Gotcha,
    known: &Known,
    problems: &mut Vec<Problem>,
) {
    repeated(file, gotcha.related.iter(), "related gotcha", problems);
    for name in &gotcha.related {
        if **name == draft.name {
            problems.push(
                file.problem_at(name.at, "a gotcha is not related to itself")
                    .label("remove this"),
            );
        } else if !known.names.contains_key(name.as_str()) {
            let names = known.names.keys().copied();
            let label = similar::hint(name, names, "expected the name of a gotcha's file");
            problems.push(
                file.problem_at(name.at, format!("there is no gotcha `{}`", **name))
                    .label(label),
            );
        }
    }
}

fn known_runtimes(
    file: &File,
    named: &[Located<String>],
    known: &Known,
    problems: &mut Vec<Problem>,
) {
    let Some(runtimes) = known.runtimes else {
        return;
    };
    repeated(file, named.iter(), "runtime", problems);
    for id in named {
        let ids = || runtimes.runtimes.iter().map(|runtime| runtime.id.as_str());
        if !ids().any(|known| known == id.as_str()) {
            let label = similar::hint(id, ids(), "not in `runtimes.yaml`");
            let all = ids()
                .map(|id| format!("`{id}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let problem = file
                .problem_at(id.at, format!("there is no runtime `{}`", **id))
                .label(label);
            problems.push(problem.help(format!("the runtimes are {all}")));
        }
    }
}

/// Compares the status with where the gotcha bites.
fn status(file: &File, gotcha: &Gotcha, known: &Known, problems: &mut Vec<Problem>) {
    let Some(runtimes) = known.runtimes else {
        return;
    };
    let mut named = gotcha.affects.iter().flat_map(|clause| &clause.runtimes);
    if named.any(|id| !runtimes.runtimes.iter().any(|runtime| *runtime.id == **id)) {
        // Reported already; what it was meant to cover is unknown.
        return;
    }
    let bites = |target: &Target| gotcha.affects_on(target).next().is_some();
    let message = match gotcha.status {
        Status::Active if !runtimes.targets().iter().any(bites) => {
            "an active gotcha bites somewhere, but `affects` covers nothing"
        }
        Status::Fixed if bites(&runtimes.newest()) => {
            "a fixed gotcha does not bite on today's runtime, but `affects` covers it"
        }
        _ => return,
    };
    let place = file
        .root
        .get("status")
        .map_or(0..0, |status| status.range.clone());
    problems.push(file.problem(place, message).help(
        "`affects` and `status` must agree; runtimes and SDK releases are in `runtimes.yaml`",
    ));
}

/// Whether a name is made of lower-case words and digits joined by single hyphens, and starts with a letter.
pub fn is_kebab_case(name: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.split('-').all(word) && name.starts_with(|first: char| first.is_ascii_lowercase())
}
