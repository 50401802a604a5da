//! What an expression may be, as far as the analysis can tell.

use std::rc::Rc;

use ruff_text_size::TextRange;
use smallvec::SmallVec;

use crate::record::{Key, Record};
use crate::symbol::Symbol;

/// A place in one of the checked files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// Index of the file in the project.
    pub file: u32,
    /// Where in it.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

impl Site {
    /// The place of `range` in a file.
    pub fn new(file: u32, range: TextRange) -> Site {
        Site {
            file,
            start: range.start().into(),
            end: range.end().into(),
        }
    }

    /// The same place where the text that it is in is moved.
    pub fn moved(self, shift: i32) -> Site {
        Site {
            file: self.file,
            start: self.start.wrapping_add_signed(shift),
            end: self.end.wrapping_add_signed(shift),
        }
    }

    /// The range in its file.
    pub fn range(self) -> TextRange {
        TextRange::new(self.start.into(), self.end.into())
    }
}

/// Index of a function of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub u32);

/// Index of a class of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassId(pub u32);

/// Index of a module of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(pub u32);

/// The alternatives of what an expression may be.
#[derive(Debug, Default, PartialEq)]
pub struct Value {
    /// What is known to be possible.
    pub atoms: SmallVec<[Atom; 1]>,
    /// Whether it may be something else as well.
    pub open: bool,
}

/// One alternative of a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom {
    /// What it is.
    pub kind: Kind,
    /// The expression that gave it; tells two objects of one type apart.
    pub site: Site,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `None`.
    None,
    /// The `None` that stands for a key that may be missing.
    Missing,
    /// `True` or `False`.
    Bool(bool),
    /// A literal text, as far as it matters.
    Text(Symbol),
    /// A text of which only the beginning is known.
    Beginning(Symbol),
    /// A lambda, by its place among those of the project.
    Lambda(u32),
    /// Something named from outside the project: a module, function, class or value.
    Name(Symbol),
    /// An object of a type of the platform model, with what it holds.
    Instance(Symbol, Option<Rc<Value>>),
    /// A container whose items are known.
    Record(Rc<Record>),
    /// A method of a platform object.
    Method(Symbol, Rc<Value>),
    /// A function of the project, with the object it is bound to.
    Function(FunctionId, Option<Rc<Value>>),
    /// A class of the project.
    Class(ClassId),
    /// An object of a class of the project.
    Object(ClassId),
    /// A module of the project.
    Module(ModuleId),
    /// A name of a module of the project that is looked up when it is used.
    Global(ModuleId, Symbol),
    /// A parameter of a function, or what is reached from it.
    Param(Rc<Param>),
}

/// A parameter of a function, or what is reached from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The function.
    pub function: FunctionId,
    /// Which of its parameters.
    pub index: u32,
    /// How it is reached from there.
    pub path: SmallVec<[Step; 2]>,
    /// What has been tested about the parameter itself before that.
    pub given: SmallVec<[Fact; 1]>,
    /// What has been tested about it.
    pub facts: SmallVec<[Fact; 1]>,
}

/// A step from a value to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Any of its items.
    Item,
    /// The item of a key.
    Key(Key),
    /// An attribute.
    Attribute(Symbol),
    /// The result of calling a method without caring for its arguments.
    Result(Symbol),
    /// What awaiting it gives.
    Await,
    /// What a function of the platform makes of it.
    Made(Symbol),
    /// A container of this type that has it as an item.
    Held(Symbol),
}

/// Something a test has shown about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// It is true or false.
    Truth(bool),
    /// It is `None`, or is not.
    None(bool),
    /// It has an attribute, or has not.
    Attribute(Symbol, bool),
    /// It is of a type, or is not.
    Type(Symbol, bool),
}

impl Fact {
    /// Whether both cannot be.
    pub fn excludes(self, other: Fact) -> bool {
        match (self, other) {
            (Fact::Truth(one), Fact::Truth(other)) | (Fact::None(one), Fact::None(other)) => {
                one != other
            }
            (Fact::Truth(truth), Fact::None(none)) | (Fact::None(none), Fact::Truth(truth)) => {
                truth && none
            }
            _ => false,
        }
    }
}

