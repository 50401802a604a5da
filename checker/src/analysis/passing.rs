//! Arguments of platform calls on their arrival.

use ruff_python_ast::Expr;

use super::Analysis;
use super::arguments::{Arg, Star};
use super::calls::PlatformCall;
use super::findings::Words;
use super::flows::Arrival;
use crate::platform::{CompiledFunction, Place};
use crate::record::{Item, Key};
use crate::rules::Rules;
use crate::symbol::Symbol;
use crate::types::Type;
use crate::value::Site;

impl<'a> Analysis<'a> {
    /// Arguments of a platform call arrive at its parameters.
    pub fn pass(&mut self, call: &PlatformCall<'a, '_>, function: Option<&CompiledFunction>) {
        let rules = self.rules();
        let receiver = self.receiver_place(call);
        if let (Some(value), Some(site)) = (call.receiver, receiver) {
            let text = self.symbols.text(call.names[0]);
            let method = text.rsplit('.').next().unwrap_or(text);
            let method = self.symbols.get(method);
            let detectors = method.map(|method| Rules::waiting(&rules.methods, method));
            for &detector in detectors.into_iter().flatten() {
                let words = self.words(call, call.names[0]);
                self.arrive(detector, &Arrival::new(value, site, words));
            }
        }
        for &name in &call.names {
            if let (Some(value), Some(site)) = (call.receiver, receiver) {
                for &detector in Rules::waiting(&rules.receivers, name) {
                    let words = self.words(call, name);
                    self.arrive(detector, &Arrival::new(value, site, words));
                }
            }
            for sink in Rules::waiting(&rules.arguments, name) {
                let (detector, place) = (sink.detector, sink.place);
                let given = |arg: &Arg| arg.keyword.is_some_and(|one| sink.unless.contains(&one));
                if call.args.iter().any(given) {
                    continue;
                }
                for (index, arg) in call.args.iter().enumerate() {
                    let here = match place {
                        None => true,
                        Some(Place::Position(position)) => arg.is_positional() && index == position,
                        Some(Place::Keyword(keyword)) => arg.keyword == Some(keyword),
                    };
                    if here {
                        let words = self.words(call, name);
                        self.arrive(detector, &Arrival::new(&arg.value, arg.site, words));
                    }
                }
            }
        }
        if let Some(function) = function {
            self.pass_declared(call, function);
        }
    }

    fn pass_declared(&mut self, call: &PlatformCall<'a, '_>, function: &CompiledFunction) {
        let name = call.names[0];
        let mut position = 0;
        for arg in call.args {
            if arg.is_positional() {
                let declared = function.takes.get(position).or(function.rest.as_ref());
                position += usize::from(arg.star == Star::No);
                for of in declared.into_iter().flat_map(Type::names) {
                    let words = self.words(call, name);
                    let arrival = Arrival {
                        bindings: function.bindings,
                        ..Arrival::new(&arg.value, arg.site, words)
                    };
                    self.arrive_at_parameter(of, &arrival);
                }
                continue;
            }
            self.pass_options(arg, function);
        }
    }

    fn pass_options(&mut self, arg: &Arg, function: &CompiledFunction) {
        let platform = self.platform();
        let declared = function.keywords_are.and_then(|of| platform.types.get(&of));
        let option = |key: Symbol| {
            function
                .keywords
                .get(&key)
                .or_else(|| declared?.options.get(&key))
        };
        let whole = Arrival {
            bindings: function.bindings,
            ..Arrival::new(&arg.value, arg.site, Words::default())
        };
        if let Some(keyword) = arg.keyword {
            if let Some(of) = option(keyword) {
                let item = Item {
                    key: Key::Name(keyword),
                    value: arg.value.clone(),
                    site: arg.site,
                    is_sure: true,
                };
                self.arrive_at_option(of, &item, keyword, &whole);
            }
            return;
        }
        let mut items = self.entries(&arg.value);
        items.extend(self.options_passed(&arg.value, &function.keywords));
        if let Some(declared) = declared {
            items.extend(self.options_passed(&arg.value, &declared.options));
        }
        for item in items {
            if let Key::Name(key) = item.key
                && let Some(of) = option(key)
            {
                self.arrive_at_option(of, &item, key, &whole);
            }
        }
    }

    fn receiver_place(&self, call: &PlatformCall<'a, '_>) -> Option<Site> {
        match &*call.node.func {
            Expr::Attribute(attribute) => Some(self.site(&*attribute.value)),
            _ => None,
        }
    }

    /// The user's words for a call.
    pub fn words(&self, call: &PlatformCall<'a, '_>, name: Symbol) -> Words {
        Words {
            qualified: Some(name),
            receiver: self.receiver_place(call),
            ..Words::default()
        }
    }
}
