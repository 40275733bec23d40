//! Typing in a text that has variables: samples stay with their variable, numbers follow the order of the text. A variable that
//! was cut out leaves its sample in the attic, so that it has it again where it is pasted.

use clienthub_shared::template::Template;
use clienthub_shared::template::component::Component;
use clienthub_shared::template::example::{Example, NamedSample, Part};
use clienthub_shared::template::variable::{self, scan};
use clienthub_shared::template::word::ParameterFormat;

use super::Spot;
use super::place;

/// Samples of variables that are in no text now, the youngest last.
#[derive(Debug, Clone, Default)]
pub struct Attic(Vec<(String, String)>);

impl Attic {
    const MAX: usize = 50;

    fn keep(&mut self, name: &str, sample: &str) {
        if !sample.is_empty() {
            self.0.push((name.to_owned(), sample.to_owned()));
        }
        if self.0.len() > Self::MAX {
            self.0.remove(0);
        }
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().rposition(|(known, _)| known == name)?;
        Some(self.0.remove(at).1)
    }

    /// A new variable of that name shall begin without a sample.
    pub fn forget(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }
}

/// A text with its samples.
fn filled(template: &mut Template, spot: Spot, part: Part) -> Option<(&mut String, &mut Example)> {
    place::list_mut(template, spot)?.iter_mut().find_map(|component| match (component, part) {
        (Component::Header(header), Part::Header) => Some((&mut header.text, &mut header.example)),
        (Component::Body(body), Part::Body) => Some((&mut body.text, &mut body.example)),
        _ => None,
    })
}

pub fn read(template: &Template, spot: Spot, part: Part) -> Option<(&str, &Example)> {
    match part {
        Part::Header => place::header(template, spot).map(|header| (header.text.as_str(), &header.example)),
        Part::Body => place::body(template, spot).map(|body| (body.text.as_str(), &body.example)),
    }
}

/// A person changed the text.
pub fn write(template: &mut Template, spot: Spot, part: Part, new: &str, attic: &mut Attic) {
    let format = template.format();
    let Some((text, example)) = filled(template, spot, part) else { return };
    let samples = ordered(text, example, format);
    let samples = follow(text, new, samples, attic);
    *text = renumbered(new, format);
    store(text, example, samples, format);
}

/// One sample for each variable of the text, in its order; empty where there is none.
pub fn samples(template: &Template, spot: Spot, part: Part) -> Vec<(String, String)> {
    let Some((text, example)) = read(template, spot, part) else { return Vec::new() };
    let names = scan(text).variables.into_iter().map(|variable| variable.name.to_owned());
    names.zip(ordered(text, example, template.format())).collect()
}

pub fn set_sample(template: &mut Template, spot: Spot, part: Part, at: usize, sample: &str) {
    let format = template.format();
    let Some((text, example)) = filled(template, spot, part) else { return };
    let mut samples = ordered(text, example, format);
    if let Some(old) = samples.get_mut(at) {
        sample.clone_into(old);
    }
    store(text, example, samples, format);
}

pub(super) fn ordered(text: &str, example: &Example, format: Option<ParameterFormat>) -> Vec<String> {
    let variables = scan(text).variables;
    let of = |(at, name): (usize, &str)| match format {
        Some(ParameterFormat::Named) => {
            example.named.iter().find(|sample| sample.param_name == name).map(|s| &s.example)
        }
        Some(ParameterFormat::Positional) | None => example.positional.get(at),
    };
    variables.iter().enumerate().map(|(at, one)| of((at, one.name)).cloned().unwrap_or_default()).collect()
}

pub(super) fn store(text: &str, example: &mut Example, samples: Vec<String>, format: Option<ParameterFormat>) {
    if format == Some(ParameterFormat::Named) {
        let mut named: Vec<NamedSample> = Vec::new();
        for (one, sample) in scan(text).variables.iter().zip(samples) {
            if !sample.is_empty() && named.iter().all(|known| known.param_name != one.name) {
                let old = example.named.iter().find(|old| old.param_name == one.name).cloned();
                let old = old.unwrap_or_else(|| NamedSample::new(one.name, ""));
                named.push(NamedSample { example: sample, ..old });
            }
        }
        example.named = named;
        example.positional.clear();
    } else {
        let last = samples.iter().rposition(|sample| !sample.is_empty()).map_or(0, |last| last + 1);
        example.positional = samples;
        example.positional.truncate(last);
        example.named.clear();
    }
}

