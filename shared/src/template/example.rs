//! Samples of a text's variables and of a header's file, in Meta's shapes (reference 4.4): `header_text: ["Ada"]`,
//! `body_text: [["Ada", "P-104"]]`, `…_named_params: [{param_name, example}]`, `header_handle: ["4::…"]`.

use serde_json::Value;

use super::json::{self, Rest};

/// The names of a sample's members: a header's or a body's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Header,
    Body,
}

impl Part {
    pub const fn positional(self) -> &'static str {
        match self {
            Self::Header => "header_text",
            Self::Body => "body_text",
        }
    }

    pub const fn named(self) -> &'static str {
        match self {
            Self::Header => "header_text_named_params",
            Self::Body => "body_text_named_params",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Example {
    /// Of `{{1}}`, `{{2}}`, … in this order.
    pub positional: Vec<String>,
    pub named: Vec<NamedSample>,
    /// What the resumable upload gave; headers with a file only.
    pub handles: Vec<String>,
    pub rest: Rest,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct NamedSample {
    pub param_name: String,
    pub example: String,
    pub rest: Rest,
}

impl Example {
    /// Takes `example` out of a component.
    pub(super) fn take(component: &mut Rest, part: Part) -> Self {
        let mut rest = json::take_object(component, "example");
        let positional = match part {
            Part::Header => json::take_texts(&mut rest, part.positional()),
            Part::Body => take_row(&mut rest),
        };
        let named = json::take_objects(&mut rest, part.named()).into_iter().map(NamedSample::read).collect();
        let handles = if part == Part::Header { json::take_texts(&mut rest, "header_handle") } else { Vec::new() };
        Self { positional, named, handles, rest }
    }

    pub(super) fn put(&self, component: &mut Rest, part: Part) {
        let mut object = self.rest.clone();
        match part {
            Part::Header => json::put_texts(&mut object, part.positional(), &self.positional),
            Part::Body => put_row(&mut object, &self.positional),
        }
        json::put_objects(&mut object, part.named(), self.named.iter().map(NamedSample::write).collect());
        json::put_texts(&mut object, "header_handle", &self.handles);
        json::put_object(component, "example", object);
    }
}

/// The first row of samples. Where Meta has several, all stay in the rest and the first is replaced at writing.
fn take_row(rest: &mut Rest) -> Vec<String> {
    let Some(Value::Array(rows)) = rest.get("body_text") else { return Vec::new() };
    let Some(first) = rows.first().and_then(json::texts).filter(|first| !first.is_empty()) else {
        return Vec::new();
    };
    if rows.len() == 1 {
        rest.remove("body_text");
    }
    first
}

fn put_row(rest: &mut Rest, row: &[String]) {
    match rest.get_mut("body_text") {
        Some(Value::Array(rows)) if rows.len() > 1 && json::texts(&rows[0]).is_some() => rows[0] = json::text_list(row),
        _ if row.is_empty() => {}
        _ => {
            rest.insert("body_text".into(), Value::Array(vec![json::text_list(row)]));
        }
    }
}

impl NamedSample {
    pub fn new(name: &str, example: &str) -> Self {
        Self { param_name: name.into(), example: example.into(), rest: Rest::new() }
    }

    fn read(mut rest: Rest) -> Self {
        let param_name = json::take_text(&mut rest, "param_name");
        let example = json::take_text(&mut rest, "example");
        Self { param_name, example, rest }
    }

    fn write(&self) -> Rest {
        let mut object = self.rest.clone();
        json::put_text(&mut object, "param_name", &self.param_name);
        json::put_text(&mut object, "example", &self.example);
        object
    }
}
