//! The few colours that mean something.

use gotchas_catalog::Severity;
use owo_colors::{OwoColorize, Style};

/// The colour of a severity.
pub fn of_severity(severity: Severity) -> Style {
    match severity {
        Severity::Error => Style::new().red(),
        Severity::Warning => Style::new().yellow(),
        Severity::Info => Style::new().blue(),
    }
}

/// A severity as a user types it, in its colour.
pub fn severity(severity: Severity) -> String {
    severity.name().style(of_severity(severity)).to_string()
}