/// Which sample each variable of the new text has. What stands before and after the change is what it was; one variable in the
/// place of one other was renamed.
fn follow(old: &str, new: &str, samples: Vec<String>, attic: &mut Attic) -> Vec<String> {
    let (before, after) = (scan(old).variables, scan(new).variables);
    let (head, tail) = same_ends(old, new);
    let place = |start: usize, end: usize| {
        if end <= head {
            after.iter().position(|one| one.start == start && one.end == end)
        } else if start >= old.len() - tail {
            after.iter().position(|one| new.len() - one.start == old.len() - start)
        } else {
            None
        }
    };
    let mut found: Vec<Option<String>> = vec![None; after.len()];
    let mut gone = Vec::new();
    for (one, sample) in before.iter().zip(samples) {
        match place(one.start, one.end) {
            Some(at) => found[at] = Some(sample),
            None => gone.push((one.name, sample)),
        }
    }
    if let [(_, sample)] = gone.as_slice()
        && found.iter().filter(|sample| sample.is_none()).count() == 1
    {
        return found.into_iter().map(|kept| kept.unwrap_or_else(|| sample.clone())).collect();
    }
    for (name, sample) in gone {
        attic.keep(name, &sample);
    }
    let of = |(kept, name): (Option<String>, &str)| kept.or_else(|| attic.take(name)).unwrap_or_default();
    found.into_iter().zip(after.iter().map(|one| one.name)).map(of).collect()
}

/// How many bytes are the same at the beginning and at the end.
fn same_ends(old: &str, new: &str) -> (usize, usize) {
    let same = |pair: &(u8, u8)| pair.0 == pair.1;
    let head = old.bytes().zip(new.bytes()).take_while(same).count();
    let most = old.len().min(new.len()) - head;
    let tail = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(same).count();
    (head, tail)
}

/// 1, 2, 3 in the order of the text; a text with names among them is left for the findings to tell.
fn renumbered(text: &str, format: Option<ParameterFormat>) -> String {
    let all = scan(text).variables;
    if format != Some(ParameterFormat::Positional) || !all.iter().all(variable::Variable::is_positional) {
        return text.to_owned();
    }
    variable::rename(text, |at, _| (at + 1).to_string())
}

/// What a new variable is called.
pub fn new_name(template: &Template, spot: Spot, part: Part, wish: &str) -> String {
    let text = read(template, spot, part).map_or("", |(text, _)| text);
    let variables = scan(text).variables;
    if template.format() == Some(ParameterFormat::Positional) {
        return (variables.len() + 1).to_string();
    }
    let taken = |name: &str| variables.iter().any(|variable| variable.name == name);
    let numbered = |at: usize| [wish, "_", &at.to_string()].concat();
    if taken(wish) { (2..).map(numbered).find(|name| !taken(name)).unwrap_or_default() } else { wish.to_owned() }
}

/// Where the caret goes when numbers of the text were written anew, in UTF-16 units as the browser counts.
pub fn caret(typed: &str, written: &str, caret: usize) -> usize {
    let units = |text: &str| text.encode_utf16().count();
    let mut moved = caret;
    for (was, is) in scan(typed).variables.iter().zip(scan(written).variables) {
        if units(&typed[..was.end]) <= caret {
            moved = moved + is.name.len() - was.name.len();
        }
    }
    moved
}

/// Lower case, with underscores: what somebody who types a name means.
pub fn gentle_name(typed: &str) -> String {
    let letter = |sign: char| if sign.is_ascii_uppercase() { sign.to_ascii_lowercase() } else { sign };
    typed.chars().map(|sign| if sign == ' ' || sign == '-' { '_' } else { letter(sign) }).collect()
}
