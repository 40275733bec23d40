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

/// By the end of a variable's name: what most such variables hold, in any language.
const SAMPLES: [(&str, &str); 10] = [
    ("name", "Ada"),
    ("first_name", "Ada"),
    ("customer_name", "Ada"),
    ("date", "2026-12-24"),
    ("time", "18:30"),
    ("amount", "24.90"),
    ("price", "24.90"),
    ("total", "24.90"),
    ("order_number", "B-20417"),
    ("order_id", "B-20417"),
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

/// So that a reader can imagine the message; where nothing is known, the name itself.
fn named(name: &str) -> String {
    let asks_for = |end: &str| {
        // "product_name" is nobody's name.
        name == end || (end != "name" && name.ends_with(&["_", end].concat()))
    };
    let known = SAMPLES.iter().find(|(end, _)| asks_for(end));
    known.map_or(name, |(_, sample)| sample).to_owned()
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

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_sample_is_what_the_name_asks_for_or_the_name() {
        for (name, sample) in [
            ("name", "Ada"),
            ("your_first_name", "Ada"),
            ("delivery_date", "2026-12-24"),
            ("total", "24.90"),
            ("order_number", "B-20417"),
            ("product_name", "product_name"),
            ("total_items", "total_items"),
            ("update", "update"),
        ] {
            assert_eq!(named(name), sample);
        }
    }
}
