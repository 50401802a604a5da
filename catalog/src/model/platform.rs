//! What the APIs around a Worker take and return: the files under `gotchas/platform/`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Bindings, Located,
    detect::{Argument, ArgumentIs},
};

/// A file under `gotchas/platform/`: what the APIs around a Worker take and return.
///
/// Types are written in a small notation: a name (`d1.Row`, `python.dict`, `None`), a name with what it holds
/// (`Promise[d1.Row | None]`, `python.list[d1.Row]`), alternatives (`d1.Row | None`; `Missing` is the `None` of a key that may not be there). In what a function returns, `$0`
/// stands for its first argument (`$1` for the second, `$default` for the one that is passed by that name), `$self` for the object a method is called on, and `$item` for what that object holds.
/// A name that is not declared is a type about which nothing is known but its name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// What the file is about and where its facts are from, for readers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Types, by qualified name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, PlatformType>,
    /// Functions and constructors, by qualified name. Calling a type that is not listed here gives an instance of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub functions: BTreeMap<String, Function>,
    /// Values that can be imported or reached by attributes, by qualified name, with their types.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Located<String>>,
    /// Other names of the same thing: `starlette.responses.Response` for `fastapi.Response`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub aliases: BTreeMap<String, Located<String>>,
    /// Methods so typical that they tell what an unknown object is: `prepare` is called on a D1 database.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub methods_of_unknown: BTreeMap<String, Telling>,
    /// Types of parameters without annotation, by their name, where the name is a convention of the platform: `env`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Located<String>>,
    /// Types of the first parameters of functions that the runtime calls, `self` left out, where they are not annotated:
    /// `on_fetch` is a function of a module without decorators, `workers.WorkerEntrypoint.queue` a method of a class that
    /// extends that one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub handlers: BTreeMap<String, Vec<Located<String>>>,
    /// Top-level modules that exist on Workers only: a `try` that imports one does not fail there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runtime_modules: Vec<Located<String>>,
    /// What makes something of Python of an object of JavaScript, by qualified name: methods of that object, and functions that
    /// take it as their first argument.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conversions: Vec<Located<String>>,
    /// Functions that raise where one of their positional arguments is `None`, by qualified name: what went through them is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refusing_none: Vec<Located<String>>,
    /// Types of literal texts, by how they begin.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, Text>,
}

/// What a method tells about the unknown object it is called on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Telling {
    /// The type of the object.
    Always(Located<String>),
    /// Its type where an argument shows it.
    Given(TellingGiven),
}

/// What a method tells where its first argument is of a type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TellingGiven {
    /// The type of the object.
    pub of: Located<String>,
    /// The type of the first argument.
    pub first_is: Located<String>,
}

/// A type of objects.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlatformType {
    /// The type it inherits attributes and methods from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<Located<String>>,
    /// Attributes and their types.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Located<String>>,
    /// Type of any other attribute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub any_attribute: Option<Located<String>>,
    /// Methods.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub methods: BTreeMap<String, Function>,
    /// What iterating gives, and subscripting where `subscript` is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Located<String>>,
    /// What subscripting gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscript: Option<Located<String>>,
    /// What `await` gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaited: Option<Located<String>>,
    /// Options, for a type that stands for an options object (`js.RequestInit`), with their types.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, Located<String>>,
}

/// A function or method.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Types of the positional parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Located<String>>,
    /// Type of every further positional parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Located<String>>,
    /// Types of keyword parameters; of a JavaScript function, keywords are the options of the last parameter.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keywords: BTreeMap<String, Located<String>>,
    /// The options type whose options may be given as keywords.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keywords_are: Option<Located<String>>,
    /// The bindings of which its parameters take this, where others take something else; of those nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bindings: Option<Bindings>,
    /// What it returns; nothing is known if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<Located<String>>,
    /// What it returns instead in certain cases; the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Case>,
}

/// A case of what a function returns. All conditions must hold.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// This argument is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Argument>,
    /// This argument is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<Argument>,
    /// The first argument is of this type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_is: Option<Located<String>>,
    /// This argument is of one of these types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<ArgumentIs>,
    /// What it returns then.
    pub returns: Located<String>,
}

/// Literal texts told apart by how they begin.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The text begins with one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begins: Vec<String>,
    /// The text begins with none of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_begins: Vec<String>,
}

impl Platform {
    /// Adds the declarations of another file; what both declare is taken from `other`.
    pub fn extend(&mut self, other: Platform) {
        self.types.extend(other.types);
        self.functions.extend(other.functions);
        self.values.extend(other.values);
        self.aliases.extend(other.aliases);
        self.methods_of_unknown.extend(other.methods_of_unknown);
        self.parameters.extend(other.parameters);
        self.handlers.extend(other.handlers);
        self.runtime_modules.extend(other.runtime_modules);
        self.conversions.extend(other.conversions);
        self.refusing_none.extend(other.refusing_none);
        self.texts.extend(other.texts);
    }
}
