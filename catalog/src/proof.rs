//! Whether a recording bears out what a gotcha says.

use std::collections::BTreeMap;

use crate::{
    Side,
    model::{Evidence, Expect, Gotcha, NotMeasured, Runtimes, Sdk, Target},
};

/// Something that a recording does not bear out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Index of the example in [`Gotcha::examples`].
    pub example: usize,
    /// Which of its snippets.
    pub side: Side,
    /// What is wrong.
    pub kind: ContradictionKind,
    /// On which targets, in the order of [`Gotcha::targets`].
    pub targets: Vec<Target>,
}

/// In which way a recording contradicts its gotcha.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContradictionKind {
    /// There is no recording, and no reason why not.
    NotRecorded,
    /// The wrong snippet does what working code does, where the gotcha says that it bites.
    WrongWorks,
    /// The wrong snippet does not do what working code does, where the gotcha says that it does not bite.
    WrongFails,
    /// The right snippet does not do what working code does, where the page recommends it.
    RightFails,
}

impl ContradictionKind {
    /// What is wrong, in words.
    pub fn message(self) -> &'static str {
        match self {
            ContradictionKind::NotRecorded => "this snippet was not executed",
            ContradictionKind::WrongWorks => {
                "the wrong snippet works where `affects` says that the gotcha bites"
            }
            ContradictionKind::WrongFails => {
                "the wrong snippet fails where `affects` says that the gotcha does not bite"
            }
            ContradictionKind::RightFails => "the right snippet fails where the page recommends it",
        }
    }
}

/// What is known of one snippet on one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measured<'a> {
    /// It is executed.
    Yes,
    /// It is not, for this reason.
    No(&'a NotMeasured),
}

impl Gotcha {
    /// The targets that its examples are executed on: every runtime, with the bundled SDK and the newest, and with each
    /// verified release where bindings or SDK decide whether it bites.
    pub fn targets(&self, runtimes: &Runtimes) -> Vec<Target> {
        let depends = |clause: &crate::Affects| clause.bindings.is_some() || !clause.sdk.is_empty();
        let every = self.affects.iter().any(depends);
        let newest = runtimes.sdk.verified.last().cloned().map(Sdk::Release);
        let mut targets = runtimes.targets();
        targets.retain(|target| {
            every || target.sdk == Sdk::Bundled || Some(&target.sdk) == newest.as_ref()
        });
        targets
    }

    /// Whether the snippet on that side of an example is executed on `target`; nothing if the example is never executed.
    pub fn measured(&self, example: usize, side: Side, target: &Target) -> Option<Measured<'_>> {
        let run = self.examples[example].run.as_ref()?;
        if let Some(reason) = run.not_measured_on(side, target) {
            return Some(Measured::No(reason));
        }
        run.call(side).map(|_| Measured::Yes)
    }

    /// Everything in `evidence` that contradicts this gotcha.
    pub fn contradictions(&self, evidence: &Evidence, runtimes: &Runtimes) -> Vec<Contradiction> {
        let mut found: BTreeMap<(usize, Side, ContradictionKind), Vec<Target>> = BTreeMap::new();
        for target in self.targets(runtimes) {
            for (example, side) in self.sides() {
                if let Some(kind) = self.contradiction(example, side, &target, evidence) {
                    found
                        .entry((example, side, kind))
                        .or_default()
                        .push(target.clone());
                }
            }
        }
        let contradiction = |((example, side, kind), targets)| Contradiction {
            example,
            side,
            kind,
            targets,
        };
        found.into_iter().map(contradiction).collect()
    }

    /// The snippets that there are, by example and side.
    pub fn sides(&self) -> Vec<(usize, Side)> {
        let sides = |(index, example): (usize, &crate::Example)| {
            let wrong = example.wrong.is_some().then_some((index, Side::Wrong));
            let right = example.right.is_some().then_some((index, Side::Right));
            [wrong, right]
        };
        self.examples
            .iter()
            .enumerate()
            .flat_map(sides)
            .flatten()
            .collect()
    }

    fn contradiction(
        &self,
        example: usize,
        side: Side,
        target: &Target,
        evidence: &Evidence,
    ) -> Option<ContradictionKind> {
        if let Some(Measured::No(_)) = self.measured(example, side, target) {
            return None;
        }
        let own = &self.examples[example];
        let run = own.run.as_ref();
        let Some(outcome) = evidence.outcome(&own.title, side, target) else {
            return Some(ContradictionKind::NotRecorded);
        };
        let anything = Expect::default();
        let expect = run.and_then(|run| run.expect(side)).unwrap_or(&anything);
        let works = outcome.meets(expect);
        match side {
            Side::Right => {
                let recommended = run.is_none_or(|run| run.is_recommended_on(target));
                (recommended && !works).then_some(ContradictionKind::RightFails)
            }
            Side::Wrong => match (self.affects_on(target).next().is_some(), works) {
                (true, true) => Some(ContradictionKind::WrongWorks),
                (false, false) => Some(ContradictionKind::WrongFails),
                _ => None,
            },
        }
    }
}
