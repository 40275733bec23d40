//! Every variable has one sample and every sample a variable (reference 4.4).

use super::check::{Check, Path, subcode};
use super::variables::Filled;
use crate::template::example::Part;
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::text;
use crate::template::variable::Variable;
use crate::template::word::ParameterFormat;

/// `path` is the component's; the variables have good names.
pub fn check(check: &mut Check, filled: &Filled, variables: &[Variable], path: &Path) {
    let path = path.field("example");
    let named = check.format == Some(ParameterFormat::Named);
    let before = check.findings.len();
    let samples = if named {
        let list = path.field(filled.part.named());
        let samples = by_name(check, filled, variables, &list);
        foreign(check, !filled.example.positional.is_empty(), &path.field(filled.part.positional()));
        samples
    } else {
        let list = path.field(filled.part.positional());
        match filled.part {
            Part::Header => by_number(check, filled, variables, &list),
            Part::Body => by_number(check, filled, variables, &list.index(0)),
        }
        foreign(check, !filled.example.named.is_empty(), &path.field(filled.part.named()));
        filled.example.positional.iter().map(String::as_str).map(text::length).sum()
    };
    if check.findings.len() == before && !variables.is_empty() {
        let braces: usize = variables.iter().map(|variable| text::length(variable.name) + 4).sum();
        let written = text::length(filled.text);
        let length = written + samples - braces;
        if length > filled.max && written <= filled.max {
            check.warning(FindingCode::SampleTooLong, &path).with("max", filled.max).with("found", length);
        }
    }
}

/// A list of samples for the other format.
fn foreign(check: &mut Check, is_there: bool, path: &Path) {
    if is_there {
        extra(check, path);
    }
}

fn by_number(check: &mut Check, filled: &Filled, variables: &[Variable], list: &Path) {
    let samples = &filled.example.positional;
    for (place, variable) in variables.iter().enumerate() {
        match samples.get(place) {
            Some(sample) if !text::is_blank(sample) => format(check, sample, &list.index(place)),
            _ => missing(check, variable.name, &list.index(place)),
        }
    }
    if samples.len() > variables.len() {
        extra(check, &list.index(variables.len()));
    }
}

/// Walks both lists in the order of their names; a repeated variable counts once. Returns the length of the samples.
fn by_name(check: &mut Check, filled: &Filled, variables: &[Variable], list: &Path) -> usize {
    let samples = &filled.example.named;
    let wanted = sorted(variables.iter().map(|variable| variable.name));
    let given = sorted(samples.iter().map(|sample| sample.param_name.as_str()));
    let mut given = given.iter().peekable();
    let mut length = 0;
    for (at, (name, _)) in wanted.iter().enumerate() {
        if at > 0 && wanted[at - 1].0 == *name {
            continue;
        }
        while let Some((_, place)) = given.next_if(|(sample, _)| sample < name) {
            extra(check, &list.index(*place));
        }
        match given.next_if(|(sample, _)| sample == name) {
            Some((_, place)) if text::is_blank(&samples[*place].example) => missing(check, name, &list.index(*place)),
            Some((_, place)) => {
                format(check, &samples[*place].example, &list.index(*place));
                length += text::length(&samples[*place].example);
            }
            None => missing(check, name, list),
        }
    }
    for (_, place) in given {
        extra(check, &list.index(*place));
    }
    length
}

pub(super) fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut names: Vec<_> = names.enumerate().map(|(place, name)| (name, place)).collect();
    names.sort_unstable();
    names
}

fn missing(check: &mut Check, variable: &str, path: &Path) {
    check.error(FindingCode::SampleMissing, path, subcode::MISSING).with("variable", variable).fix(Fix::AddSamples);
}

fn extra(check: &mut Check, path: &Path) {
    check.error(FindingCode::SampleExtra, path, subcode::COMPONENTS).fix(Fix::RemoveSamples);
}

/// What is refused at sending is odd in a sample.
fn format(check: &mut Check, sample: &str, path: &Path) {
    if text::breaks_parameter(sample) {
        check.warning(FindingCode::SampleFormat, path);
    }
}
