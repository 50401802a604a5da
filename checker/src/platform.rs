//! The platform model, ready to be asked.

use gotchas_catalog::Bindings;
use gotchas_catalog::detect::Argument;
use gotchas_catalog::platform::{self as model, Platform};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::symbol::{BaseSymbols, Symbol};
use crate::types::{self, Type};

/// What the names of methods of objects of JavaScript begin with.
const PROXY: &str = "pyodide.ffi.JsProxy.";

/// The platform model with names interned and types parsed.
#[derive(Debug, Default)]
pub struct CompiledPlatform {
    pub types: FxHashMap<Symbol, CompiledType>,
    pub functions: FxHashMap<Symbol, CompiledFunction>,
    pub values: FxHashMap<Symbol, Type>,
    pub aliases: FxHashMap<Symbol, Symbol>,
    pub methods_of_unknown: FxHashMap<Symbol, Telling>,
    pub parameters: FxHashMap<Symbol, Type>,
    /// What the runtime calls, by its own name.
    pub handlers: FxHashMap<Symbol, Vec<Handler>>,
    pub texts: FxHashMap<Symbol, model::Text>,
    /// Modules that only exist on Workers: importing them does not fail there.
    pub runtime_modules: Vec<Symbol>,
    /// Attributes and methods of dicts, lists and objects of JavaScript: names that are not those of data in them.
    pub members: FxHashSet<Symbol>,
    /// Methods, by their own names, that convert the object of JavaScript they are called on.
    pub converting_methods: FxHashSet<Symbol>,
    /// Functions that convert their first argument.
    pub converting_functions: FxHashSet<Symbol>,
    /// The last two parts of their names.
    pub converting_names: FxHashSet<(Symbol, Symbol)>,
    /// Functions that raise where they are passed `None`.
    pub refusing_none: FxHashSet<Symbol>,
}

/// A function that the runtime calls.
#[derive(Debug)]
pub struct Handler {
    /// The class that its class extends; none: it is no method.
    pub of: Option<Symbol>,
    /// Types of its first parameters.
    pub takes: Vec<Type>,
}

/// What a method tells about the unknown object it is called on.
#[derive(Debug)]
pub struct Telling {
    pub of: Symbol,
    /// What its first argument must be.
    pub first_is: Option<Type>,
}

/// A type of objects.
#[derive(Debug, Default)]
pub struct CompiledType {
    pub extends: Option<Symbol>,
    pub attributes: FxHashMap<Symbol, Type>,
    pub any_attribute: Option<Type>,
    pub methods: FxHashMap<Symbol, CompiledFunction>,
    pub item: Option<Type>,
    pub subscript: Option<Type>,
    pub awaited: Option<Type>,
    pub options: FxHashMap<Symbol, Type>,
}

/// A function or method.
#[derive(Debug, Default, Clone)]
pub struct CompiledFunction {
    pub takes: Vec<Type>,
    pub rest: Option<Type>,
    pub keywords: FxHashMap<Symbol, Type>,
    pub keywords_are: Option<Symbol>,
    /// The bindings whose method takes all this, if not all.
    pub bindings: Option<Bindings>,
    pub returns: Type,
    pub cases: Vec<CompiledCase>,
}

/// A case of what a function returns.
#[derive(Debug, Clone)]
pub struct CompiledCase {
    pub given: Option<Place>,
    pub absent: Option<Place>,
    pub first_is: Option<Type>,
    /// An argument and the types of which it is one.
    pub argument: Option<(Place, Vec<Type>)>,
    pub returns: Type,
}

/// Which argument of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    Position(usize),
    Keyword(Symbol),
}

impl Place {
    /// Interns the keyword.
    pub fn new(argument: &Argument, symbols: &mut BaseSymbols) -> Place {
        match argument {
            Argument::Position(position) => Place::Position(*position),
            Argument::Keyword(keyword) => Place::Keyword(symbols.intern(keyword)),
        }
    }
}

/// A type of the model that cannot be read.
#[derive(Debug)]
pub struct BadType {
    /// What was expected.
    pub message: String,
    /// The declaration it is in.
    pub within: String,
}

/// Compiles the model, or lists every type in it that cannot be read.
pub fn compile(
    platform: &Platform,
    symbols: &mut BaseSymbols,
) -> Result<CompiledPlatform, Vec<BadType>> {
    let mut reader = Reader {
        symbols,
        within: String::new(),
        bad: Vec::new(),
    };
    let compiled = reader.platform(platform);
    if reader.bad.is_empty() {
        Ok(compiled)
    } else {
        Err(reader.bad)
    }
}

