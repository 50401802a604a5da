//! Everything a check needs to know before it sees any code.

use std::sync::Arc;

use gotchas_catalog::{Catalogue, Problem, Problems};
use rustc_hash::FxHashMap;

use crate::compile::compile;
use crate::platform::{self, CompiledPlatform};
use crate::rules::Rules;
use crate::symbol::{BaseSymbols, Symbol};
use crate::triggers::Triggers;

/// The platform model, the detectors and the names they share.
#[derive(Debug)]
pub struct Knowledge {
    pub symbols: Arc<BaseSymbols>,
    pub platform: CompiledPlatform,
    pub rules: Rules,
    /// What large projects are searched for first.
    pub triggers: Triggers,
    /// `dict` to `builtins.dict`.
    pub builtins: FxHashMap<Symbol, Symbol>,
    pub known: Known,
}

macro_rules! known {
    ($($field:ident = $name:literal,)*) => {
        /// The names that the language itself, not the platform, gives a meaning to.
        #[derive(Debug, Clone, Copy)]
        pub struct Known {
            $(#[doc = concat!("`", $name, "`")] pub $field: Symbol,)*
        }

        impl Known {
            fn new(symbols: &mut BaseSymbols) -> Known {
                Known { $($field: symbols.intern($name),)* }
            }
        }
    };
}

known! {
    dict = "python.dict",
    list = "python.list",
    tuple = "python.tuple",
    set = "python.set",
    text = "python.str",
    path = "pathlib.Path",
    path_bundle = "path.Bundle",
    path_relative = "path.Relative",
    bytes = "python.bytes",
    number = "python.number",
    boolean = "python.bool",
    function = "python.function",
    coroutine = "python.Coroutine",
    d1_coroutine = "d1.Coroutine",
    d1_promise = "d1.Promise",
    generator = "python.Generator",
    js_object = "js.Object",
    js_proxy = "pyodide.ffi.JsProxy",
    get = "get",
    any_text = "",
    items = "items",
    values = "values",
    update = "update",
    append = "append",
    setdefault = "setdefault",
    pop = "pop",
    extend = "extend",
    copy = "copy",
    get_item = "__getitem__",
    set_item = "__setitem__",
    call = "__call__",
    init = "__init__",
    enter = "__enter__",
    dunder_file = "__file__",
    dunder_name = "__name__",
    main = "__main__",
    type_checking = "typing.TYPE_CHECKING",
    sys_modules = "sys.modules",
    key = "key",
    format = "format",
    builtin_dict = "builtins.dict",
    builtin_list = "builtins.list",
    builtin_tuple = "builtins.tuple",
    default_dict = "collections.defaultdict",
    builtin_map = "builtins.map",
    builtin_filter = "builtins.filter",
    builtin_enumerate = "builtins.enumerate",
    builtin_zip = "builtins.zip",
    builtin_next = "builtins.next",
    builtin_sorted = "builtins.sorted",
    builtin_min = "builtins.min",
    builtin_max = "builtins.max",
    builtin_str = "builtins.str",
    run_sync = "pyodide.ffi.run_sync",
    asyncio_run = "asyncio.run",
    gather = "asyncio.gather",
    wait_for = "asyncio.wait_for",
    shield = "asyncio.shield",
    create_task = "asyncio.create_task",
    ensure_future = "asyncio.ensure_future",
    builtin_getattr = "builtins.getattr",
    builtin_super = "builtins.super",
    builtin_isinstance = "builtins.isinstance",
    builtin_hasattr = "builtins.hasattr",
    pydantic_model = "pydantic.BaseModel",
    depends = "fastapi.Depends",
    env = "env",
    environ = "os.Environ",
    asgi_fetch = "asgi.fetch",
    asgi_scope = "starlette.Scope",
    to_thread = "asyncio.to_thread",
    optional = "typing.Optional",
    union = "typing.Union",
    typed_dict = "typing.TypedDict",
    typed_dict_extension = "typing_extensions.TypedDict",
    protocol = "typing.Protocol",
    protocol_extension = "typing_extensions.Protocol",
    annotated = "typing.Annotated",
    property = "builtins.property",
    static_method = "builtins.staticmethod",
    class_method = "builtins.classmethod",
    cached_property = "functools.cached_property",
    context_manager = "contextlib.contextmanager",
    async_context_manager = "contextlib.asynccontextmanager",
    import_error = "builtins.ImportError",
    module_not_found = "builtins.ModuleNotFoundError",
    binding = "workers.Binding",
    runtime_env = "workers.Env",
    durable_object = "workers.DurableObject",
    worker_entrypoint = "workers.WorkerEntrypoint",
    workflow_entrypoint = "workers.WorkflowEntrypoint",
    attribute_error = "builtins.AttributeError",
    builtin_all = "builtins.all",
    builtin_any = "builtins.any",
    any_exception = "builtins.BaseException",
    exception = "builtins.Exception",
    type_error = "builtins.TypeError",
}

impl Knowledge {
    /// Compiles a catalogue.
    ///
    /// # Errors
    /// Every type in the platform model and in the detectors that cannot be read.
    pub fn new(catalogue: &Catalogue) -> Result<Knowledge, Problems> {
        let mut symbols = BaseSymbols::default();
        let empty = symbols.intern("");
        debug_assert_eq!(empty, Symbol::EMPTY);
        let known = Known::new(&mut symbols);
        let rules = compile(catalogue, &mut symbols)?;
        let platform = platform::compile(&catalogue.platform, &mut symbols).map_err(|bad| {
            let problem = |bad: platform::BadType| {
                Problem::new(
                    "gotchas/platform",
                    format!("in `{}`: {}", bad.within, bad.message),
                )
            };
            Problems::from(bad.into_iter().map(problem).collect::<Vec<_>>())
        })?;
        let declared = platform.functions.keys().chain(platform.values.keys());
        let declared: Vec<Symbol> = declared.copied().collect();
        let mut builtins = FxHashMap::default();
        for name in declared {
            if let Some(short) = symbols
                .text(name)
                .strip_prefix("builtins.")
                .map(str::to_owned)
            {
                builtins.insert(symbols.intern(&short), name);
            }
        }
        Ok(Knowledge {
            triggers: Triggers::new(&rules, &platform, &symbols),
            symbols: Arc::new(symbols),
            platform,
            rules,
            builtins,
            known,
        })
    }
}
