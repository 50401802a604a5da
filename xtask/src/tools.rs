//! Programs that tests and benchmarks need, installed under `target/tools`.

use std::path::PathBuf;

use anyhow::bail;

use crate::shell;

/// A program from crates.io at the version that the tests were written for.
pub struct CargoTool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    /// What to build, where the default features hold more than is needed here.
    features: &'static [&'static str],
}

/// The stock mdBook that the site must come out of unchanged.
pub const MDBOOK: CargoTool = CargoTool {
    package: "mdbook",
    program: "mdbook",
    version: "0.5.4",
    // Without its server and the watching of files.
    features: &["--no-default-features", "--features", "search"],
};

/// Checks licences, sources and banned crates.
pub const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    features: &[],
};

/// Builds and runs the fuzz targets.
pub const CARGO_FUZZ: CargoTool = CargoTool {
    package: "cargo-fuzz",
    program: "cargo-fuzz",
    version: "0.13.2",
    features: &[],
};

impl CargoTool {
    /// Where it is after [`Self::install`].
    pub fn path(&self) -> PathBuf {
        home().join("bin").join(self.program)
    }

    /// Builds it from crates.io unless this version is there already.
    pub fn install(&self) -> anyhow::Result<PathBuf> {
        let path = self.path();
        let wanted = format!("{}@{}", self.package, self.version);
        if self
            .installed_version()
            .is_some_and(|version| version == self.version)
        {
            return Ok(path);
        }
        // Without optimisation, which takes much longer than these programs run.
        shell::cargo([
            "install", "--debug", "--locked", "--force", "--quiet", "--root",
        ])
        .args([home().as_os_str()])
        .args([&wanted])
        .args(self.features)
        // A folder of its own, kept: dependencies need not be built again for another version.
        .env("CARGO_TARGET_DIR", shell::target().join("tools-build"))
        .run()?;
        Ok(path)
    }

    fn installed_version(&self) -> Option<String> {
        let said = shell::program(self.path())
            .args(["--version"])
            .read()
            .ok()?;
        let version = said.split_whitespace().find(|word| word.contains('.'))?;
        Some(version.trim_start_matches('v').to_owned())
    }
}

/// A ruff of PyPI in a virtual environment, to measure against.
pub fn install_ruff() -> anyhow::Result<PathBuf> {
    const VERSION: &str = "0.17.6";
    let venv = home().join("ruff");
    let ruff = venv.join("bin/ruff");
    if shell::program(&ruff)
        .args(["--version"])
        .read()
        .is_ok_and(|said| said.trim().ends_with(VERSION))
    {
        return Ok(ruff);
    }
    let Some(python) = ["python3", "python"]
        .into_iter()
        .find(|name| shell::program(name).args(["--version"]).works())
    else {
        bail!("no Python found; ruff is installed with its `venv` and `pip`");
    };
    shell::program(python)
        .args(["-m", "venv"])
        .args([&venv])
        .run()?;
    shell::program(venv.join("bin/python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            &format!("ruff=={VERSION}"),
        ])
        .run()?;
    Ok(ruff)
}

/// tealdeer, where somebody has installed it: in the folder of tools or on the path.
pub fn tealdeer() -> Option<PathBuf> {
    let places = [home().join("tealdeer/bin/tldr"), PathBuf::from("tldr")];
    let is_tealdeer = |program: &PathBuf| {
        let said = shell::program(program).args(["--version"]).read();
        said.is_ok_and(|said| said.starts_with("tealdeer"))
    };
    places.into_iter().find(is_tealdeer)
}

fn home() -> PathBuf {
    shell::target().join("tools")
}