struct Reader<'a> {
    symbols: &'a mut BaseSymbols,
    within: String,
    bad: Vec<BadType>,
}

impl Reader<'_> {
    fn platform(&mut self, platform: &Platform) -> CompiledPlatform {
        let mut compiled = CompiledPlatform::default();
        for (name, declared) in &platform.types {
            self.within.clone_from(name);
            let compiled_type = self.object_type(declared);
            compiled
                .types
                .insert(self.symbols.intern(name), compiled_type);
        }
        for (name, declared) in &platform.functions {
            self.within.clone_from(name);
            let function = self.function(declared);
            compiled
                .functions
                .insert(self.symbols.intern(name), function);
        }
        for (name, telling) in &platform.methods_of_unknown {
            self.within.clone_from(name);
            let telling = match telling {
                model::Telling::Always(of) => Telling {
                    of: self.symbols.intern(of),
                    first_is: None,
                },
                model::Telling::Given(given) => Telling {
                    of: self.symbols.intern(&given.of),
                    first_is: Some(self.type_of(&given.first_is)),
                },
            };
            let name = self.symbols.intern(name);
            compiled.methods_of_unknown.insert(name, telling);
        }
        for (name, declared) in &platform.values {
            self.within.clone_from(name);
            let value = self.type_of(declared);
            compiled.values.insert(self.symbols.intern(name), value);
        }
        for (name, declared) in &platform.parameters {
            self.within.clone_from(name);
            let value = self.type_of(declared);
            compiled.parameters.insert(self.symbols.intern(name), value);
        }
        for (name, declared) in &platform.handlers {
            self.within.clone_from(name);
            let takes = declared.iter().map(|of| self.type_of(of)).collect();
            let (of, own) = match name.rsplit_once('.') {
                Some((of, own)) => (Some(self.symbols.intern(of)), own),
                None => (None, name.as_str()),
            };
            let handlers = compiled.handlers.entry(self.symbols.intern(own));
            handlers.or_default().push(Handler { of, takes });
        }
        for (name, other) in &platform.aliases {
            let (name, other) = (self.symbols.intern(name), self.symbols.intern(other));
            compiled.aliases.insert(name, other);
        }
        for (name, text) in &platform.texts {
            compiled
                .texts
                .insert(self.symbols.intern(name), text.clone());
        }
        compiled.members = self.members(&compiled);
        for name in &platform.conversions {
            if let Some(method) = name.strip_prefix(PROXY) {
                let method = self.symbols.intern(method);
                compiled.converting_methods.insert(method);
                continue;
            }
            let mut parts = name.rsplit('.');
            if let (Some(last), Some(owner)) = (parts.next(), parts.next()) {
                let name = (self.symbols.intern(owner), self.symbols.intern(last));
                compiled.converting_names.insert(name);
            }
            let function = self.symbols.intern(name);
            compiled.converting_functions.insert(function);
        }
        let refusing = platform.refusing_none.iter();
        compiled.refusing_none = refusing.map(|name| self.symbols.intern(name)).collect();
        let modules = platform.runtime_modules.iter();
        compiled.runtime_modules = modules.map(|name| self.symbols.intern(name)).collect();
        compiled
    }

    fn members(&mut self, compiled: &CompiledPlatform) -> FxHashSet<Symbol> {
        let owners = ["pyodide.ffi.JsProxy", "python.dict", "python.list"];
        let owners = owners.map(|name| self.symbols.intern(name));
        let types = compiled.types.iter().filter(|(name, _)| {
            let mut owners = owners.iter();
            owners.any(|&owner| compiled.extends(**name, owner))
        });
        types
            .flat_map(|(_, of)| of.attributes.keys().chain(of.methods.keys()))
            .copied()
            .collect()
    }

    fn object_type(&mut self, declared: &model::PlatformType) -> CompiledType {
        let attributes = declared.attributes.iter();
        let attributes = attributes
            .map(|(name, value)| (self.symbols.intern(name), self.type_of(value)))
            .collect();
        let options = declared.options.iter();
        let options = options
            .map(|(name, value)| (self.symbols.intern(name), self.type_of(value)))
            .collect();
        let methods = declared.methods.iter();
        let methods = methods
            .map(|(name, method)| (self.symbols.intern(name), self.function(method)))
            .collect();
        CompiledType {
            extends: declared
                .extends
                .as_ref()
                .map(|name| self.symbols.intern(name)),
            attributes,
            any_attribute: self.optional(declared.any_attribute.as_deref()),
            methods,
            item: self.optional(declared.item.as_deref()),
            subscript: self.optional(declared.subscript.as_deref()),
            awaited: self.optional(declared.awaited.as_deref()),
            options,
        }
    }

    fn function(&mut self, declared: &model::Function) -> CompiledFunction {
        let takes = declared
            .takes
            .iter()
            .map(|value| self.type_of(value))
            .collect();
        let keywords = declared.keywords.iter();
        let keywords = keywords
            .map(|(name, value)| (self.symbols.intern(name), self.type_of(value)))
            .collect();
        let cases = declared.cases.iter().map(|case| self.case(case)).collect();
        CompiledFunction {
            takes,
            rest: self.optional(declared.rest.as_deref()),
            keywords,
            keywords_are: declared
                .keywords_are
                .as_ref()
                .map(|name| self.symbols.intern(name)),
            bindings: declared.bindings,
            returns: self
                .optional(declared.returns.as_deref())
                .unwrap_or_default(),
            cases,
        }
    }

    fn case(&mut self, case: &model::Case) -> CompiledCase {
        CompiledCase {
            given: case
                .given
                .as_ref()
                .map(|place| Place::new(place, self.symbols)),
            absent: case
                .absent
                .as_ref()
                .map(|place| Place::new(place, self.symbols)),
            first_is: self.optional(case.first_is.as_deref()),
            argument: case.argument.as_ref().map(|argument| {
                let types = argument.types.iter().map(|of| self.type_of(of)).collect();
                (Place::new(&argument.at, self.symbols), types)
            }),
            returns: self.type_of(&case.returns),
        }
    }

    fn optional(&mut self, text: Option<&String>) -> Option<Type> {
        text.map(|text| self.type_of(text))
    }

    fn type_of(&mut self, text: &str) -> Type {
        types::parse(text, self.symbols).unwrap_or_else(|message| {
            self.bad.push(BadType {
                message,
                within: self.within.clone(),
            });
            Type::default()
        })
    }
}

