//! Codes: what is one, and what it says.

use gotchas_catalog::Code;

#[test]
fn are_read_and_written() {
    for text in ["CFW000", "CFW001", "CFW403", "CFW999", "CFW1000", "CFW9999"] {
        assert_eq!(text.parse::<Code>().expect("a code").to_string(), text);
    }
    for text in [
        "",
        "CFW",
        "CFW43",
        "CFW0403",
        "CFW12345",
        "cfw403",
        "CFW4o3",
        "CFW+43",
        "E403",
        "CFW４０３",
    ] {
        assert!(text.parse::<Code>().is_err(), "{text}");
    }
}

#[test]
fn tell_their_category() {
    let digit = |text: &str| text.parse::<Code>().expect("a code").digit();
    assert_eq!(["CFW001", "CFW403", "CFW1099"].map(digit), [0, 4, 10]);
}

#[test]
fn are_sorted_by_category() {
    let mut codes: Vec<Code> = ["CFW1000", "CFW999", "CFW001"]
        .map(|text| text.parse().expect("a code"))
        .into();
    codes.sort();
    assert_eq!(
        codes.iter().map(Code::to_string).collect::<Vec<_>>(),
        ["CFW001", "CFW999", "CFW1000"]
    );
}
