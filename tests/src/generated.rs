//! Knowledge bases of any size.

use std::{fs, io, path::Path};

use gotchas_catalog::{
    Catalogue, Entry,
    model::{
        Category, Code, Detector, Gotcha, Located,
        detect::{Report, Use},
    },
};

/// Gotchas in a category; its codes have two digits of their own.
const PER_CATEGORY: usize = 100;

/// Copies everything that the site is made from into `folder` and adds gotchas until there are `count`.
///
/// Those that are added have the texts and the right code of real ones, each with a name and a detector of its own, so
/// that the checker finds every wrong snippet by exactly one rule, as it does in the real knowledge base.
///
/// # Errors
///
/// A file cannot be read or written.
pub fn book(catalogue: &Catalogue, count: usize, folder: &Path) -> io::Result<()> {
    crate::copy_book(folder)?;
    let real = catalogue.entries();
    let mut categories = catalogue.categories.clone();
    for index in 0..count.saturating_sub(real.len()) {
        if index % PER_CATEGORY == 0 {
            categories.push(category(catalogue, index / PER_CATEGORY));
        }
        let category = categories.last().expect("there are categories");
        let path = folder
            .join("gotchas")
            .join(&*category.id.value)
            .join(format!("{}.yaml", name(index)));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        let code = format!("CFW{}{:02}", *category.digit, index % PER_CATEGORY);
        let gotcha = gotcha(&real[index % real.len()], index, &code);
        fs::write(path, yaml(&gotcha)?)?;
    }
    fs::write(folder.join("gotchas/categories.yaml"), yaml(&categories)?)
}

fn yaml(value: &impl serde::Serialize) -> io::Result<String> {
    serde_yaml::to_string(value).map_err(io::Error::other)
}

fn name(index: usize) -> String {
    format!("generated-{index}")
}

fn category(catalogue: &Catalogue, index: usize) -> Category {
    let real = &catalogue.categories[index % catalogue.categories.len()];
    let digit = catalogue.categories.len() + index;
    Category {
        id: Located::from(format!("generated-{index}")),
        digit: Located::from(u8::try_from(digit).expect("fewer than 246 categories")),
        title: Located::from(format!("Generated {index}")),
        ..real.clone()
    }
}

/// A gotcha with the texts of `entry` and wrong code that only its own detector finds.
fn gotcha(entry: &Entry, index: usize, code: &str) -> Gotcha {
    let module = format!("generated_{index}");
    let mut gotcha = entry.gotcha.clone();
    gotcha.code = Located::from(Code::try_from(code.to_owned()).expect("a valid code"));
    gotcha.title = Located::from(format!(
        "{} ({index})",
        &gotcha.title.chars().take(70).collect::<String>()
    ));
    gotcha.related.clear();
    for symptom in &mut gotcha.symptoms {
        let reported = entry.gotcha.references[0].url.clone();
        symptom.reported.get_or_insert(reported);
    }
    for example in &mut gotcha.examples {
        example.run = None;
        let Some(right) = &example.right else {
            continue;
        };
        let wrong = format!(
            "import {module}\n\n{}\n\n{module}.connect()  # gotcha\n",
            right.trim_end()
        );
        example.wrong = Some(Located::from(wrong));
    }
    gotcha.examples.retain(|example| example.right.is_some());
    gotcha.detect = vec![Detector::Use(detector(&module))];
    gotcha
}

fn detector(module: &str) -> Use {
    Use {
        names: vec![Located::from(format!("{module}.connect"))],
        how: Default::default(),
        place: Default::default(),
        only: vec![],
        unless: vec![],
        unless_project: vec![],
        misses: vec![],
        aside: vec![],
        arguments: vec![],
        report: Report {
            message: Located::from("`{expr}` does nothing here".to_owned()),
            help: None,
            origin: None,
            severity: None,
            affects: vec![],
            at: Default::default(),
            fix: vec![],
        },
    }
}
