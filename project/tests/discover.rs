//! Which files of a project are Worker code, and what they run on.

use std::path::{Path, PathBuf};

use gotchas_catalog::{Runtimes, Sdk};
use gotchas_project::{Assume, Discovery, Options, Reason, discover};

/// A project on disk, written as a list of files.
struct Project(tempfile::TempDir);

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
        Project(folder)
    }

    fn discover(&self, path: &str, assume: Assume) -> Discovery {
        let options = Options {
            assume,
            ..Options::default()
        };
        discover(&[self.0.path().join(path)], &runtimes(), &options)
    }

    /// The files of all Workers, relative to the project, sorted.
    fn worker_files(&self, discovery: &Discovery) -> Vec<String> {
        let modules = discovery.workers.iter().flat_map(|worker| &worker.modules);
        let mut files: Vec<String> = modules.map(|module| self.relative(&module.path)).collect();
        files.sort();
        files
    }

    fn outside(&self, discovery: &Discovery) -> Vec<(String, Reason)> {
        discovery
            .outside
            .iter()
            .map(|out| (self.relative(&out.path), out.reason))
            .collect()
    }

    fn relative(&self, path: &Path) -> String {
        let below = path
            .strip_prefix(self.0.path())
            .expect("a file of the project");
        below.to_string_lossy().into_owned()
    }
}

fn runtimes() -> Runtimes {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../gotchas/runtimes.yaml");
    let text = std::fs::read_to_string(path).expect("the runtimes file");
    serde_yaml::from_str(&text).expect("the runtimes file parses")
}

const ENTRY: &str = "from workers import WorkerEntrypoint\nfrom api import routes\n";

#[test]
fn a_worker_is_what_its_entry_reaches() {
    let project = Project::new(&[
        (
            "wrangler.toml",
            "main = \"src/entry.py\"\ncompatibility_flags = [\"python_workers\"]\n",
        ),
        ("src/entry.py", ENTRY),
        ("src/api/__init__.py", ""),
        ("src/api/routes.py", "def f():\n    from . import late\n"),
        ("src/api/late.py", ""),
        ("src/host.py", "import threading\n"),
        ("tests/test_api.py", "from api import routes\n"),
        ("python_modules/js.py", ""),
    ]);
    let found = project.discover("", Assume::Nothing);
    assert_eq!(
        project.worker_files(&found),
        [
            "src/api/__init__.py",
            "src/api/late.py",
            "src/api/routes.py",
            "src/entry.py"
        ]
    );
    assert_eq!(
        project.outside(&found),
        [
            ("src/host.py".to_string(), Reason::NotReached),
            ("tests/test_api.py".to_string(), Reason::Test),
        ]
    );
}

#[test]
fn a_file_named_alone_finds_the_wrangler_file_above_it() {
    let project = Project::new(&[
        (
            "wrangler.jsonc",
            "{\"main\": \"entry.py\", /* old */ \"compatibility_date\": \"2025-01-01\"}",
        ),
        ("entry.py", "import helpers\n"),
        ("helpers.py", ""),
    ]);
    let found = project.discover("helpers.py", Assume::Nothing);
    assert_eq!(project.worker_files(&found), ["entry.py", "helpers.py"]);
    assert_eq!(found.named.len(), 1);
    assert_eq!(found.workers[0].target.runtime, "pyodide-0.26");
}

#[test]
fn the_date_and_flags_choose_the_target() {
    let target = |config: &str, extra: &[(&str, &str)]| {
        let mut files = vec![("wrangler.toml", config), ("a.py", "")];
        files.extend(extra);
        let project = Project::new(&files);
        let target = project.discover("", Assume::Nothing).workers[0]
            .target
            .clone();
        (target.runtime, target.sdk)
    };
    let newest = runtimes().sdk.verified.last().cloned().expect("a release");
    let pinned = [("requirements.txt", "workers-runtime-sdk==1.6.0\n")];
    let on = |date: &str| format!("main = \"a.py\"\ncompatibility_date = \"{date}\"\n");

    assert_eq!(
        target(&on("2025-09-28"), &[]),
        ("pyodide-0.26".into(), Sdk::Bundled)
    );
    assert_eq!(
        target(&on("2025-09-29"), &[]),
        ("pyodide-0.28".into(), Sdk::Bundled)
    );
    assert_eq!(
        target(&on("2026-09-08"), &[]),
        ("pyodide-314".into(), Sdk::Release(newest.clone()))
    );
    assert_eq!(
        target(&on("2025-09-28"), &pinned),
        ("pyodide-0.26".into(), Sdk::Bundled)
    );
    assert_eq!(
        target(&on("2026-05-01"), &pinned),
        (
            "pyodide-0.28".into(),
            Sdk::Release(semver::Version::new(1, 6, 0))
        )
    );
    let flags = |flags: &str| format!("{}compatibility_flags = [{flags}]\n", on("2026-09-08"));
    assert_eq!(
        target(&flags("\"no_python_workers_314\""), &[]).0,
        "pyodide-0.28"
    );
    assert_eq!(
        target(&flags("\"disable_python_external_sdk\""), &[]).1,
        Sdk::Bundled
    );
    let early = format!(
        "{}compatibility_flags = [\"python_workers_20250116\"]\n",
        on("2025-01-01")
    );
    assert_eq!(target(&early, &[]).0, "pyodide-0.28");
}

