//! Tests of where the code runs, whose outcome on Workers is known.

use std::borrow::Cow;

use ruff_python_ast::{CmpOp, Expr, ExprCall};

use super::Analysis;
use super::arguments::Arg;
use super::mentions::last_name;
use super::repeated::{few_texts, listed};
use super::state::State;
use crate::symbol::Symbol;
use crate::value::{Kind, Site, Value};

/// What Pyodide answers to those who ask where they run.
const ANSWERS: [(&str, &str); 6] = [
    ("sys.platform", "emscripten"),
    ("platform.system()", "Emscripten"),
    ("platform.machine()", "wasm32"),
    ("os.uname().sysname", "Emscripten"),
    ("os.uname().machine", "wasm32"),
    ("os.name", "posix"),
];
/// Functions that ask, whose results are known by names of their own.
const ASKING: [&str; 3] = ["platform.system", "platform.machine", "os.uname"];
/// What only Emscripten's `sys` has.
const EMSCRIPTEN_INFO: &str = "_emscripten_info";

impl<'a> Analysis<'a> {
    /// The outcome of `left op right`, where Workers decides it: `sys.platform == "emscripten"`, `"pyodide" in sys.modules`.
    pub fn platform_outcome(&self, left: &Value, op: CmpOp, right: &Value) -> Option<bool> {
        let known = self.known();
        let texts = || few_texts(right);
        let (left, right) = (left.only_kind()?, right.only_kind()?);
        let answer = |name: &Symbol| answer(self.symbols.text(*name));
        let text = |text: &Symbol| self.symbols.text(*text);
        match (left, op, right) {
            (Kind::Name(name), CmpOp::Eq | CmpOp::NotEq, Kind::Text(other))
            | (Kind::Text(other), CmpOp::Eq | CmpOp::NotEq, Kind::Name(name)) => {
                let same = answer(name)? == text(other);
                Some(same == (op == CmpOp::Eq))
            }
            // Whoever asks for one of them asks whether this is Pyodide.
            (Kind::Text(module), CmpOp::In | CmpOp::NotIn, Kind::Name(name))
                if *name == known.sys_modules =>
            {
                let is_of_runtime = self.platform().runtime_modules.contains(module);
                is_of_runtime.then_some(op == CmpOp::In)
            }
            (Kind::Text(part), CmpOp::In | CmpOp::NotIn, Kind::Name(name)) => {
                let is_in = answer(name)?.contains(text(part));
                Some(is_in == (op == CmpOp::In))
            }
            (Kind::Name(name), CmpOp::In | CmpOp::NotIn, Kind::Record(_)) => {
                let answer = answer(name)?;
                let is_in = texts()?.iter().any(|one| text(one) == answer);
                Some(is_in == (op == CmpOp::In))
            }
            // `js is None`, where an `except ImportError` has bound it.
            (Kind::Name(name), CmpOp::Is | CmpOp::IsNot | CmpOp::Eq | CmpOp::NotEq, Kind::None)
                if self.is_part_of_runtime(*name) =>
            {
                Some(matches!(op, CmpOp::IsNot | CmpOp::NotEq))
            }
            _ => None,
        }
    }

    /// What a call gives that asks where the code runs.
    pub fn asked_platform(&mut self, name: Symbol, args: &[Arg], site: Site) -> Option<Value> {
        let text = self.symbols.text(name);
        let kind = if ASKING.contains(&text) || asks_lower(text) {
            let result = format!("{text}()");
            Kind::Name(self.symbols.intern(&result))
        } else if let Some(asked) = text.strip_suffix(".startswith") {
            let beginning = self.symbols.text(args.first()?.value.only_text()?);
            Kind::Bool(answer(asked)?.starts_with(beginning))
        } else if text == "importlib.util.find_spec" {
            let module = self.symbols.text(args.first()?.value.only_text()?);
            let first = module.split('.').next().unwrap_or_default();
            let found = self.is_of_runtime_alone(module);
            // A spec is something, as the module is.
            Kind::Name(self.symbols.get(first).filter(|_| found)?)
        } else if name == self.known().builtin_hasattr {
            let [owner, attribute] = args else {
                return None;
            };
            let sys = matches!(owner.value.only_kind()?, Kind::Name(name) if self.symbols.text(*name) == "sys");
            let asked = self.symbols.text(attribute.value.only_text()?);
            (sys && asked == EMSCRIPTEN_INFO).then_some(Kind::Bool(true))?
        } else {
            return None;
        };
        Some(Value::of(kind, site))
    }

