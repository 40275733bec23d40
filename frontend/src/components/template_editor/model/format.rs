//! Changing between numbered and named variables: all texts at once, samples with them.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::Button;
use clienthub_shared::template::component::Component;
use clienthub_shared::template::example::Example;
use clienthub_shared::template::variable;
use clienthub_shared::template::word::{Open, ParameterFormat};

use super::text::{ordered, store};

pub fn switch(template: &mut Template, to: ParameterFormat) {
    let from = template.format();
    template.parameter_format = Some(Open::Known(to));
    if from != Some(to) {
        rename_all(&mut template.components, from, to);
    }
}

/// Texts and their samples.
pub(super) fn rename_all(components: &mut [Component], from: Option<ParameterFormat>, to: ParameterFormat) {
    for component in components {
        match component {
            Component::Header(header) => rename(&mut header.text, &mut header.example, from, to),
            Component::Body(body) => rename(&mut body.text, &mut body.example, from, to),
            Component::Carousel(carousel) => {
                for card in &mut carousel.cards {
                    rename_all(&mut card.components, from, to);
                }
            }
            Component::Buttons(group) if to == ParameterFormat::Positional => {
                for button in &mut group.buttons {
                    if let Button::Url(button) = button {
                        button.url = variable::rename(&button.url, |at, _| (at + 1).to_string());
                    }
                }
            }
            _ => {}
        }
    }
}

fn rename(text: &mut String, example: &mut Example, from: Option<ParameterFormat>, to: ParameterFormat) {
    let samples = ordered(text, example, from);
    *text = variable::rename(text, |at, old| {
        let number = (at + 1).to_string();
        match to {
            ParameterFormat::Positional => number,
            ParameterFormat::Named if old.is_positional() => ["value_", &number].concat(),
            ParameterFormat::Named => old.name.to_owned(),
        }
    });
    store(text, example, samples, Some(to));
}
