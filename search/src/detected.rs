//! The names that the checker looks for: who asks about one of them asks about that gotcha.

use std::collections::BTreeSet;

use gotchas_catalog::{
    Detector,
    detect::{Event, Sink},
};

/// Where names begin that the model of the platform made up, and nobody writes.
const MADE_UP: [&str; 6] = ["@", "d1.", "js.", "path.", "python.", "workers."];

/// The names as programs write them: qualified, and by their last two parts: `pathlib.Path.glob` and `Path.glob`.
pub(crate) fn names(detectors: &[Detector]) -> BTreeSet<String> {
    let mut qualified = BTreeSet::new();
    for detector in detectors {
        match detector {
            Detector::Use(found) => qualified.extend(found.names.iter().map(|name| name.as_str())),
            Detector::Flow(found) => found
                .into
                .iter()
                .for_each(|sink| of_sink(sink, &mut qualified)),
            Detector::Order(found) => of_event(&found.first, &mut qualified),
        }
    }
    let written = qualified
        .into_iter()
        .filter(|name| !MADE_UP.iter().any(|start| name.starts_with(start)));
    written.flat_map(spellings).collect()
}

fn of_sink<'d>(sink: &'d Sink, names: &mut BTreeSet<&'d str>) {
    match sink {
        Sink::Argument(argument) => names.extend(argument.of.iter().map(|name| name.as_str())),
        Sink::Receiver(methods) => names.extend(methods.iter().map(|name| name.as_str())),
        Sink::Parameter(_)
        | Sink::OptionOfDict(_)
        | Sink::Method(_)
        | Sink::Attribute(_)
        | Sink::Operation(_)
        | Sink::Returned(_) => {}
    }
}

fn of_event<'d>(event: &'d Event, names: &mut BTreeSet<&'d str>) {
    match event {
        Event::Call(called) => names.extend(called.iter().map(|name| name.as_str())),
        Event::CallWith(call) => names.extend(call.names.iter().map(|name| name.as_str())),
        Event::Any(events) => events.iter().for_each(|event| of_event(event, names)),
        Event::AwaitOf(_) | Event::Await | Event::Enter(_) | Event::Exit(_) => {}
    }
}

fn spellings(qualified: &str) -> Vec<String> {
    let name = qualified.strip_prefix("builtins.").unwrap_or(qualified);
    let parts: Vec<&str> = name.split('.').collect();
    let mut spellings = vec![name.to_owned()];
    if parts.len() > 2 {
        spellings.push(parts[parts.len() - 2..].join("."));
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_programs_write_them() {
        assert_eq!(
            spellings("pathlib.Path.glob"),
            ["pathlib.Path.glob", "Path.glob"]
        );
        assert_eq!(spellings("builtins.open"), ["open"]);
        assert_eq!(spellings("os.listdir"), ["os.listdir"]);
    }
}
