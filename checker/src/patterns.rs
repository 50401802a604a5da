//! Names that `match` patterns bind.

use ruff_python_ast::Pattern;

/// The names that a pattern binds.
pub fn names(pattern: &Pattern) -> Vec<&str> {
    let mut found = Vec::new();
    let mut queue = vec![pattern];
    while let Some(pattern) = queue.pop() {
        match pattern {
            Pattern::MatchAs(node) => {
                found.extend(node.name.as_ref().map(|name| name.as_str()));
                queue.extend(node.pattern.as_deref());
            }
            Pattern::MatchStar(node) => found.extend(node.name.as_ref().map(|name| name.as_str())),
            Pattern::MatchMapping(node) => {
                found.extend(node.rest.as_ref().map(|name| name.as_str()));
                queue.extend(&node.patterns);
            }
            Pattern::MatchSequence(node) => queue.extend(&node.patterns),
            Pattern::MatchOr(node) => queue.extend(&node.patterns),
            Pattern::MatchClass(node) => {
                queue.extend(&node.arguments.patterns);
                queue.extend(
                    node.arguments
                        .keywords
                        .iter()
                        .map(|keyword| &keyword.pattern),
                );
            }
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        }
    }
    found
}
