//! What the rules write to: the findings, and the place that is looked at, which costs nothing until something is found.

use serde_json::{Map, Value};

use crate::template::finding::{Finding, FindingCode, Severity};
use crate::template::fix::Fix;
use crate::template::json::Rest;
use crate::template::text;
use crate::template::word::{Category, ParameterFormat};

/// More are not listed: nobody reads them, and a hostile template could have millions.
pub const FINDINGS_MAX: usize = 200;

/// Meta's subcodes beside code 100 (reference 4.13).
pub mod subcode {
    pub const LENGTH: u32 = 2388040;
    pub const COMPONENTS: u32 = 2388042;
    pub const MISSING: u32 = 2388043;
    pub const NAME: u32 = 2388046;
    pub const HEADER: u32 = 2388047;
    pub const BODY: u32 = 2388072;
    pub const FOOTER: u32 = 2388073;
    pub const SAMPLE_NAME: u32 = 2388155;
    pub const DENSE: u32 = 2388293;
    pub const EDGE: u32 = 2388299;
    pub const HANDLE: u32 = 2494102;
    /// Meta has none for the rule, or it is not known.
    pub const NONE: u32 = 0;
}

/// A place in the template, as a list from the leaf to the root.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

pub const ROOT: Path = Path { parent: None, step: Step::Field("") };

impl<'a> Path<'a> {
    pub fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Field(name) }
    }

    pub fn index(&'a self, place: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(place) }
    }

    fn write(&self, text: &mut String) {
        let Some(parent) = self.parent else { return };
        parent.write(text);
        if !text.is_empty() {
            text.push('.');
        }
        match self.step {
            Step::Field(name) => text.push_str(name),
            Step::Index(place) => text.push_str(&place.to_string()),
        }
    }
}

/// The findings so far and what the rules of parts must know of the whole.
pub struct Check {
    pub findings: Vec<Finding>,
    pub category: Option<Category>,
    /// Absent when the template says a word that we do not know; then either kind of variable is let through.
    pub format: Option<ParameterFormat>,
    pub has_positional: bool,
    pub has_named: bool,
    pub has_offer: bool,
    /// An authentication template as Meta sends it.
    pub read_back: bool,
    overflow: Finding,
}

impl Check {
    pub fn new(category: Option<Category>, format: Option<ParameterFormat>) -> Self {
        Self {
            findings: Vec::new(),
            category,
            format,
            has_positional: false,
            has_named: false,
            has_offer: false,
            read_back: false,
            overflow: finding(FindingCode::Required, subcode::NONE),
        }
    }

    pub fn is_authentication(&self) -> bool {
        self.category == Some(Category::Authentication)
    }

    /// The template is surely of another category.
    pub fn is_not(&self, category: Category) -> bool {
        self.category.is_some_and(|known| known != category)
    }

    pub fn error(&mut self, code: FindingCode, path: &Path, subcode: u32) -> &mut Finding {
        if self.findings.len() >= FINDINGS_MAX {
            return &mut self.overflow;
        }
        let mut found = finding(code, subcode);
        path.write(&mut found.path);
        self.findings.push(found);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    pub fn warning(&mut self, code: FindingCode, path: &Path) -> &mut Finding {
        let found = self.error(code, path, subcode::NONE);
        found.severity = Severity::Warning;
        found
    }

    /// At most `max` characters.
    pub fn length(&mut self, value: &str, max: usize, path: &Path) {
        // Bytes are never fewer than characters.
        if value.len() > max && text::length(value) > max {
            let found = self.error(FindingCode::TooLong, path, subcode::LENGTH);
            found.with("max", max).with("found", text::length(value));
            // Half an address leads elsewhere.
            if matches!(path.step, Step::Field(name) if name.ends_with("text")) {
                found.fix(Fix::Shorten);
            }
        }
    }

    /// Looks at what no typed field took: a known name has a value of the wrong type, another is unknown.
    pub fn rest(&mut self, rest: &Rest, known: &[&str], path: &Path) {
        self.rest_but(rest, &[], known, path);
    }

    /// The same with members that may be of any type.
    pub fn rest_but(&mut self, rest: &Rest, any: &[&str], known: &[&str], path: &Path) {
        for (name, value) in rest {
            let place = path.field(name);
            if name == "type" || value.is_null() || any.contains(&name.as_str()) {
                continue;
            } else if !known.contains(&name.as_str()) {
                self.warning(FindingCode::UnknownField, &place);
            } else if !is_empty(value) {
                self.error(FindingCode::WrongType, &place, subcode::NONE);
            }
        }
    }
}

/// As good as absent.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

/// The field has something in it that no typed field took.
pub fn is_left(rest: &Rest, name: &str) -> bool {
    rest.get(name).is_some_and(|value| !value.is_null() && !is_empty(value))
}

fn finding(code: FindingCode, subcode: u32) -> Finding {
    Finding {
        severity: Severity::Error,
        code,
        path: String::new(),
        params: Map::new(),
        provider_subcode: (subcode != subcode::NONE).then_some(subcode),
        fix: None,
    }
}

impl Finding {
    pub(super) fn with(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        self.params.insert(name.into(), value.into());
        self
    }

    pub(super) fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }
}
