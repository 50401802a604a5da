//! How the picker looks.

use ansi_to_tui::IntoText;
use gotchas_catalog::Severity;
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span, Text},
    widgets::{Block, Borders, List, ListItem, ListState, Paragraph},
};

use super::picker::{Focus, Listed, Picker};
use crate::commands::explain;

/// From this width on the preview stands beside the list instead of below it.
const BESIDE: u16 = 100;
/// What stands before the query.
const PROMPT: &str = "Search: ";

/// Draws everything.
pub fn draw(picker: &Picker<'_>, frame: &mut Frame<'_>) {
    let [top, middle, bottom] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(1),
    ])
    .areas(frame.area());
    query(picker, frame, top);
    let shares = [Constraint::Percentage(40), Constraint::Percentage(60)];
    let [list, preview] = match middle.width >= BESIDE {
        true => beside(frame, Layout::horizontal(shares).areas(middle)),
        false => Layout::vertical(shares).areas(middle),
    };
    self::list(picker, frame, list);
    self::preview(picker, frame, preview);
    let keys = match picker.focus {
        Focus::Query => "↑↓ choose  Enter read  Tab preview  Ctrl-Y copy right code  Esc leave",
        Focus::Preview => "j k scroll  y copy right code  Enter read  Tab query  q leave",
    };
    let line = picker.said.as_deref().unwrap_or(keys);
    let style = Style::new().add_modifier(Modifier::DIM);
    frame.render_widget(Line::styled(line, style), bottom);
}

/// Draws a rule between two areas, with a space on either side, and gives what is left of them.
fn beside(frame: &mut Frame<'_>, [left, right]: [Rect; 2]) -> [Rect; 2] {
    let rule = Layout::horizontal([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
    ]);
    let [gap, _, right] = rule.areas(right);
    let [left, _] = Layout::horizontal([Constraint::Min(0), Constraint::Length(1)]).areas(left);
    frame.render_widget(Block::new().borders(Borders::LEFT), gap);
    [left, right]
}

fn query(picker: &Picker<'_>, frame: &mut Frame<'_>, area: Rect) {
    let room = area.width.saturating_sub(PROMPT.len() as u16 + 1);
    let scroll = picker.input.visual_scroll(usize::from(room));
    let [prompt, typed] =
        Layout::horizontal([Constraint::Length(PROMPT.len() as u16), Constraint::Min(0)])
            .areas(area);
    frame.render_widget(Span::styled(PROMPT, Style::new().bold()), prompt);
    let text = Paragraph::new(picker.input.value()).scroll((0, scroll as u16));
    frame.render_widget(text, typed);
    if picker.focus == Focus::Query {
        let cursor = picker.input.visual_cursor().saturating_sub(scroll) as u16;
        frame.set_cursor_position((typed.x + cursor.min(room), typed.y));
    }
}

fn list(picker: &Picker<'_>, frame: &mut Frame<'_>, area: Rect) {
    let count = picker.hits.len();
    let title = match count {
        0 => " Nothing found ".to_owned(),
        1 => " 1 gotcha ".to_owned(),
        count => format!(" {count} gotchas "),
    };
    let items = picker.hits.iter().map(item);
    let list = List::new(items)
        .block(Block::new().borders(Borders::TOP).title(title))
        .highlight_symbol("> ")
        .highlight_style(Style::new().add_modifier(Modifier::REVERSED));
    let selected = (count > 0).then_some(picker.selected);
    let mut state = ListState::default().with_selected(selected);
    frame.render_stateful_widget(list, area, &mut state);
}

fn item(listed: &Listed<'_>) -> ListItem<'static> {
    let gotcha = &listed.entry.gotcha;
    let colour = match gotcha.severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Info => Color::Blue,
    };
    let code = Span::styled(listed.entry.code().to_string(), Style::new().fg(colour));
    let mut lines = vec![Line::from(vec![
        code,
        Span::raw(format!(" {}", gotcha.title.value)),
    ])];
    let quoted = listed.hit.iter().map(|hit| &hit.excerpt.text);
    for quoted in quoted.filter(|text| !text.is_empty() && **text != gotcha.title.value) {
        let style = Style::new().add_modifier(Modifier::DIM);
        lines.push(Line::styled(format!("  {quoted}"), style));
    }
    ListItem::new(Text::from(lines))
}

fn preview(picker: &Picker<'_>, frame: &mut Frame<'_>, area: Rect) {
    let border = match picker.focus {
        Focus::Preview => Style::new().add_modifier(Modifier::BOLD),
        Focus::Query => Style::new(),
    };
    let block = Block::new().borders(Borders::TOP).border_style(border);
    let Some(entry) = picker.selected() else {
        return frame.render_widget(block, area);
    };
    let width = usize::from(area.width.max(1));
    let page = explain::page(entry, picker.catalogue(), width, explain::Links::Dead);
    // What cannot be read as styled text is shown as it is.
    let text = page.into_text().unwrap_or_else(|_| Text::raw(page.clone()));
    let room = usize::from(area.height.saturating_sub(1));
    let last = text.lines.len().saturating_sub(room);
    let scrolled = usize::from(picker.scrolled).min(last) as u16;
    let title = format!(" {} ", entry.name);
    let paragraph = Paragraph::new(text).scroll((scrolled, 0));
    frame.render_widget(paragraph.block(block.title(title)), area);
}

