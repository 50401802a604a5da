//! Uses of what detectors name, and where they stand.

use gotchas_catalog::detect::{Circumstance, Place as Where};
use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{ExceptHandler, Expr, ExprCall, Stmt};

use super::Analysis;
use super::calls::PlatformCall;
use super::doubts::Doubts;
use super::findings::{Finding, Words};
use super::index::Progress;
use super::keeping::Keeps;
use super::summary::Summary;
use crate::rules::{CompiledUse, DetectorId, Rules, What};
use crate::symbol::Symbol;
use crate::value::{ClassId, Kind, Site, Value};

impl<'a> Analysis<'a> {
    /// A value is read by its name.
    pub fn read(&mut self, value: &Value, site: Site) {
        let rules = self.rules();
        if rules.reads.is_empty() {
            return;
        }
        for atom in &value.atoms {
            let Kind::Name(name) = atom.kind else {
                continue;
            };
            self.named_use(Rules::waiting(&rules.reads, name), name, site);
        }
    }

    /// An exception is named in an `except` clause.
    pub fn caught(&mut self, name: Symbol, node: &'a Expr) {
        let site = self.site(node);
        self.named_use(Rules::waiting(&self.rules().catches, name), name, site);
    }

    /// A module or a name in it is imported from outside the project.
    pub fn imported(&mut self, name: Symbol, site: Site) {
        self.imports_runtime |= self.is_of_runtime_alone(self.symbols.text(name));
        self.named_use(Rules::waiting(&self.rules().imports, name), name, site);
    }

    fn named_use(&mut self, detectors: &[DetectorId], name: Symbol, site: Site) {
        for &detector in detectors {
            let words = Words {
                qualified: Some(name),
                ..Words::default()
            };
            self.used(detector, site, words, None, None);
        }
    }

    /// A function of the project hands out a service, and raises where it is missing.
    pub fn served(&mut self, summary: &Summary, returns: &Value, node: &'a ExprCall) {
        if self.rules().services.is_empty() || !summary.raises {
            return;
        }
        let service = returns.atoms.iter().any(|atom| match atom.kind {
            Kind::Object(class) => self.uses_binding(class),
            _ => self.is_binding(atom),
        });
        if service {
            self.service_used(self.site(node));
        }
    }

    /// A service is used at a place where nobody handles its being missing.
    pub fn service_used(&mut self, site: Site) {
        for &detector in &self.rules().services {
            self.used(detector, site, Words::default(), None, None);
        }
    }

    /// Whether any method of a class was seen to call what detectors watch for on bindings.
    fn uses_binding(&self, class: ClassId) -> bool {
        let methods = self.classes[class.0 as usize].methods.values();
        methods
            .into_iter()
            .any(|id| match &self.functions[id.0 as usize].progress {
                Progress::Done(summary) => !summary.effects.is_empty(),
                _ => false,
            })
    }

    /// Whether the environment has a variable of that name without the Worker's doing.
    fn is_always_set(&self, key: Symbol) -> bool {
        let environ = self.platform().types.get(&self.known().environ);
        environ.is_some_and(|environ| environ.options.contains_key(&key))
    }

    pub fn used(
        &mut self,
        detector: DetectorId,
        site: Site,
        words: Words,
        key: Option<Symbol>,
        call: Option<&PlatformCall<'a, '_>>,
    ) {
        let What::Use(wanted) = &self.rules().detectors[detector as usize].what else {
            return;
        };
        if !self.in_place(wanted.place) || !self.arguments_match(wanted, call) {
            return;
        }
        let mut decorator = None;
        for &circumstance in &wanted.unless {
            if !self.under(circumstance, key, call) {
                continue;
            }
            match circumstance {
                // What a decorator makes keeps what it uses.
                Circumstance::Local => decorator = self.closure_of_target(),
                _ => return,
            }
            if decorator.is_none() {
                return;
            }
        }
        if !wanted.misses.is_empty() && !self.misses(wanted) {
            return;
        }
        let mut only = wanted.only.iter();
        let mut lasts = None;
        if !wanted.only.is_empty() && !only.any(|one| self.under(*one, key, call)) {
            // How long an object lasts shows at the end.
            match self.frame.keeps {
                Keeps::InObject(class)
                    if wanted.only.contains(&Circumstance::Kept) && !self.inserts_rows() =>
                {
                    lasts = Some(class);
                }
                _ => return,
            }
        }
        let timed = wanted.unless.contains(&Circumstance::Duration)
            && call.is_some_and(|call| self.is_kept_in_object(call.node));
        let local = wanted.unless.contains(&Circumstance::Local);
        if local && self.frame.lambdas > 0 && self.frame.function.is_none() {
            // What is made for each object of a class.
            lasts = lasts.or(self.frame.class);
        }
        let method = self
            .frame
            .function
            .filter(|_| (local && !self.is_kept_elsewhere()) || timed);
        let of = method.and_then(|id| self.functions[id.0 as usize].class);
        let unless_project = wanted.unless_project.clone();
        self.report(Finding {
            detector,
            site,
            other: None,
            used: None,
            bindings: None,
            words,
            key,
            of,
            lasts,
            decorator,
            may_be_kept: wanted.unless.contains(&Circumstance::DurableObject),
            is_handed_on: false,
            question: None,
            doubts: Doubts::default(),
            unless_project,
        });
    }

