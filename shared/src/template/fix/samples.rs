//! Samples that are missing or too many.

use super::component;
use crate::template::Template;
use crate::template::button::Button;
use crate::template::component::Component;
use crate::template::example::{Example, NamedSample};
use crate::template::text::is_blank;
use crate::template::variable::{Variable, scan};
use crate::template::word::{HeaderFormat, ParameterFormat};

/// What stands for a code that somebody shall copy.
const CODE: &str = "CODE10";

/// By the words that names of variables are made of.
const SAMPLES: [(&[&str], &str); 5] = [
    (&["name", "customer", "person"], "Ada"),
    (&["date", "day"], "24 December"),
    (&["time", "hour"], "18:30"),
    (&["amount", "price", "sum", "total"], "24.90"),
    (&["booking", "code", "id", "invoice", "number", "order", "parcel"], "B-20417"),
];

pub fn add(template: &mut Template, path: &str) -> Option<()> {
    let format = template.format()?;
    let (component, after) = component(template, path)?;
    match (component, after.as_slice()) {
        (Component::Header(header), _) => fill(&mut header.example, &scan(&header.text).variables, format),
        (Component::Body(body), _) => fill(&mut body.example, &scan(&body.text).variables, format),
        (Component::Buttons(group), ["buttons", at, ..]) => match group.buttons.get_mut(at.parse::<usize>().ok()?)? {
            Button::Url(url) => {
                let variable = *scan(&url.url).variables.first()?;
                url.example = vec![format!("{}sample", &url.url[..variable.start])];
            }
            Button::CopyCode(code) => code.example = CODE.into(),
            _ => return None,
        },
        _ => return None,
    }
    Some(())
}

fn fill(example: &mut Example, variables: &[Variable], format: ParameterFormat) {
    match format {
        ParameterFormat::Positional => {
            if example.positional.len() < variables.len() {
                example.positional.resize(variables.len(), String::new());
            }
            for (place, sample) in example.positional.iter_mut().enumerate().filter(|(_, sample)| is_blank(sample)) {
                *sample = format!("sample {}", place + 1);
            }
        }
        ParameterFormat::Named => {
            for sample in example.named.iter_mut().filter(|sample| is_blank(&sample.example)) {
                sample.example = named(&sample.param_name);
            }
            for variable in variables {
                if !example.named.iter().any(|sample| sample.param_name == variable.name) {
                    example.named.push(NamedSample::new(variable.name, &named(variable.name)));
                }
            }
        }
    }
}

/// What the last word that is known asks for, so that a reader can imagine the message; else the name itself.
fn named(name: &str) -> String {
    let known = |word: &str| SAMPLES.iter().find(|(words, _)| words.contains(&word));
    let sample = name.split('_').rev().find_map(known).map(|(_, sample)| (*sample).to_owned());
    sample.unwrap_or_else(|| name.to_owned())
}

pub fn remove(template: &mut Template, path: &str) -> Option<()> {
    let format = template.format()?;
    let (component, after) = component(template, path)?;
    match (component, after.as_slice()) {
        (Component::Header(header), _) => {
            let handles = usize::from(header.known_format().is_some_and(HeaderFormat::is_media));
            header.example.handles.truncate(handles);
            keep(&mut header.example, &scan(&header.text).variables, format);
        }
        (Component::Body(body), _) => keep(&mut body.example, &scan(&body.text).variables, format),
        (Component::Buttons(group), ["buttons", at, ..]) => match group.buttons.get_mut(at.parse::<usize>().ok()?)? {
            Button::Url(url) => url.example.truncate(scan(&url.url).variables.len()),
            _ => return None,
        },
        _ => return None,
    }
    Some(())
}

/// One sample for each variable, and of the template's format only.
fn keep(example: &mut Example, variables: &[Variable], format: ParameterFormat) {
    match format {
        ParameterFormat::Positional => {
            example.named.clear();
            example.positional.truncate(variables.len());
        }
        ParameterFormat::Named => {
            example.positional.clear();
            let mut open: Vec<&str> = variables.iter().map(|variable| variable.name).collect();
            example.named.retain(|sample| match open.iter().position(|name| *name == sample.param_name) {
                Some(place) => {
                    open.swap_remove(place);
                    true
                }
                None => false,
            });
        }
    }
}
