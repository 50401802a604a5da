//! What was found, each place once per gotcha and detector.

use std::collections::BTreeMap;

use super::Analysis;
use super::callers::Question;
use crate::rules::{DetectorId, TestId};
use crate::symbol::Symbol;
use crate::value::{ClassId, Site};

/// A finding, before the target decides about its severity.
#[derive(Debug, Clone)]
pub struct Finding {
    pub detector: DetectorId,
    /// Primary place.
    pub site: Site,
    /// The place that explains it.
    pub other: Option<Site>,
    /// Where a function of the project uses what is passed to it, if that is what is reported.
    pub used: Option<Site>,
    /// Source of the receiver, the option and the qualified name, for the message.
    pub words: Words,
    /// The key that is read, where it is known.
    pub key: Option<Symbol>,
    /// The class to whose objects it belongs, where objects that live for a call are harmless.
    pub of: Option<ClassId>,
    /// Whether the value is an object of JavaScript that came through functions of the project: whoever changes how it is
    /// used must know what they make of it elsewhere.
    pub is_handed_on: bool,
    /// What calls must pass for it to be impossible, if that is for all of them to tell.
    pub question: Option<Question>,
    /// Tests that no call of the project may pass, or there is no gotcha.
    pub unless_project: Vec<TestId>,
}

/// The user's own words for a message.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub qualified: Option<String>,
    pub receiver: Option<Site>,
    pub key: Option<String>,
    pub value: Option<Site>,
}

/// Findings by detector and place.
pub type Findings = BTreeMap<(Site, DetectorId), Finding>;

impl Analysis<'_> {
    /// Reports a finding, unless its place was reported before.
    pub fn report(&mut self, finding: Finding) {
        if self.descending {
            let key = (finding.site, finding.detector);
            let question = finding.question;
            let found = self.findings.entry(key).or_insert(finding);
            if found.question != question {
                // It happens in several ways.
                found.question = None;
            }
        }
    }
}
