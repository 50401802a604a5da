//! One Node program that executes cases on one runtime.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow, bail};
use gotchas_catalog::{Bindings, Outcome, Run, Runtime};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    Case,
    cases::folders,
    set_up::{Places, SetUp},
};

/// How long the program may take for anything, booting an interpreter anew included. It enforces limits by itself; this
/// one is for the program.
const PATIENCE: Duration = Duration::from_secs(300);

/// How long the program has to end workerd and itself.
const FAREWELL: Duration = Duration::from_secs(20);

/// A running program.
pub struct Station {
    child: Child,
    /// Its standard input; at the end of it the program ends workerd and itself.
    input: Option<ChildStdin>,
    answers: Receiver<String>,
    /// What it runs on, by name.
    pub versions: BTreeMap<String, String>,
}

/// Its first answer.
#[derive(Deserialize)]
struct Started {
    versions: BTreeMap<String, String>,
}

impl Station {
    /// Starts the program and boots the runtime in it.
    pub fn start(places: &Places, set_up: &SetUp, runtime: &Runtime) -> anyhow::Result<Station> {
        let mut child = Command::new("node")
            .arg(places.harness().join("harness/main.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot run `node`")?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("`node` has no standard input and output");
        };
        let (sender, answers) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            lines
                .map(|line| sender.send(line))
                .take_while(Result::is_ok)
                .for_each(drop);
        });
        let mut station = Station {
            child,
            input: Some(input),
            answers,
            versions: BTreeMap::new(),
        };
        station.say(&configuration(places, set_up, runtime)?)?;
        let started: Started = station.hear()?;
        let name = runtime.id.value.as_str();
        station.versions = started
            .versions
            .into_iter()
            .map(|(key, version)| match key.as_str() {
                "pyodide" => (name.to_owned(), version),
                "python" => (format!("python on {name}"), version),
                _ => (key, version),
            })
            .collect();
        Ok(station)
    }

    /// Executes a case.
    pub fn run(&mut self, case: &Case, run: &Run) -> anyhow::Result<Outcome> {
        self.say(&request(case, run))?;
        self.hear()
    }

    fn say(&mut self, value: &Value) -> anyhow::Result<()> {
        let sent = match &mut self.input {
            Some(input) => writeln!(input, "{value}")
                .and_then(|()| input.flush())
                .is_ok(),
            None => false,
        };
        if sent { Ok(()) } else { Err(self.failure()) }
    }

    fn hear<T: DeserializeOwned>(&mut self) -> anyhow::Result<T> {
        match self.answers.recv_timeout(PATIENCE) {
            Ok(line) => serde_json::from_str(&line)
                .with_context(|| format!("the harness answered what was not expected: {line}")),
            Err(RecvTimeoutError::Timeout) => {
                bail!("the harness did not answer for {} s", PATIENCE.as_secs())
            }
            Err(RecvTimeoutError::Disconnected) => Err(self.failure()),
        }
    }

    /// Why the program ended.
    fn failure(&mut self) -> anyhow::Error {
        let mut said = String::new();
        if let Some(mut errors) = self.child.stderr.take() {
            // It ended, or is about to: what cannot be read adds nothing.
            let _ = errors.read_to_string(&mut said);
        }
        anyhow!("the harness ended:\n{}", said.trim_end())
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        self.input = None;
        let asked = Instant::now();
        while asked.elapsed() < FAREWELL {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        // It does not end by itself. If it ended just now, there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the program needs to know first.
fn configuration(places: &Places, set_up: &SetUp, runtime: &Runtime) -> anyhow::Result<Value> {
    let folder = places.harness().join("stand-ins");
    let mut files = BTreeMap::new();
    for entry in
        fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let entry = entry?;
        let name = format!(
            "/packages/stand-ins/{}",
            entry.file_name().to_string_lossy()
        );
        files.insert(name, fs::read_to_string(entry.path())?);
    }
    Ok(json!({ "pyodide": *runtime.id, "wheels": set_up.wheels, "files": files }))
}

/// A case, as the program takes it.
fn request(case: &Case, run: &Run) -> Value {
    let mut request = run.case(case.side, &case.code);
    request["wrapped"] = json!(case.target.bindings == Bindings::Wrapped);
    request["folders"] = json!(folders(&case.target, !run.packages.is_empty()));
    request
}
