//! Message templates in Meta's own shape, and the rules they must keep (reference 4). What Meta sends is read without loss:
//! unknown members, components and words are kept and written back as they came. Start at `component.rs` for the parts,
//! at `validate/` for the rules and at `fix/` for what can be repaired with one click.

pub mod button;
pub mod check;
pub mod component;
pub mod details;
pub mod example;
pub mod family;
pub mod finding;
pub mod fix;
#[cfg(any(test, feature = "samples"))]
pub mod generator;
mod json;
pub mod library;
pub mod limits;
pub mod media;
pub mod request;
#[cfg(feature = "openapi")]
mod schema;
pub mod state;
pub mod text;
pub mod validate;
pub mod variable;
pub mod word;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use component::{Body, Component};
use word::{Category, Open, ParameterFormat, QualityScore, RejectedReason, SubCategory, TemplateStatus, Word};

pub use finding::{Finding, FindingCode, Severity};
pub use fix::{Fix, fix, fix_all};
pub use json::Rest;
pub use validate::validate;

/// One template: one name in one language.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Template {
    /// `^[a-z0-9_]{1,512}$`
    pub name: String,
    /// One of `language::languages`.
    pub language: String,
    pub category: Option<Open<Category>>,
    pub parameter_format: Option<Open<ParameterFormat>>,
    pub components: Vec<Component>,
    /// How long Meta tries to deliver, in seconds; -1 is 30 days.
    pub message_send_ttl_seconds: Option<i64>,
    /// Members that have no field here: what Meta says of the template (`id`, `status`, …) and what is unknown.
    pub rest: Rest,
}

impl Template {
    pub fn from_object(mut rest: Rest) -> Self {
        let name = json::take_text(&mut rest, "name");
        let language = json::take_text(&mut rest, "language");
        let category = json::take_word(&mut rest, "category");
        let parameter_format = json::take_word(&mut rest, "parameter_format");
        let components = component::take_components(&mut rest);
        let message_send_ttl_seconds = json::take_int(&mut rest, "message_send_ttl_seconds");
        Self { name, language, category, parameter_format, components, message_send_ttl_seconds, rest }
    }

    pub fn to_object(&self) -> Rest {
        let mut object = self.rest.clone();
        json::put_text(&mut object, "name", &self.name);
        json::put_text(&mut object, "language", &self.language);
        json::put_word(&mut object, "category", &self.category);
        json::put_word(&mut object, "parameter_format", &self.parameter_format);
        component::put_components(&mut object, &self.components);
        json::put_int(&mut object, "message_send_ttl_seconds", self.message_send_ttl_seconds);
        object
    }

    pub fn known_category(&self) -> Option<Category> {
        self.category.as_ref().and_then(Open::known)
    }

    /// Absent when it says a word that we do not know.
    pub fn format(&self) -> Option<ParameterFormat> {
        self.parameter_format.as_ref().map_or(Some(ParameterFormat::Positional), Open::known)
    }

    pub fn body(&self) -> Option<&Body> {
        self.components.iter().find_map(|component| match component {
            Component::Body(body) => Some(body),
            _ => None,
        })
    }

    /// Meta's id of the template.
    pub fn meta_id(&self) -> Option<&str> {
        self.said("id")
    }

    pub fn status(&self) -> Option<Open<TemplateStatus>> {
        self.word("status")
    }

    pub fn rejected_reason(&self) -> Option<Open<RejectedReason>> {
        self.word("rejected_reason")
    }

    pub fn sub_category(&self) -> Option<Open<SubCategory>> {
        self.word("sub_category")
    }

    /// The category that Meta is about to give it.
    pub fn correct_category(&self) -> Option<Open<Category>> {
        self.word("correct_category")
    }

    pub fn quality(&self) -> Option<Open<QualityScore>> {
        self.rest.get("quality_score")?.get("score")?.as_str().map(Open::read)
    }

    /// It is created from Meta's library, which gives the components.
    pub fn from_library(&self) -> bool {
        self.said("library_template_name").is_some()
    }

    fn word<T: Word>(&self, key: &str) -> Option<Open<T>> {
        self.said(key).map(Open::read)
    }

    fn said(&self, key: &str) -> Option<&str> {
        self.rest.get(key)?.as_str().filter(|text| !text.is_empty())
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_object().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Object(object) => Ok(Self::from_object(object)),
            _ => Err(serde::de::Error::custom("a template is an object")),
        }
    }
}
