//! A gotcha and the recording of its examples have to agree.

use gotchas_catalog::{
    Answer, Catalogue, ContradictionKind, Evidence, Expect, Gotcha, Outcome, Runtimes, Side,
};
use serde_json::{Value, json};

fn runtimes() -> Runtimes {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge");
    Catalogue::load(&folder)
        .expect("the knowledge base of the tests is valid")
        .runtimes
}

/// A gotcha with one example that bites on raw bindings.
fn gotcha(run: Value) -> Gotcha {
    let gotcha = json!({
        "code": "CFW401",
        "title": "t",
        "severity": "error",
        "summary": "s",
        "problem": "p",
        "examples": [{"title": "A row", "wrong": "x\n", "right": "y\n", "run": run}],
        "takeaway": "t",
        "status": "active",
        "affects": [{"bindings": "raw"}],
        "references": [{"title": "r", "url": "https://example.com/"}],
        "since": "0.1.0",
    });
    serde_json::from_value(gotcha).expect("it has the shape of a gotcha")
}

/// What happens on every target: `raw` with raw bindings, `wrapped` with wrapped ones, for both sides.
fn evidence(gotcha: &Gotcha, wrong: [Value; 2], right: [Value; 2]) -> Evidence {
    let groups = |[raw, wrapped]: [Value; 2]| {
        let on = |bindings| {
            let mut on = serde_json::Map::new();
            for target in gotcha.targets(&runtimes()) {
                if target.bindings == bindings {
                    let sdks = on.entry(target.runtime).or_insert(json!([]));
                    sdks.as_array_mut().expect("a list").push(json!(target.sdk));
                }
            }
            on
        };
        json!([
            {"on": on(gotchas_catalog::Bindings::Raw), "outcome": {"answers": [raw]}},
            {"on": on(gotchas_catalog::Bindings::Wrapped), "outcome": {"answers": [wrapped]}},
        ])
    };
    let evidence = json!({
        "versions": {},
        "examples": [{"title": "A row", "wrong": groups(wrong), "right": groups(right)}],
    });
    serde_json::from_value(evidence).expect("it has the shape of a recording")
}

fn kinds(gotcha: &Gotcha, evidence: &Evidence) -> Vec<(Side, ContradictionKind)> {
    let found = gotcha.contradictions(evidence, &runtimes());
    found.iter().map(|one| (one.side, one.kind)).collect()
}

fn works() -> Value {
    json!({"returned": 1})
}

fn fails() -> Value {
    json!({"raised": "TypeError: no"})
}

#[test]
fn what_bites_exactly_where_it_says_is_not_contradicted() {
    let gotcha = gotcha(json!({"call": "f()", "expect": {"value": 1}}));
    let evidence = evidence(&gotcha, [fails(), works()], [works(), works()]);
    assert_eq!(kinds(&gotcha, &evidence), []);
}

#[test]
fn a_wrong_snippet_that_works_where_it_should_bite_is_contradicted() {
    let gotcha = gotcha(json!({"call": "f()", "expect": {"value": 1}}));
    let evidence = evidence(&gotcha, [works(), works()], [works(), works()]);
    assert_eq!(
        kinds(&gotcha, &evidence),
        [(Side::Wrong, ContradictionKind::WrongWorks)]
    );
}

#[test]
fn a_wrong_snippet_that_fails_elsewhere_is_contradicted() {
    let gotcha = gotcha(json!({"call": "f()", "expect": {"value": 1}}));
    let evidence = evidence(
        &gotcha,
        [fails(), json!({"returned": 2})],
        [works(), works()],
    );
    let found = gotcha.contradictions(&evidence, &runtimes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, ContradictionKind::WrongFails);
    assert!(
        found[0]
            .targets
            .iter()
            .all(|t| t.bindings == gotchas_catalog::Bindings::Wrapped)
    );
}

#[test]
fn a_right_snippet_must_work_where_the_page_recommends_it() {
    let everywhere = gotcha(json!({"call": "f()", "expect": {"value": 1}}));
    let half = evidence(&everywhere, [fails(), works()], [works(), fails()]);
    assert_eq!(
        kinds(&everywhere, &half),
        [(Side::Right, ContradictionKind::RightFails)]
    );
    let run = json!({"call": "f()", "expect": {"value": 1}, "recommended": [{"bindings": "raw"}]});
    assert_eq!(kinds(&gotcha(run), &half), []);
}

