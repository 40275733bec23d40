//! What Meta has ready: the template library (reference 4.10), and its own texts of authentication templates (4.6).

use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::graph::call::Call;
use crate::graph::error::GraphError;
use crate::graph::page::{MetaList, MetaPage, MetaPageBody};
use crate::graph::wire::{MetaId, list};
use crate::graph::{Answer, GraphClient};

/// Words of Meta's, each only where it is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct MetaLibraryFilter<'a> {
    pub search: Option<&'a str>,
    pub topic: Option<&'a str>,
    pub usecase: Option<&'a str>,
    pub industry: Option<&'a str>,
    pub language: Option<&'a str>,
    pub name: Option<&'a str>,
    /// Rows of a page, at most 100; Meta's own number without.
    pub limit: Option<&'a str>,
}

/// A row of the library.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaLibraryTemplate {
    pub id: MetaId,
    pub name: String,
    pub language: String,
    pub category: Option<String>,
    pub topic: Option<String>,
    pub usecase: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub industry: Vec<String>,
    pub header: Option<String>,
    pub body: Option<String>,
    /// Samples of the body's variables, and what each stands for.
    #[serde(default, deserialize_with = "list")]
    pub body_params: Vec<String>,
    #[serde(default, deserialize_with = "list")]
    pub body_param_types: Vec<String>,
    /// In the shape of a template's buttons.
    #[serde(default, deserialize_with = "list")]
    pub buttons: Vec<Value>,
}

/// Meta's texts in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaAuthenticationText {
    pub language: String,
    pub body: Option<String>,
    pub footer: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub buttons: Vec<MetaAuthenticationButton>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaAuthenticationButton {
    pub text: Option<String>,
    pub autofill_text: Option<String>,
}

impl GraphClient {
    /// One page of the library, which is the same for every WABA.
    pub async fn list_library_templates(
        &self,
        token: &SecretString,
        filter: MetaLibraryFilter<'_>,
        after: Option<&str>,
    ) -> Result<Answer<MetaPage<MetaLibraryTemplate>>, GraphError> {
        let industry = filter.industry.map(|word| json!([word]).to_string());
        let mut call = Call::get(vec!["message_template_library"], token);
        let asked = [
            ("search", filter.search),
            ("topic", filter.topic),
            ("usecase", filter.usecase),
            ("industry", industry.as_deref()),
            ("language", filter.language),
            ("name", filter.name),
            ("limit", filter.limit),
            ("after", after),
        ];
        call.query = asked.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        let answer: Answer<MetaPageBody<MetaLibraryTemplate>> = self.perform(&call).await?;
        let Answer { value, usage, calls } = answer;
        Ok(Answer { value: value.into_page(after)?, usage, calls })
    }

    /// A row for each language. `security`: with the sentence that warns; `expiry_min`: with the footer that says how long the
    /// code is good.
    pub async fn authentication_texts(
        &self,
        token: &SecretString,
        waba_id: &str,
        languages: &[&str],
        security: bool,
        expiry_min: Option<u8>,
    ) -> Result<Answer<Vec<MetaAuthenticationText>>, GraphError> {
        let (languages, expiry) = (languages.join(","), expiry_min.map(|minutes| minutes.to_string()));
        let mut call = Call::new(Method::GET, vec![waba_id, "message_template_previews"], token);
        call.query = vec![("category", "AUTHENTICATION"), ("button_types", "OTP"), ("languages", &languages)];
        call.query.push(("add_security_recommendation", if security { "true" } else { "false" }));
        call.query.extend(expiry.as_deref().map(|minutes| ("code_expiration_minutes", minutes)));
        let answer: Answer<MetaList<MetaAuthenticationText>> = self.perform(&call).await?;
        Ok(answer.map(|list| list.data))
    }
}
