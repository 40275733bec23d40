//! Rules of variables in a header or a body (reference 4.4).

use super::check::{Check, Path, subcode};
use super::sample;
use crate::template::button::Button;
use crate::template::component::Component;
use crate::template::example::{Example, Part};
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::text;
use crate::template::variable::{Scan, Variable, is_name, scan};
use crate::template::word::ParameterFormat;

/// Which kinds of variables the whole template has; addresses of buttons may be numbered in either format.
pub fn survey(check: &mut Check, components: &[Component]) {
    for component in components {
        match component {
            Component::Header(header) => survey_text(check, &header.text),
            Component::Body(body) => survey_text(check, &body.text),
            Component::Carousel(carousel) => {
                for card in &carousel.cards {
                    survey(check, &card.components);
                }
            }
            Component::Buttons(group) => {
                for button in &group.buttons {
                    if let Button::Url(url) = button {
                        check.has_named |= scan(&url.url).variables.iter().any(|variable| !variable.is_positional());
                    }
                }
            }
            Component::Footer(_) | Component::Offer(_) | Component::CallPermission(_) | Component::Other(_) => {}
        }
    }
}

fn survey_text(check: &mut Check, text: &str) {
    for variable in scan(text).variables {
        if variable.is_positional() {
            check.has_positional = true;
        } else {
            check.has_named = true;
        }
    }
}

/// A text that may have variables, with its samples. `part` says whose.
pub struct Filled<'a> {
    pub text: &'a str,
    pub example: &'a Example,
    pub part: Part,
    /// In characters, also after filling.
    pub max: usize,
    /// There are samples of a wrong type, which is told elsewhere.
    pub unread: bool,
}

impl Filled<'_> {
    const fn subcode(&self) -> u32 {
        match self.part {
            Part::Header => subcode::HEADER,
            Part::Body => subcode::BODY,
        }
    }
}

/// Beyond so many times its limit a text is cut before anything else is said of it.
pub const FAR_TOO_LONG: usize = 2;

/// `path` is the component's.
pub fn check(check: &mut Check, filled: &Filled, path: &Path) {
    let far = FAR_TOO_LONG * filled.max;
    if filled.text.len() > far && text::length(filled.text) > far {
        return;
    }
    let scan = scan(filled.text);
    let place = path.field("text");
    if scan.malformed {
        check.error(FindingCode::VariableMalformed, &place, filled.subcode());
    }
    if filled.part == Part::Body && !scan.variables.is_empty() {
        edges(check, filled.text, &scan, &place);
    }
    adjacent(check, filled, &scan, &place);
    if names(check, filled, &scan, &place) && !filled.unread {
        sample::check(check, filled, &scan.variables, path);
    }
}

fn edges(check: &mut Check, text: &str, scan: &Scan, place: &Path) {
    let (Some(first), Some(last)) = (scan.variables.first(), scan.variables.last()) else { return };
    if text::is_blank(&text[..first.start]) {
        check.error(FindingCode::VariableAtStart, place, subcode::EDGE);
    }
    if text::is_blank(&text[last.end..]) {
        check.error(FindingCode::VariableAtEnd, place, subcode::EDGE).fix(Fix::AddFullStop);
    }
    let needed = 2 * scan.variables.len() + 1;
    let found = text::words(text, &scan.variables);
    if found < needed {
        check.error(FindingCode::VariablesDense, place, subcode::DENSE).with("min", needed).with("found", found);
    }
}

fn adjacent(check: &mut Check, filled: &Filled, scan: &Scan, place: &Path) {
    if scan.variables.windows(2).any(|pair| pair[0].end == pair[1].start) {
        check.error(FindingCode::VariablesAdjacent, place, filled.subcode()).fix(Fix::SeparateVariables);
    }
}

/// Whether the names are good enough to look at the samples.
fn names(check: &mut Check, filled: &Filled, scan: &Scan, place: &Path) -> bool {
    let Some(format) = check.format else { return false };
    let fits = |variable: &&Variable| variable.is_positional() == (format == ParameterFormat::Positional);
    if let Some(odd) = scan.variables.iter().find(|variable| !fits(variable)) {
        if !odd.is_positional() && !is_name(odd.name) {
            misnamed(check, filled, odd, place);
        } else if check.has_named && check.has_positional {
            check.error(FindingCode::VariablesMixed, place, filled.subcode()).with("variable", odd.name);
        } else {
            let found = check.error(FindingCode::VariableFormat, place, filled.subcode());
            found.with("variable", odd.name).with("format", format.as_str()).fix(Fix::SetParameterFormat);
        }
        return false;
    }
    match format {
        ParameterFormat::Positional => {
            let wrong = |(place, variable): (usize, &Variable)| variable.number() != u32::try_from(place + 1).ok();
            if let Some(place_of) = scan.variables.iter().enumerate().position(wrong) {
                let found = check.error(FindingCode::VariableNumbering, place, filled.subcode());
                found.with("found", scan.variables[place_of].name).with("expected", place_of + 1);
                found.fix(Fix::RenumberVariables);
                return false;
            }
        }
        ParameterFormat::Named => {
            if let Some(odd) = scan.variables.iter().find(|variable| !is_name(variable.name)) {
                misnamed(check, filled, odd, place);
                return false;
            }
            let names = sample::sorted(scan.variables.iter().map(|variable| variable.name));
            if let Some(pair) = names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                let found = check.error(FindingCode::VariableRepeated, place, filled.subcode());
                found.with("variable", pair[0].0);
                return false;
            }
        }
    }
    true
}

fn misnamed(check: &mut Check, filled: &Filled, odd: &Variable, place: &Path) {
    let found = check.error(FindingCode::VariableName, place, filled.subcode());
    found.with("variable", odd.name).fix(Fix::RenameVariables);
}
