//! A gotcha that may become a hit, and which of them answer a query.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use tantivy::DocId;

use crate::{
    pages::Page,
    paste::{Reading, is_exception},
    phrases::Phrases,
    query::Reason,
    rank::Score,
    schema::{Part, QUOTABLE},
    slot::Slot,
    symptoms::Lines,
};

/// A hit must have this share of what the gotchas know of it.
const LEAST_COVERED: f32 = 0.12;

/// A hit must have this share of the best one's score: what is below is about something else.
const LEAST_SHARE: f32 = 0.25;

/// How sure it must be that a gotcha is asked for: all of what the query tells in one gotcha is enough.
const SURE: f32 = 0.9;

/// The same for the message of an exception, which some gotcha has among its own if it is about one.
const SURE_OF_MESSAGE: f32 = 1.03;

/// What adds to the share that a gotcha has of what the query tells: the share that one of its lines has, how far it is ahead of
/// the next, the logarithm of how much was told at all, and that there is but one word, which may be unfinished. Fitted on the
/// queries of `tests/search`.
const IN_LINE: f32 = 0.3;
const AHEAD: f32 = 0.25;
const TOLD: f32 = 0.2;
const SINGLE: f32 = 0.45;

/// Who asks for several gotchas at once is answered if they have the first share of that together, and one the second and so
/// much of what it tells.
const TOGETHER: (f32, f32, f32) = (0.96, 0.32, 0.9);

/// What tells less is nothing to ask for.
const LEAST_TOLD: f32 = 0.2;

/// Added to the score of the first gotcha that a query names; the second gets half of it, the third a third.
const NAMED: f32 = 1e6;

/// A gotcha that may become a hit.
pub(crate) struct Candidate {
    pub(crate) page: Page,
    pub(crate) reason: Reason,
    pub(crate) score: f32,
    pub(crate) parts: Vec<(Part, f32)>,
    /// The symptom that fits best, if one fits well.
    pub(crate) symptom: Option<String>,
    /// How much of what the query tells it has.
    covered: f32,
    /// How much it has of what tells apart what is asked.
    evidence: f32,
    /// Whether it has an identifier of the query, whole.
    names: bool,
    /// The share of the query that one of its lines has.
    in_line: f32,
    /// The score without what naming adds.
    fit: f32,
    /// Whether the query is one of its messages about something else.
    contradicted: bool,
    /// Whether it has the name of what a message of the query is about.
    about: bool,
}

/// What a query tells.
pub(crate) struct Asked {
    /// What tells it apart from everything else that could be asked.
    tells: f32,
    /// What of that any gotchas have together.
    union: f32,
    /// Whether it is the message of an exception.
    message: bool,
    /// Whether it is a single word, and one that tells something.
    single: bool,
    /// What some gotcha has, in the worth of its words.
    known: f32,
}

impl Asked {
    pub(crate) fn new<'s>(
        slots: &[Slot],
        reading: &Reading,
        scores: impl Iterator<Item = &'s Score>,
    ) -> Asked {
        let mut union: FxHashMap<usize, f32> = FxHashMap::default();
        for (word, told) in scores.flat_map(|score| &score.told) {
            let most = union.entry(*word).or_default();
            *most = most.max(*told);
        }
        let asked = || slots.iter().filter(|slot| slot.asked);
        Asked {
            union: union.values().sum(),
            message: reading.errors.iter().any(|line| is_exception(&line.text)),
            single: matches!(slots.iter().filter(|slot| slot.own).collect::<Vec<_>>()[..], [slot] if slot.tells() >= LEAST_TOLD),
            tells: slots.iter().map(Slot::tells).sum(),
            known: asked().map(|slot| slot.worth() * slot.likeness()).sum(),
        }
    }
}

impl Candidate {
    /// Puts together what a gotcha's symptoms and its words say; `place` is its place among those that the query names.
    pub(crate) fn judge(
        document: DocId,
        page: Page,
        score: Score,
        place: Option<usize>,
        lines: &Lines,
        phrases: &Phrases,
    ) -> tantivy::Result<Candidate> {
        let verdict = lines.judge(document, &page.card.symptoms)?;
        let reason = match place {
            Some(_) => Reason::Handle,
            None if verdict.exact => Reason::Symptom,
            None => Reason::Words,
        };
        let order = place.map_or(0.0, |place| NAMED / (place + 1) as f32);
        let (line, in_line) = phrases.score(page.lines());
        let fit = score.score + line + verdict.score;
        Ok(Candidate {
            page,
            reason,
            score: order + fit,
            fit,
            covered: score.covered,
            evidence: score.evidence,
            about: verdict.about,
            in_line,
            names: score.names,
            contradicted: verdict.contradicted,
            parts: score.parts,
            symptom: verdict.symptom,
        })
    }

    /// The part to quote: of those that can be quoted, the one where most was found; the summary if nothing was.
    pub(crate) fn quoted(&self) -> Part {
        let quotable = self
            .parts
            .iter()
            .filter(|(part, _)| QUOTABLE.contains(part));
        let best = quotable.max_by(|(_, a), (_, b)| a.total_cmp(b));
        best.map_or(Part::Summary, |(part, _)| *part)
    }

    /// Whether it was named, or one of its messages fits.
    fn fits(&self) -> bool {
        self.reason != Reason::Words || self.symptom.is_some()
    }

    /// Whether it has enough of what was asked to be called an answer; `ahead` is the share of the best score that the second
    /// best has not.
    fn answers(&self, asked: &Asked, ahead: f32) -> bool {
        if self.fits() || self.names {
            return true;
        }
        let share = |told: f32| told / asked.tells.max(f32::MIN_POSITIVE);
        let single = if asked.single { SINGLE } else { 0.0 };
        let sure = share(self.evidence)
            + IN_LINE * self.in_line
            + AHEAD * ahead
            + TOLD * (1.0 + self.evidence).ln()
            + single;
        let (all, one, told) = TOGETHER;
        let together = share(asked.union) >= all && share(self.evidence) >= one;
        let least = if asked.message { SURE_OF_MESSAGE } else { SURE };
        self.evidence >= LEAST_TOLD && (sure >= least || (together && self.evidence >= told))
    }
}

/// Those that are worth showing, best first; none if none of them answers what was asked.
pub(crate) fn answers(mut candidates: Vec<Candidate>, asked: &Asked) -> Vec<Candidate> {
    let elsewhere = candidates.iter().any(|candidate| candidate.contradicted);
    candidates.retain(|candidate| candidate.fits() || candidate.about || !elsewhere);
    candidates.retain(|candidate| {
        let enough = candidate.covered >= LEAST_COVERED * asked.known;
        candidate.fits() || (enough && !candidate.contradicted)
    });
    let (best, second) = two_best(&candidates);
    let ahead = (best - second) / best.max(f32::MIN_POSITIVE);
    if !candidates.iter().any(|one| one.answers(asked, ahead)) {
        return Vec::new();
    }
    candidates.retain(|one| one.reason == Reason::Handle || one.fit >= LEAST_SHARE * best);
    candidates.sort_by(|a, b| {
        (b.reason, b.score)
            .partial_cmp(&(a.reason, a.score))
            .unwrap_or(Ordering::Equal)
            .then(a.page.card.code.cmp(&b.page.card.code))
    });
    candidates
}

/// The two best scores.
fn two_best(candidates: &[Candidate]) -> (f32, f32) {
    let fits = candidates.iter().map(|one| one.fit);
    fits.fold((0.0, 0.0), |(best, second), fit| match fit > best {
        true => (fit, best),
        false => (best, second.max(fit)),
    })
}
