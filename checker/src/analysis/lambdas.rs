//! Lambdas, and the functions of Python that call what they are given.

use std::rc::Rc;

use ruff_python_ast::{self as ast, ExprCall};

use super::Analysis;
use super::arguments::{Arg, Star};
use super::state::State;
use crate::record::{Key, Record};
use crate::symbol::Symbol;
use crate::value::{FunctionId, Kind, ModuleId, Site, Value};

/// A lambda of the project, and the body it is written in.
#[derive(Clone, Copy)]
pub struct LambdaInfo<'a> {
    node: &'a ast::ExprLambda,
    module: ModuleId,
    function: Option<FunctionId>,
}

/// How many lambdas may be run because of each other.
const DEEPEST_LAMBDAS: usize = 4;

impl<'a> Analysis<'a> {
    /// A lambda where it is written; its body runs once, with arguments about which nothing is known.
    pub fn lambda(&mut self, node: &'a ast::ExprLambda, site: Site, state: &mut State) -> Value {
        let info = LambdaInfo {
            node,
            module: self.frame.module,
            function: self.frame.function,
        };
        self.frame.lambdas += 1;
        self.run_lambda(info, &[], &mut state.clone());
        self.frame.lambdas -= 1;
        let address = Self::address(node);
        let id = match self.ids.get(&address) {
            Some(&id) => id,
            None => {
                let id = self.lambdas.len() as u32;
                self.lambdas.push(info);
                self.ids.insert(address, id);
                id
            }
        };
        Value::of(Kind::Lambda(id), site)
    }

    /// The result of a lambda that is called in the body it is written in; elsewhere its names mean other things.
    pub fn call_lambda(&mut self, id: u32, args: &[Arg], state: &State) -> Value {
        let info = self.lambdas[id as usize];
        let here = info.module == self.frame.module && info.function == self.frame.function;
        if !here || self.lambda_depth >= DEEPEST_LAMBDAS {
            return Value::unknown();
        }
        self.run_lambda(info, args, &mut state.clone())
    }

    fn run_lambda(&mut self, info: LambdaInfo<'a>, args: &[Arg], state: &mut State) -> Value {
        let mut positional = args.iter().filter(|arg| arg.is_positional());
        let parameters = info.node.parameters.as_deref();
        for parameter in parameters.into_iter().flat_map(|all| all.iter()) {
            let name = self.symbols.intern(parameter.name());
            let by_name = args.iter().find(|arg| arg.keyword == Some(name));
            let given = by_name.or_else(|| positional.next());
            let value = given
                .filter(|arg| arg.star == Star::No && !parameter.is_variadic())
                .map_or_else(Value::unknown, |arg| arg.value.clone());
            state.set(name, value);
        }
        self.lambda_depth += 1;
        let value = self.expr(&info.node.body, state);
        self.lambda_depth -= 1;
        value
    }

