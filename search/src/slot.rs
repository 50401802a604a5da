//! What is looked for: a word of the query with everything that may stand for it.

/// A word of the query with everything that may stand for it; a gotcha scores by the alternative that fits best.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Slot {
    /// How much it counts: 1 is a word of the line that tells most.
    pub(crate) weight: f32,
    /// How much it tells if it is found: see [`Dictionary::rarity`](crate::dictionary::Dictionary::rarity).
    pub(crate) rarity: f32,
    /// How much it tells apart what is asked from everything else (see [`tells`](crate::background::tells)), by the word of the
    /// query that it is or stands for.
    pub(crate) told: Vec<(usize, f32)>,
    /// What is looked for.
    pub(crate) alternatives: Vec<Alternative>,
    /// Whether it is a name, which is no word of anybody's prose.
    pub(crate) name: bool,
    /// Whether it is an identifier that nothing but a program has, and that some gotcha has.
    pub(crate) identifier: bool,
    /// Whether it stands in the query itself; synonyms and words put together do not.
    pub(crate) own: bool,
    /// Whether it stands there and is looked for: no gotcha need have a word where they have its synonyms.
    pub(crate) asked: bool,
}

impl Slot {
    /// Counts as much as it does wherever it stands in the query.
    pub(crate) fn strengthen(&mut self, weight: f32, tells: f32) {
        self.weight = self.weight.max(weight);
        for (_, told) in &mut self.told {
            *told = told.max(tells);
        }
    }

    /// How much it tells apart what is asked, if it stands in the query itself.
    pub(crate) fn tells(&self) -> f32 {
        let told = self.told.iter().map(|(_, told)| told);
        if self.own { told.sum() } else { 0.0 }
    }

    /// How surely the gotchas know it, from 0 to 1.
    pub(crate) fn likeness(&self) -> f32 {
        let alternatives = self.alternatives.iter();
        let factors = alternatives.map(|alternative| alternative.factor);
        factors.fold(0.0, f32::max).min(1.0)
    }

    /// How much of what the query tells is this word.
    pub(crate) fn worth(&self) -> f32 {
        self.weight * self.rarity
    }
}

/// A term that may stand for a word of the query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alternative {
    /// The term, not stemmed.
    pub(crate) text: String,
    /// How well it stands for the word, 1 for the word itself.
    pub(crate) factor: f32,
    /// How much of what the word tells it tells, from 0 to 1: a piece of a long identifier hardly says what that is about.
    pub(crate) told: f32,
    /// Whether it is an identifier as it is written, whole: no other inflection will do, and it is as good in code as in a title.
    pub(crate) whole: bool,
}

impl Alternative {
    /// A term that is no whole identifier.
    pub(crate) fn new(text: impl Into<String>, factor: f32) -> Alternative {
        Alternative {
            text: text.into(),
            factor,
            told: factor.min(1.0),
            whole: false,
        }
    }
}
