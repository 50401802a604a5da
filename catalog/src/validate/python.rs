use std::ops::Range;

use ruff_python_ast::{
    Expr, ModModule, PythonVersion, Stmt,
    visitor::{self, Visitor},
};
use ruff_python_parser::{Mode, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

/// Why a snippet is no Python that a Worker can load.
pub struct Fault {
    /// What the parser says.
    pub message: String,
    /// Where, as bytes of the code.
    pub range: Range<usize>,
}

/// One mistake makes the parser report several; this many of them help.
const SHOWN: usize = 3;

/// What is wrong with a module, judged as the oldest Python that Workers ships would.
pub fn faults(code: &str) -> Vec<Fault> {
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY312);
    let Some(parsed) = parse_unchecked(code, options).try_into_module() else {
        return vec![];
    };
    let mut faults = syntax_errors(&parsed);
    if faults.is_empty() {
        let mut outside = Outside { faults: vec![] };
        outside.visit_body(parsed.suite());
        faults = outside.faults;
    }
    faults.truncate(SHOWN);
    for fault in &mut faults {
        // An unexpected end is shown behind the last thing that is there.
        let end = code.trim_end().len();
        fault.range = fault.range.start.min(end)..fault.range.end.min(end);
    }
    faults
}

fn syntax_errors(parsed: &Parsed<ModModule>) -> Vec<Fault> {
    let errors = parsed
        .errors()
        .iter()
        .map(|error| fault(error.location, error.error.to_string()));
    let newer = parsed
        .unsupported_syntax_errors()
        .iter()
        .map(|error| fault(error.range, error.to_string()));
    errors.chain(newer).collect()
}

fn fault(range: TextRange, message: String) -> Fault {
    Fault {
        message,
        range: range.start().to_usize()..range.end().to_usize(),
    }
}

/// Looks for what only a function may hold: the parser takes it anywhere, Python does not.
struct Outside {
    faults: Vec<Fault>,
}

impl Outside {
    fn found(&mut self, what: &str, range: TextRange) {
        self.faults
            .push(fault(range, format!("{what} outside a function")));
    }
}

impl<'a> Visitor<'a> for Outside {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            // Inside everything is allowed; decorators and defaults are not worth a second look.
            Stmt::FunctionDef(_) => return,
            Stmt::Return(inner) => self.found("`return`", inner.range()),
            Stmt::For(inner) if inner.is_async => self.found("`async for`", inner.range()),
            Stmt::With(inner) if inner.is_async => self.found("`async with`", inner.range()),
            _ => {}
        }
        visitor::walk_stmt(self, stmt);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Lambda(_) => return,
            Expr::Await(inner) => self.found("`await`", inner.range()),
            Expr::Yield(inner) => self.found("`yield`", inner.range()),
            Expr::YieldFrom(inner) => self.found("`yield from`", inner.range()),
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}
