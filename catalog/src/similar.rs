//! "Did you mean": the nearest of a list of names.

/// The name that `text` was probably meant to be: at most a third of it differs.
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    ranked(text, names).into_iter().next()
}

/// A question for the name that was probably meant, or `otherwise` where no name is near.
pub fn hint<'a>(text: &str, names: impl IntoIterator<Item = &'a str>, otherwise: &str) -> String {
    nearest(text, names).map_or(otherwise.to_owned(), |near| {
        format!("did you mean `{near}`?")
    })
}

/// All names that `text` may have been meant to be, the nearest first.
pub fn ranked<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    // A longer text than any name is no typo, and comparing takes the product of both lengths.
    let text: String = text.chars().take(100).collect::<String>().to_lowercase();
    let close = |name: &'a str| {
        let distance = strsim::damerau_levenshtein(&text, &name.to_lowercase());
        (distance <= text.chars().count().max(name.chars().count()) / 3).then_some((distance, name))
    };
    let mut near: Vec<(usize, &str)> = names.into_iter().filter_map(close).collect();
    near.sort();
    near.into_iter().map(|(_, name)| name).collect()
}
