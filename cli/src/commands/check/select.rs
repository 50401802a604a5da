//! Which rules are on: ruff's `--select` and `--ignore`.

use anyhow::bail;
use gotchas_catalog::{Catalogue, Code};

/// Length of a whole code; shorter selectors are prefixes.
const WHOLE: usize = "CFW403".len();

/// The rules that a run reports.
pub struct Selection {
    selected: Vec<Selector>,
    ignored: Vec<Selector>,
}

/// Rules whose code starts like this; the empty prefix stands for all.
struct Selector(String);

impl Selection {
    /// Reads what a user gave: codes, prefixes of codes, names, `ALL`. Nothing selected means all.
    pub fn new(
        select: &[String],
        ignore: &[String],
        catalogue: &Catalogue,
    ) -> anyhow::Result<Self> {
        let read = |texts: &[String]| -> anyhow::Result<Vec<Selector>> {
            texts
                .iter()
                .map(|text| Selector::read(text, catalogue))
                .collect()
        };
        let mut selected = read(select)?;
        if selected.is_empty() {
            selected.push(Selector(String::new()));
        }
        Ok(Selection {
            selected,
            ignored: read(ignore)?,
        })
    }

    /// Whether the rule is on. As in ruff the longest prefix decides, and `--ignore` where both are as long.
    pub fn has(&self, code: Code) -> bool {
        let longest = |selectors: &[Selector]| {
            selectors
                .iter()
                .filter_map(|selector| selector.fit(code))
                .max()
        };
        longest(&self.selected) > longest(&self.ignored)
    }
}

impl Selector {
    fn read(text: &str, catalogue: &Catalogue) -> anyhow::Result<Self> {
        let upper = text.trim().to_ascii_uppercase();
        if upper == "ALL" {
            return Ok(Selector(String::new()));
        }
        if let Some(entry) = catalogue.get(text.trim()) {
            return Ok(Selector(entry.gotcha.code.to_string()));
        }
        let is_prefix = !upper.is_empty() && upper.len() < WHOLE;
        let exists = catalogue
            .entries()
            .iter()
            .any(|entry| entry.gotcha.code.to_string().starts_with(&upper));
        if is_prefix && exists {
            return Ok(Selector(upper));
        }
        let similar = catalogue.suggest(text.trim());
        let hint = similar.first().map_or_else(
            || "expected a code, the start of codes, a name or `ALL`".to_owned(),
            |name| format!("did you mean `{name}`?"),
        );
        bail!("unknown rule selector `{text}`; {hint}")
    }

    fn fit(&self, code: Code) -> Option<usize> {
        code.to_string()
            .starts_with(&self.0)
            .then_some(self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(select: &[&str], ignore: &[&str], code: &str) -> bool {
        let selectors = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Selector((*text).to_owned()))
                .collect()
        };
        let selection = Selection {
            selected: selectors(select),
            ignored: selectors(ignore),
        };
        selection.has(code.parse().unwrap())
    }

    #[test]
    fn the_longest_prefix_decides() {
        assert!(has(&[""], &[], "CFW403"));
        assert!(!has(&[""], &["CFW4"], "CFW403"));
        assert!(has(&["CFW403"], &["CFW4"], "CFW403"));
        assert!(!has(&["CFW403"], &["CFW4"], "CFW404"));
        assert!(!has(&["CFW1"], &[], "CFW403"));
    }

    #[test]
    fn ignoring_wins_a_tie() {
        assert!(!has(&["CFW4"], &["CFW4"], "CFW403"));
    }
}
