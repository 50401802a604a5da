//! Objects of JavaScript that a function converts, and what that says of where they are not converted.
//!
//! A helper that converts what it gets mostly has a way out for what is Python already: after an exception, below some
//! depth, where a test fails. Whether it is taken for an object of JavaScript cannot be told from the code, but its
//! author thought of that object. So what comes out there counts as unknown.

use std::rc::Rc;

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprCall, Stmt};

use super::Analysis;
use super::arguments::Arg;
use super::functions::Passed;
use super::mentions::last_name;
use super::state::State;
use super::summary::DEEPEST_VALUE;
use crate::symbol::Symbol;
use crate::value::{Atom, Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// A method is called: it may convert the object it is called on.
    pub fn may_convert(&mut self, method: Symbol, receiver: &Value) {
        if self.platform().converting_methods.contains(&method) {
            self.converted(receiver);
        }
    }

    /// A call that converts its first argument, going by its name.
    pub fn converts_by_name(&mut self, node: &'a ExprCall, args: &[Arg]) {
        if let Some(first) = args.first()
            && let Some(subject) = self.subject(node)
            && self.site(subject) == first.site
        {
            self.converted(&first.value);
        }
    }

    /// A function of the platform is called: it may convert its first argument.
    pub fn may_convert_argument(&mut self, function: Symbol, first: Option<&Value>) {
        if let Some(first) = first
            && self.platform().converting_functions.contains(&function)
        {
            self.converted(first);
        }
    }

    /// A function of the project is called that converts some of its parameters.
    pub fn converts_arguments(&mut self, parameters: &[u32], passed: &Passed) {
        for &index in parameters {
            if let Some((value, _)) = passed.get(index as usize).and_then(Option::as_ref) {
                self.converted(value);
            }
        }
    }

    fn converted(&mut self, value: &Value) {
        for atom in &value.atoms {
            if !self.frame.converted.contains(&atom.site) {
                self.frame.converted.push(atom.site);
            }
            if let Kind::Param(param) = &atom.kind
                && Some(param.function) == self.frame.function
                && !self.frame.converts.contains(&param.index)
            {
                self.frame.converts.push(param.index);
            }
        }
    }

    /// What a function returns, less what it converts elsewhere.
    pub fn unless_converted(&self, value: Value) -> Value {
        match self.frame.converted.is_empty() {
            true => value,
            false => self.less_converted(value, 0),
        }
    }

    fn less_converted(&self, mut value: Value, depth: usize) -> Value {
        let before = value.atoms.len();
        value.retain(|atom| !self.is_raw(atom) || !self.frame.converted.contains(&atom.site));
        value.open |= value.atoms.len() < before;
        if depth == DEEPEST_VALUE {
            return value;
        }
        let inner =
            |value: &mut Value| *value = self.less_converted(std::mem::take(value), depth + 1);
        for atom in &mut value.atoms {
            match &mut atom.kind {
                Kind::Record(record) => {
                    let record = Rc::make_mut(record);
                    inner(&mut record.rest);
                    record
                        .items
                        .iter_mut()
                        .for_each(|item| inner(&mut item.value));
                }
                Kind::Instance(_, Some(holds)) => inner(Rc::make_mut(holds)),
                _ => {}
            }
        }
        value
    }

    /// What is in an object that is converted was thought of as well.
    pub fn taken_from(&mut self, owner: &Value, site: Site) {
        let converted = &self.frame.converted;
        if !converted.is_empty()
            && owner
                .atoms
                .iter()
                .any(|atom| converted.contains(&atom.site))
            && !converted.contains(&site)
        {
            self.frame.converted.push(site);
        }
    }

    /// Whether an alternative is an object of JavaScript, or may be one that is passed.
    pub fn is_raw(&self, atom: &Atom) -> bool {
        match &atom.kind {
            Kind::Param(_) => true,
            Kind::Instance(of, _) => self.platform().extends(*of, self.known().js_proxy),
            Kind::Record(record) => record.of == self.known().js_object,
            _ => false,
        }
    }

    /// Continues in a handler: where the body of the `try` converts a name, the name stands for nothing to be converted.
    pub fn assume_conversion_failed(&mut self, body: &'a [Stmt], state: &mut State) {
        let mut names = Names {
            analysis: self,
            names: Vec::new(),
            to_js: Vec::new(),
        };
        names.visit_body(body);
        let Names { names, to_js, .. } = names;
        for path in to_js.into_iter().filter_map(|node| self.path(node)) {
            if state.get(path).is_some() {
                state.learn(path, Value::unknown());
            }
        }
        for node in names {
            let Some(path) = self.path(node) else {
                continue;
            };
            let site = self.site(node);
            let mut value = match (state.get(path), node) {
                (Some(value), _) => value.clone(),
                (None, Expr::Name(_)) => self.lookup(path, site, state),
                _ => continue,
            };
            let before = value.atoms.len();
            value.retain(|atom| !self.is_raw(atom));
            if value.atoms.len() < before {
                value.open = true;
                match node {
                    Expr::Name(_) => state.set(path, value),
                    _ => state.set_path(path, value),
                }
            }
        }
    }

    /// What a call converts, going by its name.
    fn subject(&self, call: &'a ExprCall) -> Option<&'a Expr> {
        let Expr::Attribute(function) = &*call.func else {
            return None;
        };
        let platform = self.platform();
        let last = self.symbols.get(&function.attr)?;
        if platform.converting_methods.contains(&last) {
            return Some(&function.value);
        }
        let owner = match &*function.value {
            Expr::Name(name) => &name.id,
            Expr::Attribute(attribute) => &attribute.attr.id,
            _ => return None,
        };
        let owner = self.symbols.get(owner)?;
        let converts = platform.converting_names.contains(&(owner, last));
        call.arguments.args.first().filter(|_| converts)
    }
}

/// What `to_js` is passed, whatever stands before its name.
fn converted_to_js(call: &ExprCall) -> Option<&Expr> {
    call.arguments
        .args
        .first()
        .filter(|_| last_name(&call.func) == Some("to_js"))
}

/// Collects what is converted by its name.
struct Names<'a, 'b> {
    analysis: &'b Analysis<'a>,
    names: Vec<&'a Expr>,
    /// What is converted to JavaScript.
    to_js: Vec<&'a Expr>,
}

impl<'a> Visitor<'a> for Names<'a, '_> {
    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Call(call) = expression
            && let Some((subject, names)) = match self.analysis.subject(call) {
                Some(subject) => Some((subject, &mut self.names)),
                None => converted_to_js(call).map(|subject| (subject, &mut self.to_js)),
            }
            && matches!(subject, Expr::Name(_) | Expr::Attribute(_))
        {
            names.push(subject);
        }
        walk_expr(self, expression);
    }
}