    /// What functions of Python give that hand items to a function, or pass them on.
    pub fn higher_order(
        &mut self,
        name: Symbol,
        args: &[Arg],
        node: &'a ExprCall,
        state: &mut State,
    ) -> Option<Value> {
        let known = self.known();
        let site = self.site(node);
        let first = args.first().filter(|arg| arg.is_positional())?;
        if let Some(value) = self.listed_anew(name, args, site) {
            return Some(value);
        }
        if name == known.builtin_map {
            let items = args.get(1)?;
            let item = self.items_of(&items.value, items.site);
            let mapped = self.apply(&first.value, &item, items.site, node, state);
            return Some(self.sequence_of(known.generator, mapped, site));
        }
        if name == known.builtin_filter {
            let items = args.get(1)?;
            let mut item = self.items_of(&items.value, items.site);
            self.apply(&first.value, &item, items.site, node, state);
            if first.value.atoms.iter().any(|atom| atom.kind == Kind::None) {
                self.keep_truth(&mut item, true);
            }
            return Some(self.sequence_of(known.generator, item, site));
        }
        if name == known.builtin_enumerate {
            let item = self.items_of(&first.value, first.site);
            let mut pair = Record::new(known.tuple);
            let number = Value::of(Kind::Instance(known.number, None), site);
            pair.set(Key::Index(0), number, site);
            pair.set(Key::Index(1), item, first.site);
            let pair = Value::of(Kind::Record(Rc::new(pair)), site);
            return Some(self.sequence_of(known.generator, pair, site));
        }
        if name == known.builtin_zip {
            let mut tuple = Record::new(known.tuple);
            for (index, arg) in args.iter().filter(|arg| arg.is_positional()).enumerate() {
                if arg.star != Star::No {
                    return None;
                }
                let item = self.items_of(&arg.value, arg.site);
                tuple.set(Key::Index(index as u32), item, arg.site);
            }
            let tuple = Value::of(Kind::Record(Rc::new(tuple)), site);
            return Some(self.sequence_of(known.generator, tuple, site));
        }
        if name == known.builtin_next {
            let mut item = self.items_of(&first.value, first.site);
            if let Some(default) = args.get(1) {
                item.join(&default.value);
            }
            return Some(item);
        }
        if [known.builtin_sorted, known.builtin_min, known.builtin_max].contains(&name) {
            let item = self.items_of(&first.value, first.site);
            let key = args.iter().find(|arg| arg.keyword == Some(known.key));
            if let Some(key) = key {
                self.apply(&key.value, &item, first.site, node, state);
            }
            let several = args.iter().filter(|arg| arg.is_positional()).count() > 1;
            return match name == known.builtin_sorted {
                true => Some(self.sequence_of(known.list, item, site)),
                false if several => None,
                false => Some(item),
            };
        }
        self.waited_for(name, args, site)
    }

    /// `list(items)` and `tuple(items)` of a sequence whose items are known.
    fn listed_anew(&self, name: Symbol, args: &[Arg], site: Site) -> Option<Value> {
        let known = self.known();
        let of = match name {
            name if name == known.builtin_list => known.list,
            name if name == known.builtin_tuple => known.tuple,
            _ => return None,
        };
        let [
            Arg {
                value,
                star: Star::No,
                ..
            },
        ] = args
        else {
            return None;
        };
        match value.only_kind()? {
            Kind::Record(record) if [known.list, known.tuple].contains(&record.of) => {
                let record = Record {
                    of,
                    ..Record::clone(record)
                };
                Some(Value::of(Kind::Record(Rc::new(record)), site))
            }
            _ => None,
        }
    }

    /// What functions give that wait for what they are given: `asyncio.gather`, `run_sync` and their like.
    fn waited_for(&mut self, name: Symbol, args: &[Arg], site: Site) -> Option<Value> {
        let known = self.known();
        let first = args.first()?;
        if name == known.run_sync || name == known.asyncio_run {
            return Some(self.await_value(&first.value, site));
        }
        let given = if name == known.gather {
            let mut results = Record::new(known.list);
            for arg in args.iter().filter(|arg| arg.is_positional()) {
                let result = self.await_value(&arg.value, site);
                if arg.star == Star::No && results.rest.is_never() {
                    results.set(Key::Index(results.items.len() as u32), result, arg.site);
                } else {
                    results.rest.join(&result);
                }
            }
            Value::of(Kind::Record(Rc::new(results)), site)
        } else if [
            known.wait_for,
            known.shield,
            known.create_task,
            known.ensure_future,
        ]
        .contains(&name)
        {
            self.await_value(&first.value, site)
        } else {
            return None;
        };
        let coroutine = Kind::Instance(known.coroutine, Some(Rc::new(given)));
        Some(Value::of(coroutine, site))
    }

    fn sequence_of(&self, of: Symbol, item: Value, site: Site) -> Value {
        let mut record = Record::new(of);
        record.rest = item;
        Value::of(Kind::Record(Rc::new(record)), site)
    }

    /// What a function gives for one argument.
    fn apply(
        &mut self,
        function: &Value,
        argument: &Value,
        site: Site,
        node: &'a ExprCall,
        state: &mut State,
    ) -> Value {
        let args = [Arg {
            keyword: None,
            star: Star::No,
            value: argument.clone(),
            site,
        }];
        let mut result = Value {
            open: function.open,
            ..Value::default()
        };
        for atom in &function.atoms {
            let one = self.call_atom(atom, None, &args, node, state);
            result.join(&one);
        }
        result
    }
}
