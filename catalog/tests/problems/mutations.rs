//! Whatever a file holds, loading it gives a catalogue or problems, never a panic.

use crate::knowledge::{GOTCHA, Knowledge};

/// Numbers that look random and are the same in every run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

/// Loads the knowledge base with this file and draws what is wrong with it.
fn survives(knowledge: Knowledge, file: &str, bytes: &[u8]) -> Knowledge {
    let knowledge = knowledge.write(file, bytes);
    if let Err(problems) = knowledge.load() {
        assert!(problems.iter().len() > 0, "an error without a problem");
        assert!(problems.render(true).contains("found"));
    }
    knowledge
}

#[test]
fn truncated_anywhere() {
    for file in [GOTCHA, "runtimes.yaml", "categories.yaml"] {
        let text = Knowledge::valid().read(file);
        let mut knowledge = Knowledge::valid();
        for length in (0..text.len()).step_by(11) {
            knowledge = survives(knowledge, file, &text.as_bytes()[..length]);
        }
    }
}

#[test]
fn bytes_changed() {
    let mut numbers = Numbers(1);
    let original = Knowledge::valid().read(GOTCHA).into_bytes();
    let mut knowledge = Knowledge::valid();
    for _ in 0..300 {
        let mut bytes = original.clone();
        for _ in 0..=numbers.below(4) {
            let index = numbers.below(bytes.len());
            bytes[index] = numbers.below(256) as u8;
        }
        knowledge = survives(knowledge, GOTCHA, &bytes);
    }
}

#[test]
fn pieces_moved_and_repeated() {
    const PIECES: [&str; 18] = [
        "\n",
        "  ",
        "\t",
        "- ",
        ": ",
        "|",
        ">",
        "\"",
        "'",
        "&a ",
        "*a",
        "<<: ",
        "{",
        "[",
        "~",
        "# gotcha",
        "\u{1f40d}",
        "\u{2028}",
    ];
    let mut numbers = Numbers(2);
    let original = Knowledge::valid().read(GOTCHA);
    let mut knowledge = Knowledge::valid();
    for _ in 0..300 {
        let mut text = original.clone();
        for _ in 0..=numbers.below(3) {
            let at = text.floor_char_boundary(numbers.below(text.len()));
            text.insert_str(at, PIECES[numbers.below(PIECES.len())]);
        }
        let (from, length) = (numbers.below(text.len()), numbers.below(40));
        let (from, to) = (
            text.floor_char_boundary(from),
            text.floor_char_boundary(from + length),
        );
        let piece = text[from..to].to_owned();
        text.insert_str(text.floor_char_boundary(numbers.below(text.len())), &piece);
        knowledge = survives(knowledge, GOTCHA, text.as_bytes());
    }
}