#[test]
fn what_is_not_recorded_needs_a_reason() {
    let nothing = Evidence {
        versions: Default::default(),
        examples: vec![],
    };
    let silent = gotcha(json!({"call": "f()"}));
    let missing = (Side::Wrong, ContradictionKind::NotRecorded);
    assert_eq!(kinds(&silent, &nothing)[0], missing);
    let reason = json!({"reason": "why", "source": "https://example.com/"});
    assert_eq!(
        kinds(&gotcha(json!({"not_measured": [reason]})), &nothing),
        []
    );
}

fn meets(outcome: Value, expect: Value) -> bool {
    let outcome: Outcome = serde_json::from_value(outcome).expect("an outcome");
    let expect: Expect = serde_json::from_value(expect).expect("an expectation");
    outcome.meets(&expect)
}

#[test]
fn an_outcome_meets_what_is_expected_of_it_and_no_less() {
    let ok = json!({"answers": [{"returned": "ok"}], "server": [{"method": "POST", "headers": ["a: b"], "body": "x"}]});
    assert!(meets(ok.clone(), json!({})));
    assert!(meets(
        ok.clone(),
        json!({"value": "ok", "server": [{"method": "POST", "headers": ["a: b"]}]})
    ));
    assert!(!meets(ok.clone(), json!({"value": "no"})));
    assert!(!meets(ok.clone(), json!({"server": []})));
    assert!(meets(ok.clone(), json!({"log": []})));
    assert!(!meets(ok.clone(), json!({"log": ["a warning"]})));
    assert!(!meets(
        ok.clone(),
        json!({"server": [{"method": "POST", "headers": ["c: d"]}]})
    ));
    assert!(
        !meets(ok, json!({"server": [{"headers": ["a: b"]}]})),
        "the method is GET if none is named"
    );
}

#[test]
fn null_is_a_value_that_can_be_expected() {
    let null = json!({"answers": [{"returned": null}]});
    assert!(meets(null.clone(), json!({"value": null})));
    assert!(!meets(
        json!({"answers": [{"returned": 1}]}),
        json!({"value": null})
    ));
    assert!(!meets(null, json!({"value": 1})));
}

#[test]
fn raising_hanging_and_dying_are_not_working() {
    assert!(!meets(json!({"answers": [{"raised": "E: x"}]}), json!({})));
    assert!(meets(
        json!({"answers": [{"raised": "E: x"}]}),
        json!({"raises": "E: x"})
    ));
    assert!(!meets(
        json!({"answers": [{"returned": 1}]}),
        json!({"raises": "E: x"})
    ));
    assert!(!meets(
        json!({"answers": [{"hung": {"after": 15}}]}),
        json!({})
    ));
    assert!(!meets(json!({"answers": [{"failed": "Error"}]}), json!({})));
    let dead =
        json!({"answers": [{"returned": 1}], "next_request": "Pyodide already fatally failed"});
    assert!(!meets(dead, json!({"value": 1})));
    let one_of_two = json!({"answers": [{"returned": 1}, {"hung": {"after": 15}}]});
    assert!(!meets(one_of_two, json!({"value": 1})));
}

#[test]
fn a_response_needs_its_status_and_the_named_headers() {
    let response = json!({"answers": [{"response": {"status": 201, "headers": ["a: 1", "set-cookie: x"], "body": "b"}}]});
    assert!(meets(
        response.clone(),
        json!({"response": {"status": 201, "headers": ["a: 1"]}})
    ));
    assert!(
        !meets(response.clone(), json!({"response": {}})),
        "200 is expected if no status is named"
    );
    assert!(!meets(
        response.clone(),
        json!({"response": {"status": 201, "headers": ["set-cookie: y"]}})
    ));
    assert!(!meets(
        response,
        json!({"response": {"status": 201, "body": "c"}})
    ));
}

#[test]
fn the_texts_of_a_recording_hold_what_people_see() {
    let gotcha = gotcha(json!({"call": "f()"}));
    let evidence = evidence(&gotcha, [fails(), works()], [works(), works()]);
    assert!(evidence.texts().contains(&"TypeError: no".to_owned()));
    assert!(matches!(
        evidence.examples[0].wrong[0].outcome.answers[0],
        Answer::Raised(_)
    ));
}
