//! The gotchas that a command works with: the built-in ones and those of `--gotchas`.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

use anyhow::bail;
use gotchas_catalog::{Catalogue, Entry};
use gotchas_embedded::Outline;

use crate::args::Global;

/// The catalogue. Without `--gotchas` nothing is read or validated: the built-in one was when the program was built.
pub fn catalogue(global: &Global) -> anyhow::Result<Cow<'static, Catalogue>> {
    let built_in = gotchas_embedded::catalogue();
    if global.gotchas.is_empty() {
        return Ok(Cow::Borrowed(built_in));
    }
    let mut catalogue = built_in.clone();
    for folder in &global.gotchas {
        catalogue.merge(folder)?;
    }
    Ok(Cow::Owned(catalogue))
}

/// What a list says of every gotcha. Without `--gotchas` no catalogue is parsed.
pub fn outlines(global: &Global) -> anyhow::Result<Cow<'static, [Outline]>> {
    if global.gotchas.is_empty() {
        return Ok(Cow::Borrowed(gotchas_embedded::outlines()));
    }
    let catalogue = catalogue(global)?;
    let entries = catalogue.entries().iter();
    Ok(entries
        .map(|entry| Outline::new(entry, &catalogue))
        .collect())
}

/// The catalogue, or as much of it as the page of one gotcha needs, where that is all that is wanted.
pub fn catalogue_for(
    global: &Global,
    wanted: &[String],
) -> anyhow::Result<Cow<'static, Catalogue>> {
    if let ([wanted], true) = (wanted, global.gotchas.is_empty())
        && let Some(excerpt) = gotchas_embedded::excerpt(wanted)
    {
        return Ok(Cow::Owned(excerpt));
    }
    catalogue(global)
}

/// Refuses a code, start of a code or name that no gotcha has.
pub fn check_codes(global: &Global, codes: &[String]) -> anyhow::Result<()> {
    let outlines = match codes {
        [] => return Ok(()),
        _ => outlines(global)?,
    };
    let known = |wanted: &str| {
        let upper = wanted.to_ascii_uppercase();
        let mut outlines = outlines.iter();
        outlines.any(|outline| outline.code.starts_with(&upper) || outline.name == wanted)
    };
    match codes.iter().find(|wanted| !known(wanted)) {
        Some(unknown) => find_all(&*catalogue(global)?, std::slice::from_ref(unknown)).map(|_| ()),
        None => Ok(()),
    }
}

/// The title of a gotcha that another one names.
pub fn title<'a>(catalogue: &'a Catalogue, name: &str) -> &'a str {
    let mut outlines = gotchas_embedded::outlines().iter();
    match catalogue.get(name) {
        Some(entry) => &entry.gotcha.title,
        // The catalogue of a single gotcha does not have those it leads to.
        None => outlines
            .find(|outline| outline.name == name)
            .map_or("", |outline| &outline.title),
    }
}

/// The gotchas of these names, codes or starts of codes, each once, or an error that says what an unknown one could have
/// been.
pub fn find_all<'a>(catalogue: &'a Catalogue, wanted: &[String]) -> anyhow::Result<Vec<&'a Entry>> {
    let mut found: Vec<&Entry> = Vec::new();
    for wanted in wanted.iter().flat_map(|wanted| handles(wanted)) {
        for entry in find(catalogue, wanted)? {
            if !found.iter().any(|known| known.name == entry.name) {
                found.push(entry);
            }
        }
    }
    Ok(found)
}

/// The handles in an argument: several with commas between them, or the name at the end of a page's address.
fn handles(argument: &str) -> Vec<&str> {
    if argument.contains("://") {
        let path = argument.split(['?', '#']).next().unwrap_or(argument);
        let page = path.trim_end_matches('/').rsplit('/').next();
        let page = page.unwrap_or(path).trim_end_matches(".html");
        return vec![page.trim_end_matches(".md")];
    }
    let several = argument.split(',').map(str::trim);
    let several: Vec<&str> = several.filter(|handle| !handle.is_empty()).collect();
    match several.is_empty() {
        true => vec![argument],
        false => several,
    }
}

/// The gotcha whose code is meant without its letters (`403`), or whose name with other separators (`jsproxy_to_dict`).
fn otherwise_written<'a>(catalogue: &'a Catalogue, wanted: &str) -> Option<&'a Entry> {
    let digits = wanted.len() == 3 && wanted.bytes().all(|byte| byte.is_ascii_digit());
    let handle = match digits {
        true => format!("CFW{wanted}"),
        false => wanted.to_lowercase().replace(['_', ' '], "-"),
    };
    catalogue.get(&handle)
}

fn find<'a>(catalogue: &'a Catalogue, wanted: &str) -> anyhow::Result<Vec<&'a Entry>> {
    if let Some(entry) = catalogue.get(wanted) {
        return Ok(vec![entry]);
    }
    let prefix = wanted.to_ascii_uppercase();
    let starts = |entry: &&Entry| entry.gotcha.code.to_string().starts_with(&prefix);
    let group: Vec<&Entry> = catalogue.entries().iter().filter(starts).collect();
    if !prefix.is_empty() && !group.is_empty() {
        return Ok(group);
    }
    if let Some(entry) = otherwise_written(catalogue, wanted) {
        return Ok(vec![entry]);
    }
    let similar = catalogue.suggest(wanted);
    let hint = match similar.as_slice() {
        [] => {
            format!("`gotchas list` names all of them, `gotchas search {wanted}` looks into them")
        }
        names => format!(
            "did you mean {}?",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(" or ")
        ),
    };
    bail!("there is no gotcha `{wanted}`; {hint}")
}

/// The nearest folder, from here upwards, that holds a knowledge base: a `gotchas/` with its categories.
pub fn work_tree(from: &Path) -> Option<PathBuf> {
    from.ancestors()
        .find(|folder| folder.join("gotchas/categories.yaml").is_file())
        .map(Path::to_owned)
}
