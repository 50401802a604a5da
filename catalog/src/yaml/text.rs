//! Reading a file into text that every later position refers to.

use std::{fs, io::Read, path::Path};

use crate::Problem;

/// The largest file that is read, in bytes. A gotcha takes about 10 kB.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// The text of a file: UTF-8, without a byte order mark, lines separated by `\n` alone.
///
/// Neither change moves a line or a column.
pub fn read(path: &Path) -> Result<String, Vec<Problem>> {
    let failed = |error: std::io::Error| {
        vec![Problem::new(
            path,
            format!("cannot read this file: {error}"),
        )]
    };
    let about = fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        let problem = Problem::new(path, "this is a folder, not a YAML file");
        return Err(vec![problem.help("rename the folder or remove it")]);
    }
    if !about.is_file() {
        // A named pipe would block for ever.
        return Err(vec![Problem::new(path, "this is not a regular file")]);
    }
    let mut bytes = vec![];
    fs::File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!(
            "this file has {} bytes; at most {MAX_BYTES} are read",
            about.len()
        );
        let help = "a gotcha takes about 10 kB; split it, or shorten what is pasted in";
        return Err(vec![Problem::new(path, message).help(help)]);
    }
    decode(path, bytes)
}

/// Turns bytes into text, or says where they are none.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, Vec<Problem>> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let problem = Problem::new(path, "this file is not UTF-8")
            .source(Some(text.into()))
            .range(good..good + char::REPLACEMENT_CHARACTER.len_utf8());
        vec![
            problem
                .label("the first byte that is not UTF-8")
                .help("save the file as UTF-8"),
        ]
    })?;
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(&text)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    match text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t')) {
        Some(start) => {
            let control = text[start..].chars().next().unwrap_or_default();
            let message = format!(
                "this file contains the control character U+{:04X}",
                u32::from(control)
            );
            let problem = Problem::new(path, message)
                .source(Some(text.clone().into()))
                .range(start..start + control.len_utf8());
            let help =
                "remove it; inside a double-quoted string write it as an escape such as `\"\\0\"`";
            Err(vec![problem.label("not allowed in YAML").help(help)])
        }
        None => Ok(text),
    }
}