#[test]
fn several_workers_live_side_by_side() {
    let project = Project::new(&[
        ("a/wrangler.toml", "main = \"src/entry.py\"\n"),
        ("a/src/entry.py", ""),
        ("b/wrangler.json", "{\"main\": \"worker.py\"}"),
        ("b/wrangler.toml", "main = \"other.py\"\n"),
        ("b/worker.py", ""),
        ("b/other.py", ""),
        ("c/wrangler.toml", "main = \"src/index.ts\"\n"),
        ("c/tool.py", "import js\n"),
    ]);
    let found = project.discover("", Assume::Nothing);
    assert_eq!(
        project.worker_files(&found),
        ["a/src/entry.py", "b/worker.py"]
    );
}

#[test]
fn without_a_wrangler_file_the_imports_decide() {
    let project = Project::new(&[
        (
            "app/entry.py",
            "from workers import Response\nimport helper\n",
        ),
        ("app/helper.py", ""),
        ("app/other.py", "import threading\n"),
        ("app/test_entry.py", "import js\n"),
        ("page/main.py", "from pyscript import document\nimport js\n"),
    ]);
    let found = project.discover("", Assume::Nothing);
    assert_eq!(
        project.worker_files(&found),
        ["app/entry.py", "app/helper.py"]
    );
    assert_eq!(
        project.outside(&found),
        [
            ("app/other.py".to_string(), Reason::NoRuntimeImport),
            ("app/test_entry.py".to_string(), Reason::Test),
            ("page/main.py".to_string(), Reason::NoRuntimeImport),
        ]
    );
}

#[test]
fn a_worker_that_starts_from_another_language_runs_no_python() {
    let project = Project::new(&[
        (
            "wrangler.toml",
            "main = \"src/index.ts\"\ncompatibility_flags = [\"python_workers\"]\n",
        ),
        ("src/index.ts", ""),
        ("tools/left_over.py", "from js import Response\n"),
        ("tools/report.py", "import threading\n"),
    ]);
    let found = project.discover("", Assume::Nothing);
    assert!(found.workers.is_empty() && found.adrift.is_empty());
    assert_eq!(
        project.outside(&found),
        [
            ("tools/left_over.py".to_string(), Reason::NoPythonMain),
            ("tools/report.py".to_string(), Reason::NoPythonMain),
        ]
    );
}

#[test]
fn a_package_called_workers_is_not_the_runtime() {
    let project = Project::new(&[
        ("workers/__init__.py", ""),
        ("workers/queue.py", "import threading\n"),
        ("main.py", "from workers import queue\n"),
    ]);
    assert!(project.discover("", Assume::Nothing).workers.is_empty());
}

#[test]
fn the_user_can_say_that_everything_is_worker_code() {
    let project = Project::new(&[("pkg/a.py", ""), ("pkg/test_b.py", "")]);
    let found = project.discover("", Assume::Worker);
    assert_eq!(project.worker_files(&found), ["pkg/a.py", "pkg/test_b.py"]);
    assert_eq!(found.workers[0].modules[0].name, "pkg.a");
}

#[test]
fn gitignored_files_are_left_out() {
    let project = Project::new(&[
        (".git/HEAD", ""),
        (".gitignore", "generated/\n"),
        ("generated/a.py", "import js\n"),
        ("b.py", "import js\n"),
    ]);
    assert_eq!(
        project.worker_files(&project.discover("", Assume::Nothing)),
        ["b.py"]
    );
}

#[test]
fn broken_files_are_reported_and_the_others_go_on() {
    let project = Project::new(&[
        ("a/wrangler.toml", "main = \n"),
        ("b/wrangler.toml", "main = \"entry.py\"\n"),
        ("b/entry.py", "import latin\n"),
    ]);
    let latin = project.0.path().join("b/latin.py");
    std::fs::write(&latin, [b'#', 0xE9, b'\n']).expect("a file");
    let found = project.discover("", Assume::Nothing);
    assert_eq!(found.config_errors.len(), 1);
    assert_eq!(project.worker_files(&found), ["b/entry.py"]);
    assert_eq!(found.unreadable.len(), 1);
    assert_eq!(found.unreadable[0].path, latin);
}

#[test]
fn an_environment_on_another_runtime_is_a_worker_of_its_own() {
    let project = Project::new(&[
        (
            "wrangler.toml",
            "main = \"src/entry.py\"\ncompatibility_date = \"2026-01-15\"\ncompatibility_flags = [\"python_workers\"]\n\
             [env.same]\ncompatibility_date = \"2026-01-16\"\n[env.next]\ncompatibility_date = \"2026-10-01\"\n",
        ),
        ("src/entry.py", "from workers import WorkerEntrypoint\n"),
    ]);
    let discovery = project.discover("", Assume::Nothing);
    let targets = discovery
        .workers
        .iter()
        .map(|worker| &*worker.target.runtime);
    assert_eq!(
        targets.collect::<Vec<_>>(),
        ["pyodide-0.28", "pyodide-314"],
        "the same runtime counts once"
    );
}
