//! Which rules are on: ruff's `--select`, `--extend-select` and `--ignore`.

use std::{cmp::Ordering, collections::BTreeSet, fmt};

use gotchas_catalog::{Catalogue, Code, UNUSED_SUPPRESSION};

/// Length of a whole code; shorter selectors are prefixes.
const WHOLE: usize = "CFW403".len();
/// A text that is this similar to a name, or more, is taken for a slip of the pen.
const SIMILAR: f64 = 0.9;

/// A set of rules: those that are reported, or those whose fixes are applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(BTreeSet<Code>);

/// One source of selectors: the command line, or a configuration file.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// The rules to begin with; none: those of the layers before.
    pub select: Option<Vec<Selector>>,
    /// Rules to turn on besides.
    pub extend: Vec<Selector>,
    /// Rules to turn off.
    pub ignore: Vec<Selector>,
}

/// Rules whose code starts like this; the empty prefix stands for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(String);

impl Selection {
    /// All rules, changed by one layer after the other.
    ///
    /// As in ruff the longest prefix of a layer decides, and `ignore` where both are as long.
    pub fn new(layers: &[Layer], codes: impl Iterator<Item = Code> + Clone) -> Self {
        let mut on: BTreeSet<Code> = codes.clone().collect();
        for layer in layers {
            if layer.select.is_some() {
                on.clear();
            }
            for code in codes.clone() {
                let selected = layer.select.iter().flatten().chain(&layer.extend);
                let selected = longest(selected, code);
                let ignored = longest(&layer.ignore, code);
                match selected.cmp(&ignored) {
                    Ordering::Greater => drop(on.insert(code)),
                    _ if ignored.is_some() => drop(on.remove(&code)),
                    _ => {}
                }
            }
        }
        Selection(on)
    }

    /// Takes rules out of the set.
    pub fn leave_out(&mut self, codes: impl Iterator<Item = Code>) {
        for code in codes {
            self.0.remove(&code);
        }
    }

    /// Whether the rule is in the set.
    pub fn has(&self, code: Code) -> bool {
        self.0.contains(&code)
    }

    /// The rules of the set, by code.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.0.iter().copied()
    }
}

fn longest<'a>(selectors: impl IntoIterator<Item = &'a Selector>, code: Code) -> Option<usize> {
    let fits = selectors.into_iter().filter_map(|one| one.fit(code));
    fits.max()
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "ALL" } else { &self.0 })
    }
}

impl Selector {
    /// Reads a code, the start of codes, a name, or `ALL`.
    ///
    /// # Errors
    /// What names no rule, in words.
    pub fn read(text: &str, catalogue: &Catalogue) -> Result<Self, String> {
        let upper = text.trim().to_ascii_uppercase();
        if upper == "ALL" {
            return Ok(Selector(String::new()));
        }
        if let Some(entry) = catalogue.get(text.trim()) {
            return Ok(Selector(entry.gotcha.code.to_string()));
        }
        let unused = Code::UNUSED_SUPPRESSION.to_string();
        if upper == unused || text.trim() == UNUSED_SUPPRESSION {
            return Ok(Selector(unused));
        }
        let is_prefix = !upper.is_empty() && upper.len() < WHOLE;
        let exists = catalogue
            .entries()
            .iter()
            .any(|entry| entry.gotcha.code.to_string().starts_with(&upper));
        if is_prefix && exists {
            return Ok(Selector(upper));
        }
        let hint = hint(text.trim(), catalogue);
        Err(format!("unknown rule selector `{text}`; {hint}"))
    }

    /// Whether it selects the rule.
    pub fn takes(&self, code: Code) -> bool {
        self.fit(code).is_some()
    }

    /// How much of the code it names, if it selects it.
    fn fit(&self, code: Code) -> Option<usize> {
        code.to_string()
            .starts_with(&self.0)
            .then_some(self.0.len())
    }
}

/// What to write instead. A code is like no name, and another tool's is like none of ours.
fn hint(text: &str, catalogue: &Catalogue) -> String {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let is_code = digits.chars().all(|c| c.is_ascii_digit()) && digits.len() < text.len();
    if is_code && text.to_ascii_uppercase().starts_with("CFW") {
        return "`gotchas list` prints all codes".to_owned();
    }
    if is_code && !digits.is_empty() {
        return "our codes start with `CFW`; this one is another tool's".to_owned();
    }
    // The rule about comments has no page, so that the catalogue does not know it.
    let own = strsim::jaro_winkler(text, UNUSED_SUPPRESSION) >= SIMILAR;
    let meant = match own {
        true => Some(UNUSED_SUPPRESSION),
        false => catalogue.suggest(text).into_iter().next(),
    };
    meant.map_or_else(
        || "expected a code, the start of codes, a name or `ALL`".to_owned(),
        |name| format!("did you mean `{name}`?"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(select: Option<&[&str]>, extend: &[&str], ignore: &[&str]) -> Layer {
        let selectors = |texts: &[&str]| {
            let texts = texts.iter();
            texts.map(|text| Selector((*text).to_owned())).collect()
        };
        Layer {
            select: select.map(selectors),
            extend: selectors(extend),
            ignore: selectors(ignore),
        }
    }

    fn codes(layers: &[Layer]) -> Vec<String> {
        let all = ["CFW101", "CFW403", "CFW404"].map(|code| code.parse().unwrap());
        let selection = Selection::new(layers, all.into_iter());
        selection.codes().map(String::from).collect()
    }

    #[test]
    fn the_longest_prefix_decides() {
        let on = codes(&[layer(Some(&[""]), &[], &["CFW4"])]);
        assert_eq!(on, ["CFW101"]);
        let on = codes(&[layer(Some(&["CFW403"]), &[], &["CFW4"])]);
        assert_eq!(on, ["CFW403"]);
    }

    #[test]
    fn ignoring_wins_a_tie() {
        assert!(codes(&[layer(Some(&["CFW4"]), &[], &["CFW4"])]).is_empty());
    }

    #[test]
    fn a_later_layer_changes_what_earlier_ones_gave() {
        let file = layer(Some(&["CFW4"]), &[], &["CFW403"]);
        assert_eq!(codes(std::slice::from_ref(&file)), ["CFW404"]);
        let more = layer(None, &["CFW1"], &[]);
        assert_eq!(codes(&[file.clone(), more]), ["CFW101", "CFW404"]);
        let other = layer(Some(&["CFW403"]), &[], &[]);
        assert_eq!(codes(&[file.clone(), other]), ["CFW403"]);
        let less = layer(None, &[], &["CFW4"]);
        assert!(codes(&[file, less]).is_empty());
    }
}
