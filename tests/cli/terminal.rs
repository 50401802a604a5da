//! What a person at a terminal sees: the picker, the pager, links. Each test has a terminal of its own.

use std::{
    io::{Read, Write},
    num::NonZero,
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use gotchas_catalog::Side;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Parser;

use crate::catalogue;

/// Longer than any machine needs to answer a key.
const PATIENCE: Duration = Duration::from_secs(30);
const SIZE: PtySize = PtySize {
    rows: 24,
    cols: 80,
    pixel_width: 0,
    pixel_height: 0,
};

/// A program in a terminal.
struct Terminal {
    screen: Parser,
    /// Everything that was written to it.
    written: Vec<u8>,
    /// How many of the questions where the cursor is were answered.
    answered: usize,
    output: Receiver<Vec<u8>>,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
}

impl Terminal {
    fn run(args: &[&str], environment: &[(&str, &str)]) -> Terminal {
        let pair = native_pty_system().openpty(SIZE).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_gotchas"));
        command.args(args);
        for name in [
            "NO_COLOR",
            "COLUMNS",
            "GOTCHAS_PAGER",
            "PAGER",
            "LESS",
            "FORCE_HYPERLINK",
        ] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let keys = pair.master.take_writer().expect("its input");
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let [rows, columns] =
            [SIZE.rows, SIZE.cols].map(|size| NonZero::new(size).expect("a size"));
        Terminal {
            screen: Parser::new(rows, columns, 0),
            written: Vec::new(),
            answered: 0,
            output,
            keys,
            master: pair.master,
            child,
        }
    }

    /// Gives the window another size, as a person does with a mouse.
    fn resize(&mut self, rows: u16, cols: u16) {
        let size = PtySize { rows, cols, ..SIZE };
        self.master.resize(size).expect("a terminal with a size");
        let [rows, columns] = [rows, cols].map(|size| NonZero::new(size).expect("a size"));
        self.screen.screen_mut().set_size(rows, columns);
    }

    /// Takes what is written for a while: two sizes at once would be drawn into each other.
    fn settles(&mut self) {
        let end = Instant::now() + Duration::from_secs(1);
        while let Ok(bytes) = self
            .output
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            self.take(&bytes);
        }
    }

    fn press(&mut self, keys: &str) {
        self.keys
            .write_all(keys.as_bytes())
            .expect("a terminal that takes keys");
        self.keys.flush().expect("a terminal that takes keys");
    }

    /// Waits until the screen shows a text, and gives the screen.
    fn shows(&mut self, text: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let contents = self.screen.screen().contents();
            if contents.contains(text) {
                return contents;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!("{text:?} is not shown, but:\n{contents}"),
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.written.extend(bytes);
        let asks = |bytes: &[u8]| bytes.windows(4).filter(|four| four == b"\x1b[6n").count();
        while self.answered < asks(&self.written) {
            self.answered += 1;
            let (row, column) = self.screen.screen().cursor_position();
            self.press(&format!("\u{1b}[{};{}R", row + 1, column + 1));
        }
    }

    /// Waits for the end, and gives the exit code.
    fn end(&mut self) -> u32 {
        let status = self.child.wait().expect("an end");
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.take(&bytes);
        }
        status.exit_code()
    }

    /// Whether the terminal is as a shell expects it.
    fn is_restored(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
    }
}

#[test]
fn the_picker_lists_finds_and_explains() {
    let mut terminal = Terminal::run(&["search", "--no-pager"], &[]);
    terminal.shows("CFW001");
    assert!(terminal.screen.screen().alternate_screen());
    terminal.press("cookie");
    let screen = terminal.shows("multiple-set-cookie");
    assert!(
        screen.lines().all(|line| line.chars().count() <= 80),
        "{screen}"
    );
    terminal.press("\r");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.is_restored());
    let text = String::from_utf8_lossy(&terminal.written).into_owned();
    assert!(text.contains("multiple-set-cookie"));
}

#[test]
fn the_picker_leaves_the_terminal_as_it_found_it() {
    // Escape, and Ctrl-C as the terminal sends it in raw mode.
    for key in ["\u{1b}", "\u{3}"] {
        let mut terminal = Terminal::run(&["search"], &[]);
        terminal.shows("CFW001");
        terminal.press(key);
        assert_eq!(terminal.end(), 1);
        assert!(terminal.is_restored());
    }
}

#[test]
#[cfg(unix)]
fn the_picker_leaves_the_terminal_as_it_found_it_when_it_is_asked_to_end() {
    let mut terminal = Terminal::run(&["search"], &[]);
    terminal.shows("CFW001");
    let process = terminal.child.process_id().expect("it runs").to_string();
    let sent = std::process::Command::new("kill")
        .args(["-TERM", &process])
        .status();
    assert!(sent.expect("kill").success());
    assert_eq!(terminal.end(), 1);
    assert!(terminal.is_restored());
}

