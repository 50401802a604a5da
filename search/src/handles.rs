//! Codes and names inside a query.

/// A code, the beginning of one, or a name, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Handle {
    /// `cfw403`, or a name.
    Whole(String),
    /// `cfw4`, `cfw`.
    Beginning(String),
}

/// The handles in a text and whether there is anything else in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handles {
    /// What may be a handle, in order.
    pub(crate) handles: Vec<Handle>,
    /// Whether words are left.
    pub(crate) alone: bool,
}

/// Finds what may be a code or a name. Codes are recognized with a space or hyphen inside, in any case and with their
/// letters swapped; a name is recognized by its hyphens, or because it is all there is.
pub(crate) fn find(text: &str) -> Handles {
    let mut handles = Vec::new();
    let mut alone = true;
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .filter(|word| !word.is_empty())
        .collect();
    let mut at = 0;
    while at < words.len() {
        let pair = words
            .get(at + 1)
            .filter(|_| is_prefix(words[at]))
            .map(|next| format!("{}{next}", words[at]));
        if let Some(code) = pair.as_deref().and_then(code) {
            handles.push(code);
            at += 1;
        } else if let Some(code) = code(words[at]) {
            handles.push(code);
        } else if words[at].contains('-') {
            handles.push(Handle::Whole(words[at].to_lowercase()));
        } else {
            alone = false;
        }
        at += 1;
    }
    if !alone && words.len() <= 6 {
        handles.push(Handle::Whole(
            words.join("-").replace('_', "-").to_lowercase(),
        ));
    }
    Handles {
        alone: alone && !handles.is_empty(),
        handles,
    }
}

/// `CFW403`, `cfw-403`, `CWF403`, `CFV403`, `CFW0403`, `cfw4`.
fn code(word: &str) -> Option<Handle> {
    let digits_at = word
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(word.len());
    let (letters, digits) = word.split_at(digits_at);
    let letters = letters.trim_end_matches(['-', '_']);
    if !is_prefix(letters) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let surplus = digits.len().saturating_sub(3);
    let digits = match digits[..surplus].bytes().all(|digit| digit == b'0') {
        true => &digits[surplus..],
        false => digits,
    };
    // What names no gotcha finds none: letters that are nearly right may be tried.
    if digits.len() < 3 && !is_swapped(letters) {
        return None;
    }
    match digits.len() {
        3 => Some(Handle::Whole(format!("cfw{digits}"))),
        0..3 => Some(Handle::Beginning(format!("cfw{digits}"))),
        _ => None,
    }
}

/// `CFW`, also with one letter too few, too many or wrong.
fn is_prefix(letters: &str) -> bool {
    let near = || strsim::osa_distance(&letters.to_ascii_lowercase(), "cfw") == 1;
    is_swapped(letters) || ((2..=4).contains(&letters.len()) && near())
}

/// `CFW` in any order.
fn is_swapped(letters: &str) -> bool {
    let mut sorted = letters.to_ascii_lowercase().into_bytes();
    sorted.sort_unstable();
    sorted == b"cfw"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Handles {
        Handles {
            handles: vec![Handle::Whole(text.to_owned())],
            alone: true,
        }
    }

    #[test]
    fn codes_are_found_however_they_are_typed() {
        for text in [
            "CFW403",
            "cfw403",
            "CFW 403",
            "cfw-403",
            "CWF403",
            "CFV403",
            "CF403",
            "CFW0403",
            "# CFW403:",
        ] {
            assert_eq!(find(text), whole("cfw403"), "{text}");
        }
        assert_eq!(find("CFW4").handles, [Handle::Beginning("cfw4".to_owned())]);
        assert_eq!(find("cfw").handles, [Handle::Beginning("cfw".to_owned())]);
    }

    #[test]
    fn names_are_found_in_addresses_and_spelled_out() {
        assert_eq!(find("jsproxy-to-dict"), whole("jsproxy-to-dict"));
        assert!(
            find("https://x.y/database/jsproxy-to-dict.html")
                .handles
                .contains(&Handle::Whole("jsproxy-to-dict".to_owned()))
        );
        assert_eq!(
            find("asyncio lock").handles,
            [Handle::Whole("asyncio-lock".to_owned())]
        );
    }

    #[test]
    fn other_words_are_left_to_the_ranking() {
        let handles = find("what does CFW403 say about dict");
        assert_eq!(handles.handles[0], Handle::Whole("cfw403".to_owned()));
        assert!(!handles.alone);
        assert!(
            find("HTTP 403")
                .handles
                .iter()
                .all(|handle| *handle == Handle::Whole("http-403".to_owned()))
        );
    }
}
