use url::{ParseError, Url};

use crate::{Problem, model::Located, yaml::File};

/// Judges an address.
pub fn check(file: &File, address: &Located<String>, problems: &mut Vec<Problem>) {
    if let Some(fault) = fault(address) {
        let problem = file.problem_at(address.at, format!("this address {fault}"));
        problems.push(problem.label("expected an absolute address that starts with `https://`"));
    }
}

/// What is wrong with an address, to be read after "this address".
pub fn fault(address: &str) -> Option<String> {
    if address.trim() != address || address.contains(char::is_whitespace) {
        return Some("contains a space".to_owned());
    }
    match Url::parse(address) {
        Err(ParseError::RelativeUrlWithoutBase) => Some("is not absolute".to_owned()),
        Err(error) => Some(format!("is not valid: {error}")),
        Ok(url) if url.scheme() != "https" => Some(format!("uses `{}`", url.scheme())),
        Ok(url) if !url.host_str().is_some_and(|host| host.contains('.')) => {
            Some("names no public host".to_owned())
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            Some("carries a login".to_owned())
        }
        Ok(_) => None,
    }
}