#[cfg(test)]
mod tests {
    use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
    use gotchas_search::Filters;
    use ratatui::{Terminal, backend::TestBackend};

    use super::*;
    use crate::commands::search::picker::Wish;

    fn picker(searcher: &gotchas_search::Searcher) -> Picker<'_> {
        Picker::new(gotchas_embedded::catalogue(), searcher, Filters::default())
    }

    fn press(picker: &mut Picker<'_>, code: KeyCode, modifiers: KeyModifiers) -> Wish {
        picker.event(&Event::Key(KeyEvent::new(code, modifiers)))
    }

    fn type_in(picker: &mut Picker<'_>, text: &str) {
        for letter in text.chars() {
            press(picker, KeyCode::Char(letter), KeyModifiers::NONE);
        }
    }

    /// The screen as text.
    fn screen(picker: &Picker<'_>, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test backend");
        terminal
            .draw(|frame| draw(picker, frame))
            .expect("it draws");
        terminal.backend().to_string()
    }

    #[test]
    fn all_gotchas_are_there_before_anything_is_typed() {
        let searcher = gotchas_embedded::searcher();
        let picker = picker(&searcher);
        let count = gotchas_embedded::catalogue().entries().len();
        assert_eq!(picker.hits.len(), count);
        let screen = screen(&picker, 80, 24);
        assert!(screen.contains(&format!("{count} gotchas")), "{screen}");
        assert!(screen.contains("> CFW001"), "{screen}");
    }

    #[test]
    fn typing_searches_and_the_best_is_previewed() {
        let searcher = gotchas_embedded::searcher();
        let mut picker = picker(&searcher);
        type_in(&mut picker, "object is not iterable");
        for (width, height) in [(80, 24), (160, 50), (40, 12)] {
            let screen = screen(&picker, width, height);
            assert!(screen.contains("> CFW403"), "{screen}");
            assert!(screen.contains(" jsproxy-to-dict "), "{screen}");
        }
        let chosen = press(&mut picker, KeyCode::Enter, KeyModifiers::NONE);
        assert_eq!(chosen, Wish::Explain("jsproxy-to-dict".to_owned()));
    }

    #[test]
    fn y_copies_in_the_preview_and_is_a_letter_in_the_query() {
        let searcher = gotchas_embedded::searcher();
        let mut picker = picker(&searcher);
        type_in(&mut picker, "jsproxy");
        assert_eq!(picker.input.value(), "jsproxy");
        press(&mut picker, KeyCode::Tab, KeyModifiers::NONE);
        let Wish::Copy(code) = press(&mut picker, KeyCode::Char('y'), KeyModifiers::NONE) else {
            panic!("nothing was copied")
        };
        assert!(code.contains("row.to_py()"), "{code}");
        assert!(screen(&picker, 80, 24).contains("copied"));
        press(&mut picker, KeyCode::Tab, KeyModifiers::NONE);
        let wish = press(&mut picker, KeyCode::Char('y'), KeyModifiers::CONTROL);
        assert!(matches!(wish, Wish::Copy(_)));
    }

    #[test]
    fn a_pasted_traceback_is_one_query() {
        let searcher = gotchas_embedded::searcher();
        let mut picker = picker(&searcher);
        let traceback = "Traceback (most recent call last):\n  File \"entry.py\", line 3\nRuntimeError: can't start new thread\n";
        assert_eq!(
            picker.event(&Event::Paste(traceback.to_owned())),
            Wish::Nothing
        );
        let first = picker.selected().map(|entry| entry.name.as_str());
        assert_eq!(first, Some("threading-primitives"));
    }

    #[test]
    fn nothing_found_is_said_and_keys_do_no_harm() {
        let searcher = gotchas_embedded::searcher();
        let mut picker = picker(&searcher);
        type_in(&mut picker, "zzzzqqqq");
        assert!(screen(&picker, 80, 24).contains("Nothing found"));
        for code in [
            KeyCode::Down,
            KeyCode::Up,
            KeyCode::PageDown,
            KeyCode::Enter,
            KeyCode::Tab,
        ] {
            assert_eq!(press(&mut picker, code, KeyModifiers::NONE), Wish::Nothing);
        }
        assert_eq!(
            press(&mut picker, KeyCode::Char('y'), KeyModifiers::NONE),
            Wish::Nothing
        );
        assert_eq!(
            press(&mut picker, KeyCode::Char('c'), KeyModifiers::CONTROL),
            Wish::Leave
        );
    }

    #[test]
    fn a_rule_stands_between_list_and_preview() {
        let searcher = gotchas_embedded::searcher();
        let picker = picker(&searcher);
        for width in [100, 160] {
            let screen = screen(&picker, width, 24);
            let rows = screen.lines().skip(1).take(22);
            assert!(rows.clone().all(|row| row.contains(" │ ")), "{screen}");
        }
        assert!(!screen(&picker, 99, 24).contains(" │ "));
    }

    #[test]
    fn the_smallest_terminals_are_survived() {
        let searcher = gotchas_embedded::searcher();
        let picker = picker(&searcher);
        for (width, height) in [(1, 1), (2, 3), (10, 4)] {
            screen(&picker, width, height);
        }
    }
}
