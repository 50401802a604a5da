//! How a finding is mended by a program: the `fix:` part of what a detector reports.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Affects, Located};

/// A replacement for a part of the code that a finding is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixTemplate {
    /// What is replaced.
    #[serde(default, skip_serializing_if = "super::detect::is_default")]
    pub replace: Replace,
    /// What comes in its place: Python with `{expr}`, `{value}` and `{receiver}` as in messages, but in full and in
    /// parentheses where they need them, and `{import:js.Object}`, the name by which the file has what is imported; the
    /// import is added where there is none.
    pub with: Located<String>,
    /// Whether it can change what code does that works.
    #[serde(default, skip_serializing_if = "super::detect::is_default")]
    pub applicability: Applicability,
    /// Only where the expression is of one of these shapes; left out: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Shape>,
    /// Only where the expression can be nothing but what is reported: the fix would change whatever else it is.
    #[serde(default, skip_serializing_if = "super::detect::is_default")]
    pub certain: bool,
    /// Whether it drops items that are `None`, of a dict or deeper. It is unsafe where there may be any.
    #[serde(default, skip_serializing_if = "super::detect::is_default")]
    pub lossy: bool,
    /// Only on these targets; left out: wherever the finding is reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affects: Vec<Affects>,
}

/// What a fix replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Replace {
    /// The expression that is reported, `{expr}`.
    #[default]
    Expr,
    /// The call that the expression is an argument of.
    Call,
    /// The expression that the value came from, `{value}`, if it is awaited nowhere and stands in an `async def`.
    Value,
    /// Nothing: it becomes a further argument of the call that is reported.
    Argument,
    /// The `with` statement whose only object is the reported expression: its body stays, one level further out.
    With,
}

/// Whether a fix can change what code does that works.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// It might; applied when asked for.
    Unsafe,
    /// It only mends what fails.
    #[default]
    Safe,
}

/// What an expression looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A name or an attribute of one, which can be written twice.
    Name,
    /// `None`.
    None,
    /// A dict display, `{…}`.
    Dict,
    /// The value of a keyword argument.
    Keyword,
    /// A positional argument.
    Positional,
    /// A value in a dict display.
    Entry,
    /// What is subscripted with a string, `expr["…"]`.
    SubscriptedByName,
    /// What is not `None`, as far as can be told.
    Present,
}