    /// A function is passed to be called for each object of the class whose body runs: what it makes lives as long as they do.
    pub fn made_later(&mut self, call: &PlatformCall<'a, '_>, name: Symbol) {
        let rules = self.rules();
        for &detector in Rules::waiting(&rules.calls, name) {
            let What::Use(wanted) = &rules.detectors[detector as usize].what else {
                continue;
            };
            if wanted.unless.contains(&Circumstance::Local) {
                let words = Words {
                    qualified: Some(name),
                    ..Words::default()
                };
                self.used(detector, call.site, words, None, Some(call));
            }
        }
    }

    fn in_place(&self, place: Where) -> bool {
        match place {
            Where::Anywhere => true,
            Where::Function => !self.frame.is_import(),
            Where::Async => self.frame.is_async,
            Where::Import => self.frame.is_import(),
        }
    }

    fn arguments_match(&self, wanted: &CompiledUse, call: Option<&PlatformCall<'a, '_>>) -> bool {
        wanted.arguments.iter().all(|(place, types)| {
            let argument = call.and_then(|call| self.argument_at(call.args, *place));
            match argument {
                None => types.is_empty(),
                Some(argument) => {
                    let atoms = &argument.value.atoms;
                    atoms
                        .iter()
                        .any(|atom| types.iter().any(|wanted| self.is(atom, wanted)))
                }
            }
        })
    }

    fn under(
        &self,
        circumstance: Circumstance,
        key: Option<Symbol>,
        call: Option<&PlatformCall<'a, '_>>,
    ) -> bool {
        match circumstance {
            Circumstance::Fallback => self.frame.fallbacks.all > 0,
            Circumstance::StandsIn => self.frame.fallbacks.of_bindings > 0,
            Circumstance::Kept => self.is_bound_globally(),
            Circumstance::Try => !self.frame.tries.is_empty(),
            Circumstance::Local => self.bound_locally(),
            Circumstance::Duration => call.is_some_and(|call| self.times_an_await(call.node)),
            Circumstance::HandedToLoop => call.is_some_and(|call| self.is_for_the_loop(call.node)),
            Circumstance::UsedOutsideTry => !self.target_used_in_try_only(),
            Circumstance::DurableObject => self.is_in_durable_object(),
            Circumstance::Preset => key.is_some_and(|key| {
                self.is_always_set(key) || self.keys_set_at_import.contains(&key)
            }),
        }
    }

    fn is_in_durable_object(&self) -> bool {
        let function = self.frame.function;
        let class = function.and_then(|id| self.functions[id.0 as usize].class);
        class.is_some_and(|class| self.is_durable_object(class)) && !self.is_kept_elsewhere()
    }

    /// Whether a failure here is handled in the running function.
    pub fn is_forgiven(&self) -> bool {
        self.frame.tries.iter().any(|around| around.forgives)
    }

    fn misses(&self, wanted: &CompiledUse) -> bool {
        let Some(innermost) = self.frame.tries.last() else {
            return false;
        };
        let catches = || self.frame.tries.iter().flat_map(|around| &around.catches);
        let none_fits = catches().all(|caught| {
            caught.is_some_and(|caught| {
                caught != self.known().any_exception && !wanted.misses.contains(&caught)
            })
        });
        let is_about_it = catches()
            .flatten()
            .any(|caught| !wanted.aside.contains(caught));
        innermost.single && none_fits && is_about_it
    }
}

/// Counts uses of a name, in the bodies of `try` statements with handlers and outside of them.
struct Uses<'n> {
    name: &'n str,
    depth: usize,
    inside: usize,
    outside: usize,
}

impl<'a> Visitor<'a> for Uses<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let Stmt::Try(node) = statement else {
            walk_stmt(self, statement);
            return;
        };
        let handled = usize::from(node.handlers.iter().any(goes_on));
        self.depth += handled;
        self.visit_body(&node.body);
        self.depth -= handled;
        for handler in &node.handlers {
            self.visit_except_handler(handler);
        }
        self.visit_body(&node.orelse);
        self.visit_body(&node.finalbody);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Name(name) = expression
            && name.ctx.is_load()
            && name.id.as_str() == self.name
        {
            let count = if self.depth > 0 {
                &mut self.inside
            } else {
                &mut self.outside
            };
            *count += 1;
        }
        walk_expr(self, expression);
    }
}

/// Whether a handler does something else than raise again.
fn goes_on(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    !handler.body.iter().any(Stmt::is_raise_stmt)
}

impl Analysis<'_> {
    /// Whether the name that takes the result of the running call is used in `try` bodies with handlers only.
    pub fn target_used_in_try_only(&self) -> bool {
        let (Some(target), Some(function)) = (self.frame.target, self.frame.function) else {
            return false;
        };
        let mut uses = Uses {
            name: self.symbols.text(target),
            depth: 0,
            inside: 0,
            outside: 0,
        };
        uses.visit_body(&self.functions[function.0 as usize].node.body);
        uses.inside > 0 && uses.outside == 0
    }
}
