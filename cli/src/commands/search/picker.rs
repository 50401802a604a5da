//! `gotchas search` without a query on a terminal: results while one types, with a preview.
//!
//! [`Picker`] holds what is shown and answers keys; it knows no terminal, so tests can play it. [`view`](super::view) draws
//! it, and [`run`] connects both with the terminal.

use std::time::Duration;

use anyhow::Context;
use crossterm::{
    clipboard::CopyToClipboard,
    event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    execute,
    terminal::{Clear, ClearType},
};
use gotchas_catalog::{Catalogue, Entry, Side};
use gotchas_search::{Filters, Hit, Query, Searcher};
use tui_input::{Input, backend::crossterm::EventHandler};

use super::{ending::Ending, view};

/// How long to wait for a key before looking whether the window has changed.
const PATIENCE: Duration = Duration::from_millis(500);
/// What follows a key within this time was pasted with it.
const AT_ONCE: Duration = Duration::from_millis(10);
/// Results that are listed.
const LIMIT: usize = 50;

/// What is shown.
pub struct Picker<'a> {
    catalogue: &'a Catalogue,
    searcher: &'a Searcher,
    filters: Filters,
    pub(super) input: Input,
    pub(super) hits: Vec<Listed<'a>>,
    pub(super) selected: usize,
    /// Lines by which the preview is scrolled.
    pub(super) scrolled: u16,
    pub(super) focus: Focus,
    /// What was done last, until the next key.
    pub(super) said: Option<String>,
}

/// A line of the list.
pub struct Listed<'a> {
    pub(super) entry: &'a Entry,
    /// How it was found; nothing while no query was typed.
    pub(super) hit: Option<Hit>,
}

/// Where keys go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// Letters are typed into the query.
    Query,
    /// Letters are commands.
    Preview,
}

/// What a key asks for beyond the picker itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// To go on.
    Nothing,
    /// To leave without a result.
    Leave,
    /// To leave and show this gotcha.
    Explain(String),
    /// To put this into the clipboard.
    Copy(String),
}

impl<'a> Picker<'a> {
    /// Starts with all gotchas that the filters allow.
    pub fn new(catalogue: &'a Catalogue, searcher: &'a Searcher, filters: Filters) -> Self {
        let mut picker = Picker {
            catalogue,
            searcher,
            filters,
            input: Input::default(),
            hits: vec![],
            selected: 0,
            scrolled: 0,
            focus: Focus::Query,
            said: None,
        };
        picker.search();
        picker
    }

    /// What the gotchas are from.
    pub(super) fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The gotcha that is selected, if anything was found.
    pub fn selected(&self) -> Option<&'a Entry> {
        self.hits.get(self.selected).map(|listed| listed.entry)
    }

    fn search(&mut self) {
        let text = self.input.value().trim();
        (self.selected, self.scrolled) = (0, 0);
        if text.is_empty() {
            // An empty query finds nothing; the code of every gotcha starts with CFW.
            let query = Query {
                text: "CFW".to_owned(),
                filters: self.filters.clone(),
                limit: usize::from(u16::MAX),
            };
            let mut allowed: Vec<String> = self.named(&query);
            allowed.sort_unstable();
            let entries = self.catalogue.entries().iter();
            self.hits = entries
                .filter(|entry| allowed.binary_search(&entry.name).is_ok())
                .map(|entry| Listed { entry, hit: None })
                .collect();
            return;
        }
        let query = Query {
            text: text.to_owned(),
            filters: self.filters.clone(),
            limit: LIMIT,
        };
        let found = self.searcher.search(&query).into_iter();
        let listed = found.filter_map(|hit| {
            let entry = self.catalogue.get(&hit.name)?;
            Some(Listed {
                entry,
                hit: Some(hit),
            })
        });
        self.hits = listed.collect();
    }

    fn named(&self, query: &Query) -> Vec<String> {
        let hits = self.searcher.search(query);
        hits.into_iter().map(|hit| hit.name).collect()
    }

    /// Answers an event of the terminal.
    pub fn event(&mut self, event: &Event) -> Wish {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(key, event),
            // Pasted at once: a traceback has line breaks, which must not count as Enter.
            Event::Paste(text) => {
                let text = format!("{}{}", self.input.value(), text.replace(['\r', '\n'], " "));
                self.input = Input::new(text);
                self.search();
                Wish::Nothing
            }
            _ => Wish::Nothing,
        }
    }

    fn key(&mut self, key: &KeyEvent, event: &Event) -> Wish {
        self.said = None;
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if control => return Wish::Leave,
            KeyCode::Char('y') if control || self.focus == Focus::Preview => return self.copy(),
            KeyCode::Char('n') if control => self.select(1),
            KeyCode::Char('p') if control => self.select(-1),
            KeyCode::Char('j') if self.focus == Focus::Preview => self.scroll(1),
            KeyCode::Char('k') if self.focus == Focus::Preview => self.scroll(-1),
            KeyCode::Char('q') if self.focus == Focus::Preview => return Wish::Leave,
            KeyCode::Char('/') if self.focus == Focus::Preview => self.focus = Focus::Query,
            KeyCode::Esc if self.focus == Focus::Preview => self.focus = Focus::Query,
            KeyCode::Esc => return Wish::Leave,
            KeyCode::Tab | KeyCode::BackTab => {
                self.focus = match self.focus {
                    Focus::Query => Focus::Preview,
                    Focus::Preview => Focus::Query,
                }
            }
            KeyCode::Enter => {
                let chosen = self.selected();
                return chosen.map_or(Wish::Nothing, |entry| Wish::Explain(entry.name.clone()));
            }
            KeyCode::Down => self.select(1),
            KeyCode::Up => self.select(-1),
            KeyCode::PageDown => self.scroll(10),
            KeyCode::PageUp => self.scroll(-10),
            _ if self.focus == Focus::Query => {
                let before = self.input.value().to_owned();
                self.input.handle_event(event);
                if self.input.value() != before {
                    self.search();
                }
            }
            _ => {}
        }
        Wish::Nothing
    }

    fn select(&mut self, by: isize) {
        let last = self.hits.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
        self.scrolled = 0;
    }

    fn scroll(&mut self, by: i16) {
        self.scrolled = self.scrolled.saturating_add_signed(by);
    }

    /// The right code of the first example that has one.
    fn copy(&mut self) -> Wish {
        let snippets = self.selected().map(Entry::snippets).unwrap_or_default();
        let right = snippets.iter().find(|snippet| snippet.side == Side::Right);
        let Some(right) = right else {
            return Wish::Nothing;
        };
        self.said = Some("The right code was copied.".to_owned());
        Wish::Copy(right.shown())
    }
}

