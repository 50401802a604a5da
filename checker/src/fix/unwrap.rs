//! A `with` statement that makes way for its body.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{AnyNodeRef, StmtWith};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::Edit;
use super::offer::Place;

impl Place<'_> {
    /// The body of the `with` statement around the reported expression, moved one level out.
    ///
    /// None where that would lose a comment, move what is inside of a text, or where the lines do not line up.
    pub fn unwrapped(&self) -> Option<Edit> {
        let with = self.with()?;
        let start = self.line_start(with.start());
        let outer = self.slice(start, with.start())?;
        let first = with.body.first()?;
        let inner = self.slice(self.line_start(first.start()), first.start())?;
        // Comments before the first statement belong to the body.
        let entered = with.items.first()?.end();
        let line = self.source[usize::from(entered)..].find('\n')? + 1;
        let body = entered + TextSize::try_from(line).ok()?;
        let extra = inner.strip_prefix(outer)?;
        let blank = |text: &str| text.chars().all(char::is_whitespace);
        let header = self.slice(with.start(), body)?;
        if !blank(inner) || extra.is_empty() || header.contains('#') || self.has_long_text(&with) {
            return None;
        }
        let mut content = String::new();
        for (index, line) in self
            .slice(body, with.end())?
            .split_inclusive('\n')
            .enumerate()
        {
            if blank(line) {
                content.push_str(line);
                continue;
            }
            let line = line.strip_prefix(inner)?;
            // The first line takes the place of `with`, which is indented already.
            if index > 0 {
                content.push_str(outer);
            }
            content.push_str(line);
        }
        Some(Edit::replace(with.range(), content))
    }

    /// The statement, if the expression is all that it enters.
    fn with(&self) -> Option<StmtWith> {
        let mut around = self.nodes(self.expr)?.skip(1);
        let with = around.find_map(|node| match node {
            AnyNodeRef::StmtWith(with) => Some(with),
            _ => None,
        })?;
        let [item] = &with.items[..] else { return None };
        let own = item.context_expr.range() == self.expr && item.optional_vars.is_none();
        own.then(|| with.clone())
    }

    /// Whether a text in the body goes over several lines: its lines are its own.
    fn has_long_text(&self, with: &StmtWith) -> bool {
        let tokens = self.parsed.tokens().in_range(with.range());
        tokens.iter().any(|token| {
            let text = matches!(
                token.kind(),
                TokenKind::String | TokenKind::FStringMiddle | TokenKind::TStringMiddle
            );
            text && self.source[token.range()].contains('\n')
        })
    }

    fn line_start(&self, at: TextSize) -> TextSize {
        let before = &self.source[..usize::from(at)];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        TextSize::try_from(start).unwrap_or(at)
    }

    fn slice(&self, start: TextSize, end: TextSize) -> Option<&str> {
        (start <= end).then(|| &self.source[TextRange::new(start, end)])
    }
}
