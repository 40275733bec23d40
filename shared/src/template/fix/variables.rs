//! Fixes of variables: the samples go where their variables go. The validator offers them for texts of a few hundred variables at
//! most, so that lists are simply searched.

use super::component;
use crate::template::Template;
use crate::template::button::Button;
use crate::template::component::Component;
use crate::template::example::Example;
use crate::template::variable::{self, is_number, scan};
use crate::template::word::{Open, ParameterFormat};

/// The format that all variables of the template have.
pub fn set_format(template: &mut Template) -> Option<()> {
    let format = match template.format()? {
        ParameterFormat::Positional => ParameterFormat::Named,
        ParameterFormat::Named => ParameterFormat::Positional,
    };
    template.parameter_format = Some(Open::Known(format));
    Some(())
}

/// 1, 2, 3 in the order of the text; an address has one.
pub fn renumber(template: &mut Template, path: &str) -> Option<()> {
    let (component, after) = component(template, path)?;
    match (component, after.as_slice()) {
        (Component::Header(header), _) => renumber_text(&mut header.text, &mut header.example),
        (Component::Body(body), _) => renumber_text(&mut body.text, &mut body.example),
        (Component::Buttons(group), ["buttons", at, "url"]) => {
            match group.buttons.get_mut(at.parse::<usize>().ok()?)? {
                Button::Url(url) => url.url = variable::rename(&url.url, |_, _| "1".into()),
                _ => return None,
            }
        }
        _ => return None,
    }
    Some(())
}

/// Samples are found by the old numbers where there are enough, by their order otherwise.
fn renumber_text(text: &mut String, example: &mut Example) {
    let numbers: Vec<usize> =
        scan(text).variables.iter().map(|variable| variable.name.parse().unwrap_or_default()).collect();
    let by_number = numbers.iter().all(|number| (1..=example.positional.len()).contains(number));
    let sample = |(place, number): (usize, &usize)| {
        let place = if by_number { number - 1 } else { place };
        example.positional.get(place).cloned().unwrap_or_default()
    };
    let mut samples: Vec<String> = numbers.iter().enumerate().map(sample).collect();
    samples.truncate(samples.iter().rposition(|sample| !sample.is_empty()).map_or(0, |last| last + 1));
    example.positional = samples;
    *text = variable::rename(text, |place, _| (place + 1).to_string());
}

/// Names as Meta takes them. In a text of numbers, other names become numbers; where all are names, the format follows.
pub fn rename(template: &mut Template, path: &str) -> Option<()> {
    let positional = template.format()? == ParameterFormat::Positional;
    let (component, _) = component(template, path)?;
    let (text, example) = match component {
        Component::Header(header) => (&mut header.text, &mut header.example),
        Component::Body(body) => (&mut body.text, &mut body.example),
        _ => return None,
    };
    let names: Vec<String> = scan(text).variables.iter().map(|variable| good_name(variable.name)).collect();
    if positional && names.iter().any(|name| is_number(name)) {
        *text = variable::rename(text, |place, _| (place + 1).to_string());
        return Some(());
    }
    let unique: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(place, name)| match names[..place].iter().filter(|before| *before == name).count() {
            0 => name.clone(),
            times => format!("{name}_{}", times + 1),
        })
        .collect();
    let variables = scan(text).variables;
    for sample in &mut example.named {
        if let Some(place) = variables.iter().position(|variable| variable.name == sample.param_name) {
            sample.param_name.clone_from(&unique[place]);
        }
    }
    *text = variable::rename(text, |place, _| unique[place].clone());
    if positional {
        template.parameter_format = Some(Open::Known(ParameterFormat::Named));
    }
    Some(())
}

/// `Order ID` → `order_id`, ` 1 ` → `1`.
fn good_name(name: &str) -> String {
    let name = name.trim();
    if is_number(name) {
        return name.to_owned();
    }
    let mut good = String::with_capacity(name.len());
    for sign in name.chars().flat_map(char::to_lowercase) {
        if sign.is_ascii_lowercase() || sign.is_ascii_digit() {
            good.push(sign);
        } else if !good.is_empty() && !good.ends_with('_') {
            good.push('_');
        }
    }
    let good = good.trim_end_matches('_');
    match good.bytes().next() {
        None => "value".into(),
        Some(first) if first.is_ascii_digit() => format!("value_{good}"),
        Some(_) => good.into(),
    }
}