/// Shows the picker and gives the name of the gotcha that was chosen.
///
/// The terminal is left as it was, also after a panic (ratatui's `init` sees to that) and where the process is asked to end.
pub fn run(picker: &mut Picker<'_>, ending: &Ending) -> anyhow::Result<Option<String>> {
    ending.hold(true);
    let mut terminal = ratatui::try_init().context("this terminal cannot show a picker")?;
    // Not every terminal knows pasting from typing; the picker works without it.
    let _ = execute!(std::io::stdout(), event::EnableBracketedPaste);
    let chosen = converse(&mut terminal, picker, ending);
    let _ = execute!(std::io::stdout(), event::DisableBracketedPaste);
    ratatui::restore();
    ending.hold(false);
    chosen
}

fn converse(
    terminal: &mut ratatui::DefaultTerminal,
    picker: &mut Picker<'_>,
    ending: &Ending,
) -> anyhow::Result<Option<String>> {
    loop {
        if ending.is_asked_for() {
            return Ok(None);
        }
        terminal.draw(|frame| view::draw(picker, frame))?;
        if !event::poll(PATIENCE)? {
            continue;
        }
        let event = read(picker)?;
        if let Event::Resize(..) = event {
            // A window that shrank and grew again has lost what the next drawing would take for granted. `terminal.clear` would
            // ask where the cursor is, and fail where the answer takes its time.
            execute!(std::io::stdout(), Clear(ClearType::All))?;
            terminal.swap_buffers();
        }
        match picker.event(&event) {
            Wish::Nothing => {}
            Wish::Leave => return Ok(None),
            Wish::Explain(name) => return Ok(Some(name)),
            Wish::Copy(text) => {
                execute!(std::io::stdout(), CopyToClipboard::to_clipboard_from(text))?;
            }
        }
    }
}

/// Reads an event. Where a terminal does not tell pasting from typing, the end of a line comes as Enter with more right behind
/// it: nobody types that fast.
fn read(picker: &Picker<'_>) -> anyhow::Result<Event> {
    let event = event::read()?;
    let enter =
        matches!(&event, Event::Key(key) if key.code == KeyCode::Enter || is_line_feed(key));
    let pasted = enter && picker.focus == Focus::Query && event::poll(AT_ONCE)?;
    Ok(match pasted {
        true => Event::Paste("\n".to_owned()),
        false => event,
    })
}

/// A line feed is Ctrl-J to a terminal in raw mode.
fn is_line_feed(key: &KeyEvent) -> bool {
    key.code == KeyCode::Char('j') && key.modifiers.contains(KeyModifiers::CONTROL)
}