#[test]
fn who_leaves_the_pager_is_back_at_the_list() {
    let pager = [("GOTCHAS_PAGER", "sh -c 'cat >/dev/null; echo paged'")];
    let mut terminal = Terminal::run(&["search"], &pager);
    terminal.shows("CFW001");
    terminal.press("cookie");
    terminal.shows("Search: cookie");
    terminal.press("\r");
    terminal.settles();
    terminal.shows("Search: cookie");
    assert!(terminal.screen.screen().alternate_screen());
    assert!(String::from_utf8_lossy(&terminal.written).contains("paged"));
    terminal.press("\u{1b}");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.is_restored());
}

#[test]
fn a_paste_that_the_terminal_does_not_mark_is_one_query() {
    let mut terminal = Terminal::run(&["search"], &[]);
    terminal.shows("CFW001");
    terminal.press("Traceback:\rRuntimeError: can't start new thread");
    terminal.shows("start new thread");
    terminal.shows("CFW201");
    assert!(terminal.screen.screen().alternate_screen());
    terminal.press("\u{3}");
    assert_eq!(terminal.end(), 1);
}

#[test]
fn the_picker_copies_the_right_code() {
    let mut terminal = Terminal::run(&["search"], &[]);
    terminal.shows("CFW001");
    terminal.press("CFW403");
    terminal.shows("jsproxy-to-dict");
    terminal.press("\ty");
    terminal.shows("copied");
    terminal.press("q");
    assert_eq!(terminal.end(), 1);
    let catalogue = catalogue();
    let entry = catalogue.get("CFW403").expect("it is there");
    let snippets = entry.snippets();
    let right = snippets.iter().find(|snippet| snippet.side == Side::Right);
    let code = STANDARD.encode(right.expect("it has right code").shown());
    let written = String::from_utf8_lossy(&terminal.written).into_owned();
    assert!(
        written.contains(&format!("\u{1b}]52;c;{code}")),
        "{written:?}"
    );
}

#[test]
fn the_picker_follows_the_size_of_the_window() {
    let mut terminal = Terminal::run(&["search"], &[]);
    terminal.shows("CFW001");
    terminal.press("coo");
    // From here on it waits for keys and for the window.
    terminal.shows("Search: coo");
    for (rows, columns) in [(3, 10), (1, 1), (50, 160), (24, 80)] {
        terminal.resize(rows, columns);
        terminal.settles();
    }
    terminal.shows("Search: coo");
    terminal.press("kie");
    terminal.shows("Search: cookie");
    terminal.shows("multiple-set-cookie");
    terminal.press("\u{3}");
    assert_eq!(terminal.end(), 1);
    assert!(terminal.is_restored());
}

#[test]
fn the_picker_draws_without_colour_where_none_is_wanted() {
    let is_coloured = |args: &[&str], environment: &[(&str, &str)]| {
        let mut terminal = Terminal::run(args, environment);
        terminal.shows("CFW001");
        terminal.press("\u{1b}");
        terminal.end();
        let written = String::from_utf8_lossy(&terminal.written).into_owned();
        written.contains("[38;5;") || written.contains("[31m")
    };
    assert!(is_coloured(&["search"], &[]));
    assert!(!is_coloured(&["search", "--color", "never"], &[]));
    assert!(!is_coloured(&["search"], &[("NO_COLOR", "1")]));
}

#[test]
fn what_is_longer_than_the_window_goes_through_the_pager() {
    let mut terminal = Terminal::run(
        &["explain", "CFW403"],
        &[("GOTCHAS_PAGER", "sh -c 'echo paged; wc -l'")],
    );
    terminal.shows("paged");
    assert_eq!(terminal.end(), 0);
    let mut terminal = Terminal::run(&["explain", "CFW000"], &[("PAGER", "sh -c 'echo paged'")]);
    assert_eq!(terminal.end(), 0);
    assert!(!terminal.screen.screen().contents().contains("paged"));
    // A pager that is not there keeps nobody from reading.
    let mut terminal = Terminal::run(&["explain", "CFW403"], &[("PAGER", "no-such-pager")]);
    terminal.shows("References");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn names_are_links_where_the_terminal_knows_them() {
    let link = "\u{1b}]8;;https://";
    for (force, expected) in [("1", true), ("0", false)] {
        let mut terminal = Terminal::run(
            &["search", "cookie", "--no-pager"],
            &[("FORCE_HYPERLINK", force)],
        );
        assert_eq!(terminal.end(), 0);
        let text = String::from_utf8_lossy(&terminal.written).into_owned();
        assert_eq!(text.contains(link), expected, "{text}");
    }
}