impl CompiledPlatform {
    /// The type and everything it extends, nearest first.
    pub fn lineage(&self, name: Symbol) -> impl Iterator<Item = Symbol> {
        let mut next = Some(name);
        let mut left = 16;
        std::iter::from_fn(move || {
            let current = next?;
            left -= 1;
            next = self
                .types
                .get(&current)
                .and_then(|found| found.extends)
                .filter(|_| left > 0);
            Some(current)
        })
    }

    /// Whether a type is another one or extends it.
    pub fn extends(&self, name: Symbol, other: Symbol) -> bool {
        name == other || self.lineage(name).any(|ancestor| ancestor == other)
    }

    /// The first declaration along the lineage that `find` gives.
    pub fn inherited<'a, T: 'a>(
        &'a self,
        name: Symbol,
        find: impl Fn(&'a CompiledType) -> Option<T>,
    ) -> Option<T> {
        self.lineage(name)
            .filter_map(|name| self.types.get(&name))
            .find_map(find)
    }

    /// The declaration of a method.
    pub fn method(&self, name: Symbol, method: Symbol) -> Option<&CompiledFunction> {
        self.inherited(name, |declared| declared.methods.get(&method))
    }

    /// The name itself, or what it is another name of.
    pub fn resolve(&self, name: Symbol) -> Symbol {
        self.aliases.get(&name).copied().unwrap_or(name)
    }

    /// Whether every text with that beginning belongs to a class of texts.
    pub fn text_begins_as(&self, class: Symbol, beginning: &str) -> bool {
        self.texts.get(&class).is_some_and(|declared| {
            let begins = declared.begins.is_empty()
                || declared
                    .begins
                    .iter()
                    .any(|begin| beginning.starts_with(begin));
            let may_be =
                |begin: &String| beginning.starts_with(begin) || begin.starts_with(beginning);
            begins && !declared.not_begins.iter().any(may_be)
        })
    }

    /// Whether a literal text belongs to a class of texts.
    pub fn text_is(&self, class: Symbol, text: &str) -> bool {
        self.texts.get(&class).is_some_and(|declared| {
            let begins = declared.begins.is_empty()
                || declared.begins.iter().any(|begin| text.starts_with(begin));
            // An empty text names nothing.
            begins
                && !text.is_empty()
                && !declared
                    .not_begins
                    .iter()
                    .any(|begin| text.starts_with(begin))
        })
    }
}
