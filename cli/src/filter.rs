//! Which gotchas a list or a search is about.

use anyhow::bail;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap_complete::ArgValueCompleter;
use gotchas_catalog::{Catalogue, Severity};
use gotchas_embedded::Outline;

use crate::{args::Global, complete, knowledge};

/// The options that narrow down gotchas.
#[derive(Debug, clap::Args)]
pub struct Filter {
    /// Only this category (repeatable)
    #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::categories))]
    pub category: Vec<String>,
    /// Only this severity (repeatable)
    #[arg(long, value_name = "LEVEL", value_parser = severities())]
    pub severity: Vec<Severity>,
    /// Only what happens on this runtime, such as `pyodide-0.28`
    #[arg(long, value_name = "ID", add = ArgValueCompleter::new(complete::runtimes))]
    pub runtime: Option<String>,
    /// Only what `gotchas check --fix` can mend
    #[arg(long)]
    pub fixable: bool,
}

impl Filter {
    /// Refuses a category or a runtime that does not exist, and names those that do.
    pub fn check(&self, global: &Global) -> anyhow::Result<()> {
        if self.category.is_empty() && self.runtime.is_none() {
            return Ok(());
        }
        let catalogue = knowledge::catalogue(global)?;
        let categories = catalogue.categories.iter();
        let categories: Vec<&str> = categories.map(|category| category.id.as_str()).collect();
        let mut wanted = self.category.iter();
        if let Some(unknown) = wanted.find(|id| !categories.contains(&id.as_str())) {
            bail!(
                "there is no category `{unknown}`; there are: {}",
                categories.join(", ")
            );
        }
        if let Some(id) = &self.runtime {
            runtime(&catalogue, id)?;
        }
        Ok(())
    }

    /// Whether the gotcha passes every filter.
    pub fn takes(&self, outline: &Outline) -> bool {
        let category = self.category.is_empty() || self.category.contains(&outline.category);
        let severity = self.severity.is_empty() || self.severity.contains(&outline.severity);
        let mut runtime = self.runtime.iter();
        let runtime = runtime.all(|id| {
            let mut bitten = outline.runtimes.iter();
            bitten
                .any(|bitten| bitten == id || bitten.strip_prefix("pyodide-") == Some(id.as_str()))
        });
        category && severity && runtime && (!self.fixable || outline.fixable)
    }
}

/// The runtime of that id, or an error that names those that exist.
pub fn runtime<'a>(
    catalogue: &'a Catalogue,
    id: &str,
) -> anyhow::Result<&'a gotchas_catalog::Runtime> {
    if let Some(runtime) = catalogue.runtimes.get(id) {
        return Ok(runtime);
    }
    let known: Vec<&str> = catalogue
        .runtimes
        .runtimes
        .iter()
        .map(|runtime| runtime.id.as_str())
        .collect();
    bail!(
        "there is no runtime `{id}`; there are: {}",
        known.join(", ")
    )
}

/// Reads the name of a severity.
pub fn severities() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(["error", "warning", "info"]).map(|name| match name.as_str() {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Info,
    })
}
