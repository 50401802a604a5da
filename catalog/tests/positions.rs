//! Positions of values in YAML, however they are written.

use gotchas_catalog::{Code, Located, Position};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    text: Located<String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Values {
    list: Vec<Item>,
    flow: Vec<Located<String>>,
    code: Located<Code>,
    number: Located<u8>,
    #[serde(default)]
    absent: Option<Located<String>>,
}

const YAML: &str = r#"# A comment with é.
list:
  - text: plain
  - text:   "quoted é" # comment
  - text: 'single'
  - text: |
      literal
        deeper
  - text: |2-

      indicator
  - text: >
      folded
      on two lines
  - text:
      below its key
  - text: |

      after a blank line
  -   text: é: "no"
flow: [one, "twö", three]
code: CFW403
number: 4
"#;

fn values() -> Values {
    serde_yaml::from_str(&YAML.replace("é: \"no\"", "é \"no\"")).expect("valid")
}

fn at(line: usize, column: usize) -> Position {
    Position { line, column }
}

#[test]
fn are_where_the_value_starts() {
    let expected = [
        (at(3, 11), "plain"),
        (at(4, 13), "quoted é"),
        (at(5, 11), "single"),
        (at(7, 7), "literal\n  deeper\n"),
        // Empty lines at the beginning of a block come before its position.
        (at(11, 7), "\nindicator"),
        (at(13, 7), "folded on two lines\n"),
        (at(16, 7), "below its key"),
        (at(19, 7), "\nafter a blank line\n"),
        (at(20, 13), "é \"no\""),
    ];
    let values = values();
    let found: Vec<(Position, &str)> = values
        .list
        .iter()
        .map(|item| (item.text.at, item.text.as_str()))
        .collect();
    assert_eq!(found, expected);
    let flow: Vec<Position> = values.flow.iter().map(|item| item.at).collect();
    assert_eq!(flow, [at(21, 8), at(21, 13), at(21, 20)]);
    assert_eq!((values.code.at, values.number.at), (at(22, 7), at(23, 9)));
}

#[test]
fn are_unknown_in_json_and_values_stay() {
    let values = values();
    let json = serde_json::to_string(&values).expect("plain data");
    let read: Values = serde_json::from_str(&json).expect("what was written");
    assert_eq!(read.number.at, Position::default());
    assert_eq!(read.list[2].text.at, Position::default());
    assert_eq!(serde_json::to_string(&read).expect("plain data"), json);
}
