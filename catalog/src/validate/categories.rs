use std::collections::HashMap;

use super::{prose, references::is_kebab_case};
use crate::{Problem, load::Source, model::Category};

/// Judges `categories.yaml`.
pub fn check(source: &Source<Vec<Category>>, problems: &mut Vec<Problem>) {
    let file = &source.file;
    let (mut ids, mut digits) = (HashMap::new(), HashMap::new());
    for category in &source.value {
        if !is_kebab_case(&category.id) || *category.id == "platform" {
            let problem = file.problem_at(
                category.id.at,
                format!("`{}` is no name for a category", *category.id),
            );
            problems
                .push(problem.label(
                    "expected lower-case words joined by hyphens, such as `error-handling`",
                ));
        }
        if *category.digit > 99 {
            let problem = file.problem_at(
                category.digit.at,
                format!("{} is too large", *category.digit),
            );
            problems.push(problem.label("expected 0 to 99"));
        }
        if ids.insert(category.id.as_str(), category).is_some() {
            let problem = file.problem_at(
                category.id.at,
                format!("the category `{}` is given twice", *category.id),
            );
            problems.push(problem.label("remove one of the two"));
        }
        if let Some(first) = digits.insert(*category.digit, category) {
            let problem = file.problem_at(
                category.digit.at,
                format!("the digit {} is taken", *category.digit),
            );
            problems.push(problem.label(format!("`{}` has it already", *first.id)));
        }
        prose::plain(file, &category.title, problems);
        prose::block(file, &category.introduction, problems);
    }
}