const MOST_ATOMS: usize = 12;

impl Clone for Value {
    /// Nearly all values have one alternative or none: these need no loop, and values are cloned more than anything else.
    fn clone(&self) -> Value {
        let atoms = match &self.atoms[..] {
            [] => SmallVec::new(),
            [only] => SmallVec::from_buf([only.clone()]),
            several => several.iter().cloned().collect(),
        };
        Value {
            atoms,
            open: self.open,
        }
    }
}

impl Atom {
    /// Whether it is `None`, or what stands for nothing.
    pub fn is_nothing(&self) -> bool {
        matches!(self.kind, Kind::None | Kind::Missing)
    }
}

impl Value {
    /// Nothing is known.
    pub fn unknown() -> Value {
        Value {
            atoms: SmallVec::new(),
            open: true,
        }
    }

    /// Nothing is possible: code that does not run.
    pub fn never() -> Value {
        Value::default()
    }

    /// One known alternative.
    pub fn of(kind: Kind, site: Site) -> Value {
        Value::only(Atom { kind, site })
    }

    /// One known alternative.
    pub fn only(atom: Atom) -> Value {
        Value {
            atoms: SmallVec::from_buf([atom]),
            open: false,
        }
    }

    /// Whether nothing at all is known about it.
    pub fn is_unknown(&self) -> bool {
        self.open && self.atoms.is_empty()
    }

    /// Whether it is only possible in code that does not run.
    pub fn is_never(&self) -> bool {
        !self.open && self.atoms.is_empty()
    }

    /// What it is, if it can be one thing only.
    pub fn only_kind(&self) -> Option<&Kind> {
        match &self.atoms[..] {
            [Atom { kind, .. }] if !self.open => Some(kind),
            _ => None,
        }
    }

    /// Whether `None`, or nothing, is among what it may be.
    pub fn may_be_none(&self) -> bool {
        self.atoms.iter().any(Atom::is_nothing)
    }

    /// The literal texts that it may be.
    pub fn texts(&self) -> impl Iterator<Item = Symbol> {
        self.atoms.iter().filter_map(|atom| match atom.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The first literal text that it may be.
    pub fn text(&self) -> Option<Symbol> {
        self.texts().next()
    }

    /// The text that it is, if it can be nothing else.
    pub fn only_text(&self) -> Option<Symbol> {
        match self.only_kind()? {
            Kind::Text(text) => Some(*text),
            _ => None,
        }
    }

    /// Adds the alternatives of another value.
    pub fn join(&mut self, other: &Value) {
        self.open |= other.open;
        match &other.atoms[..] {
            [only] if self.atoms.is_empty() => self.atoms.push(only.clone()),
            atoms => atoms.iter().for_each(|atom| self.add(atom)),
        }
    }

    /// Adds the alternatives of a value that is needed no more.
    pub fn absorb(&mut self, other: Value) {
        match self.atoms.is_empty() && other.atoms.len() < 2 {
            true => {
                self.atoms = other.atoms;
                self.open |= other.open;
            }
            false => self.join(&other),
        }
    }

    /// Both values' alternatives.
    pub fn or(mut self, other: &Value) -> Value {
        self.join(other);
        self
    }

    /// The value, and possibly something else.
    pub fn or_unknown(mut self) -> Value {
        self.open = true;
        self
    }

    fn add(&mut self, atom: &Atom) {
        if self
            .atoms
            .iter()
            .any(|own| own.site == atom.site && own.kind == atom.kind)
        {
            return;
        }
        if let Kind::Record(new) = &atom.kind {
            let same = self.atoms.iter_mut().find(|own| own.site == atom.site);
            if let Some(Atom {
                kind: Kind::Record(own),
                ..
            }) = same
                && own.of == new.of
            {
                *own = Rc::new(own.merged(new));
                return;
            }
        }
        if self.atoms.len() < MOST_ATOMS {
            self.atoms.push(atom.clone());
        } else {
            self.open = true;
        }
    }

    /// Keeps the alternatives that `keep` accepts.
    pub fn retain(&mut self, keep: impl FnMut(&mut Atom) -> bool) {
        self.atoms.retain(keep);
    }
}