    /// Continues where a call that may ask where the code runs was true or false.
    pub fn assume_platform_asked(&mut self, call: &'a ExprCall, truth: bool, state: &mut State) {
        if is_asking(call) {
            let outcome = self.call(call, &mut state.clone());
            let is_found = matches!(outcome.only_kind(), Some(Kind::Name(name)) if self.is_part_of_runtime(*name));
            let outcome = known_truth(&outcome).or(is_found.then_some(true));
            state.dead |= outcome.is_some_and(|outcome| outcome != truth);
        }
    }

    /// Whether a test calls a function, which may tell where it runs. What a method gives is for those that extend its class.
    pub fn asks_function(&mut self, test: &'a Expr, state: &State) -> bool {
        match test {
            Expr::UnaryOp(operation) if operation.op.is_not() => {
                self.asks_function(&operation.operand, state)
            }
            Expr::Call(call) => match &*call.func {
                Expr::Name(_) => true,
                Expr::Attribute(attribute) => {
                    let owner = self.expr(&attribute.value, &mut state.clone());
                    matches!(owner.only_kind(), Some(Kind::Module(_)))
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Continues where a comparison was true or false, unless Workers decides that it never is.
    pub fn assume_platform_comparison(
        &mut self,
        left: &'a Expr,
        op: CmpOp,
        right: &'a Expr,
        truth: bool,
        state: &mut State,
    ) {
        if asks_for_file(left, right) {
            state.dead |= matches!(op, CmpOp::In) != truth;
            return;
        }
        let asks = |one: &Expr| match one {
            Expr::Call(call) => is_asking(call),
            _ => one.is_name_expr() || one.is_attribute_expr(),
        };
        let is_answer = |other: &Expr| other.is_string_literal_expr();
        let compares = (asks(left) && is_answer(right))
            || (asks(right) && is_answer(left))
            || (asks(left) && (listed(right).is_some() || right.is_set_expr()))
            || (left.is_call_expr() && asks(left) && right.is_none_literal_expr());
        if !compares {
            return;
        }
        let left = self.expr(left, &mut state.clone());
        let right = self.expr(right, &mut state.clone());
        state.dead |= self
            .platform_outcome(&left, op, &right)
            .is_some_and(|outcome| outcome != truth);
    }
}

/// What Pyodide answers to who asks by that name.
fn answer(name: &str) -> Option<Cow<'static, str>> {
    if let Some(asked) = name.strip_suffix(".lower()") {
        return Some(answer(asked)?.to_lowercase().into());
    }
    let mut answers = ANSWERS.iter();
    let (_, answer) = answers.find(|(asked, _)| *asked == name)?;
    Some(Cow::Borrowed(answer))
}

/// Whether a function turns such an answer into small letters.
fn asks_lower(name: &str) -> bool {
    let asked = name.strip_suffix(".lower");
    asked.is_some_and(|asked| ANSWERS.iter().any(|(one, _)| *one == asked))
}

/// Whether a call may ask where the code runs, going by its name.
fn is_asking(call: &ExprCall) -> bool {
    let (Some(name), args) = (last_name(&call.func), &*call.arguments.args) else {
        return false;
    };
    match (name, args) {
        ("startswith" | "find_spec", [one]) => one.is_string_literal_expr(),
        ("hasattr", [_, Expr::StringLiteral(name)]) => name.value.to_str() == EMSCRIPTEN_INFO,
        ("system" | "machine" | "lower", []) => true,
        _ => false,
    }
}

/// Whether a comparison is `"__file__" in globals()`: modules of a Worker have it, as those of any file.
fn asks_for_file(left: &Expr, right: &Expr) -> bool {
    let named = |node: &Expr| matches!(node, Expr::StringLiteral(text) if text.value.to_str() == "__file__");
    let names = |node: &Expr| match node {
        Expr::Call(call) => matches!(&*call.func, Expr::Name(function) if function.id == "globals"),
        _ => false,
    };
    named(left) && names(right)
}

/// Whether a value is known to be true, or to be false.
pub fn known_truth(value: &Value) -> Option<bool> {
    match value.only_kind()? {
        Kind::Bool(truth) => Some(*truth),
        _ => None,
    }
}
