//! What is searched for: words, a file, standard input; in any encoding, of any size.

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    path::Path,
};

use anyhow::{Context, bail};

use super::Args;
use crate::terminal;

/// The longest text that is searched for whole.
const LONGEST: usize = 1 << 20;
/// Of a longer one so much of the beginning is, and the rest is from its end: errors are at either.
const HEAD: usize = LONGEST / 4;
/// In UTF-16 at least one byte in so many is zero, if it is a log.
const ZEROS: usize = 8;

/// The text that the arguments ask for.
pub fn text(args: &Args) -> anyhow::Result<String> {
    if let Some(path) = args.file.as_deref().filter(|path| *path != Path::new("-")) {
        let failed = || format!("cannot read {}", path.display());
        return something(read(File::open(path).with_context(failed)?).with_context(failed)?);
    }
    let stdin_named = args.file.is_some() || args.words == ["-"];
    if stdin_named || (args.words.is_empty() && !io::stdin().is_terminal()) {
        return something(read(io::stdin().lock()).context("cannot read standard input")?);
    }
    something(args.words.join(" "))
}

/// Refuses a text without anything in it.
fn something(text: String) -> anyhow::Result<String> {
    if text.trim().is_empty() {
        bail!("nothing to search for; give an error message or some words");
    }
    Ok(text)
}

/// Reads text, whatever its encoding. Of a very long one it keeps both ends, and says so.
fn read(mut source: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes)?;
    let text = decoded(&bytes);
    if text.len() <= LONGEST {
        return Ok(text);
    }
    let head = text.floor_char_boundary(HEAD);
    let tail = text.ceil_char_boundary(text.len() - (LONGEST - HEAD));
    let size = |bytes: usize| format!("{} KiB", bytes >> 10);
    terminal::note(&format!(
        "Of {} the first {} and the last {} are searched.",
        size(text.len()),
        size(HEAD),
        size(LONGEST - HEAD)
    ));
    Ok(format!("{}\n{}", &text[..head], &text[tail..]))
}

/// UTF-8, or UTF-16 as its byte order mark tells: that is what PowerShell writes.
fn decoded(bytes: &[u8]) -> String {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return String::from_utf8_lossy(bytes).into_owned(),
    };
    let start = &bytes[..bytes.len().min(1 << 10)];
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    if zeros * ZEROS < start.len() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let units = bytes[2..].chunks_exact(2);
    let units: Vec<u16> = units.map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_told_by_its_mark_and_its_zeros() {
        let text = "TypeError: «x»";
        let units: Vec<u16> = text.encode_utf16().collect();
        let little = units.iter().flat_map(|unit| unit.to_le_bytes());
        let big = units.iter().flat_map(|unit| unit.to_be_bytes());
        assert_eq!(
            decoded(&[0xff, 0xfe].into_iter().chain(little).collect::<Vec<_>>()),
            text
        );
        assert_eq!(
            decoded(&[0xfe, 0xff].into_iter().chain(big).collect::<Vec<_>>()),
            text
        );
        assert!(decoded(b"\xff\xfe\x00DEBUG nothing").ends_with("DEBUG nothing"));
        assert_eq!(decoded(b"\xff\xfe"), "\u{fffd}\u{fffd}");
    }

    #[test]
    fn both_ends_of_a_long_text_are_kept() {
        let text = format!("first{}last", "→".repeat(LONGEST));
        let kept = read(text.as_bytes()).unwrap();
        assert!(kept.starts_with("first") && kept.ends_with("last"));
        assert!(kept.len() <= LONGEST + 1);
    }
}
