//! Calls of which nothing but the callee is looked at.

use super::Analysis;
use super::state::State;
use crate::value::{Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// The result of calling a value without arguments.
    pub fn call_value_plainly(&mut self, callee: &Value, site: Site) -> Value {
        let mut result = Value {
            open: callee.open,
            ..Value::default()
        };
        for atom in &callee.atoms {
            let value = self.call_function_plainly(&atom.kind, site);
            result.join(&value);
        }
        result
    }

    /// The result of calling one alternative without arguments.
    pub fn call_function_plainly(&mut self, callee: &Kind, site: Site) -> Value {
        match callee {
            Kind::Function(id, receiver) => {
                let receiver = receiver.clone();
                self.call_function(
                    *id,
                    receiver.as_deref(),
                    &[],
                    None,
                    site,
                    &mut State::default(),
                )
            }
            Kind::Method(method, receiver) => {
                if let Some(value) = self.mapping_method(*method, receiver, &[], site) {
                    return value;
                }
                let of = receiver.atoms.first().and_then(|atom| self.type_name(atom));
                let platform = self.platform();
                match of.and_then(|of| platform.method(of, *method)) {
                    Some(function) => self.result(function, Some(receiver), &[], site),
                    None => Value::unknown(),
                }
            }
            Kind::Class(class) => Value::of(Kind::Object(*class), site),
            _ => Value::unknown(),
        }
    }
}
