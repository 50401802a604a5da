//! What a page says about running an example in the reader's browser.

use gotchas_catalog::{Binding, Catalogue, Entry, Side, Snippet};
use serde::Serialize;

use crate::{
    Pyodide,
    browser::{Need, Play, play},
    markdown,
};

/// An example that can be run, or why it cannot.
#[derive(Debug, Serialize)]
pub(super) struct PlayingView {
    /// Index of the example.
    example: usize,
    /// The sides that have a button, with a blank between them.
    sides: String,
    /// Why the others have none, in Markdown, each in a sentence.
    reasons: Vec<String>,
}

/// Nothing for an example about which there is nothing to say, or where the site has no Pyodide.
pub(super) fn view(
    catalogue: &Catalogue,
    pyodide: &Pyodide,
    entry: &Entry,
    index: usize,
    snippets: &[Snippet],
) -> Option<PlayingView> {
    if pyodide.builds().is_empty() {
        return None;
    }
    let example = &entry.gotcha.examples[index];
    let own = snippets.iter().filter(|snippet| snippet.example == index);
    let plays: Vec<(Side, Play)> = own
        .map(|one| {
            let play = play(catalogue, pyodide, entry, example, one.side, &one.code);
            (one.side, play)
        })
        .collect();
    let buttons = plays.iter().filter(|(_, play)| *play == Play::Button);
    let sides: Vec<String> = buttons.map(|(side, _)| side.to_string()).collect();
    let reasons = reasons(&plays);
    (!sides.is_empty() || !reasons.is_empty()).then(|| PlayingView {
        example: index,
        sides: sides.join(" "),
        reasons,
    })
}

/// Why sides have no button; one sentence if it is the same for all.
fn reasons(plays: &[(Side, Play)]) -> Vec<String> {
    if let [(_, first), rest @ ..] = plays
        && rest.iter().all(|(_, play)| play == first)
    {
        return reason("This example", first).into_iter().collect();
    }
    plays
        .iter()
        .filter_map(|(side, play)| reason(&format!("The {side} code"), play))
        .collect()
}

fn reason(what: &str, play: &Play) -> Option<String> {
    match play {
        Play::Button | Play::Nothing => None,
        Play::Needs(needs) => {
            let needs: Vec<String> = needs.iter().map(need).collect();
            let needs = needs.join(" and ");
            Some(format!(
                "{what} needs {needs}, which a browser does not have."
            ))
        }
        Play::Impossible(reason) => Some(format!(
            "{what} shows nothing in a browser. {}",
            markdown::inline(reason)
        )),
    }
}

fn need(need: &Need) -> String {
    match need {
        Need::Binding(Binding::DB) => "the D1 database `DB`".to_owned(),
        Need::Binding(Binding::KV) => "the KV namespace `KV`".to_owned(),
        Need::Binding(Binding::R2) => "the R2 bucket `R2`".to_owned(),
        Need::Package(name) => format!("the package `{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_for_both_sides_is_said_once() {
        let needs = || Play::Needs(vec![Need::Binding(Binding::KV)]);
        let both = [(Side::Wrong, needs()), (Side::Right, needs())];
        let said = "This example needs the KV namespace `KV`, which a browser does not have.";
        assert_eq!(reasons(&both), [said]);
        let one = [(Side::Wrong, Play::Button), (Side::Right, needs())];
        assert_eq!(
            reasons(&one),
            [said.replace("This example", "The right code")]
        );
        assert!(reasons(&[(Side::Wrong, Play::Button)]).is_empty());
    }
}
