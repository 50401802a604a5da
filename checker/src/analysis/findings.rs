//! What was found, each place once per gotcha and detector.

use std::collections::BTreeMap;

use gotchas_catalog::Bindings;

use super::Analysis;
use super::callers::Question;
use super::doubts::Doubts;
use crate::rules::{DetectorId, TestId};
use crate::symbol::Symbol;
use crate::value::{ClassId, FunctionId, Site};

/// A finding, before the target decides about its severity.
#[derive(Debug, Clone)]
pub struct Finding {
    pub detector: DetectorId,
    /// Primary place.
    pub site: Site,
    /// The place that explains it.
    pub other: Option<Site>,
    /// Where a function of the project uses what is passed to it, if that is what is reported.
    pub used: Option<Used>,
    /// Source of the receiver, the option and the qualified name, for the message: those of the place of use.
    pub words: Words,
    /// The bindings with which it is wrong, if not with all.
    pub bindings: Option<Bindings>,
    /// The key that is read, where it is known.
    pub key: Option<Symbol>,
    /// The class to whose objects it belongs, where objects that live for a call are harmless.
    pub of: Option<ClassId>,
    /// The class whose objects must last longer than a request, or it is harmless.
    pub lasts: Option<ClassId>,
    /// The function that must decorate what lasts longer than a request, or it is harmless.
    pub decorator: Option<FunctionId>,
    /// Whether objects that a Durable Object keeps are harmless, too.
    pub may_be_kept: bool,
    /// Whether the value is an object of JavaScript that came through functions of the project: whoever changes how it is
    /// used must know what they make of it elsewhere.
    pub is_handed_on: bool,
    /// What calls must pass for it to be impossible, if that is for all of them to tell.
    pub question: Option<Question>,
    /// What speaks against mending it by a program.
    pub doubts: Doubts,
    /// Tests that no call of the project may pass, or there is no gotcha.
    pub unless_project: Vec<TestId>,
}

/// A place in a function of the project where what its caller passes is used.
#[derive(Debug, Clone)]
pub struct Used {
    /// The expression that arrives there.
    pub site: Site,
    /// The function, with its class.
    pub function: String,
    /// Whether the reported expression is what arrives, and not only what it is reached from.
    pub is_whole: bool,
}

/// The user's own words for a message.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Words {
    pub qualified: Option<Symbol>,
    pub receiver: Option<Site>,
    pub key: Option<Symbol>,
    pub value: Option<Site>,
}

/// Findings by detector and place.
pub type Findings = BTreeMap<(Site, DetectorId), Finding>;

impl Analysis<'_> {
    /// Reports a finding, unless its place was reported before.
    pub fn report(&mut self, finding: Finding) {
        if !self.descending {
            return;
        }
        let (bindings, question) = (finding.bindings, finding.question);
        let place = (finding.site, finding.detector);
        let first = self.findings.entry(place).or_insert(finding);
        if first.bindings != bindings {
            // Wrong with these on one way, with those on another.
            first.bindings = None;
        }
        if first.question != question {
            // It happens in several ways.
            first.question = None;
        }
    }
}
