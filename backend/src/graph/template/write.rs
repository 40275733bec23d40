//! Changing templates at Meta (reference 4.3, 4.9, 4.10): each call is sent once. Whether one that nobody heard the end of had its
//! effect, only a read tells.

use std::time::Duration;

use clienthub_shared::template::component::Component;
use clienthub_shared::template::{Rest, Template};
use reqwest::Method;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::graph::call::Call;
use crate::graph::error::GraphError;
use crate::graph::wire::{MetaId, flag_of};
use crate::graph::{Answer, GraphClient};

/// Meta looks through the text before it answers.
const CREATE_TIMEOUT: Duration = Duration::from_secs(30);

/// What Meta says of a template: no part of what somebody wrote, and not taken.
pub const SAID_BY_META: [&str; 11] = [
    "id",
    "status",
    "quality_score",
    "rejected_reason",
    "rejection_info",
    "correct_category",
    "previous_category",
    "last_updated_time",
    "creation_time",
    "health_status",
    "source",
];

/// They come instead of components.
const OF_LIBRARY: [&str; 4] = [
    "library_template_name",
    "library_template_button_inputs",
    "library_template_body_inputs",
    "library_template_body_param_inputs",
];

/// JSON that Meta takes as a text.
const BUTTON_INPUTS: &str = "library_template_button_inputs";

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaTemplateCreated {
    pub id: MetaId,
    /// Mostly `PENDING`; may be decided already.
    pub status: Option<String>,
    /// May be another than the one asked for.
    pub category: Option<String>,
}

/// What an edit changes; what is absent stays.
#[derive(Debug, Clone, Copy, Default)]
pub struct MetaTemplateEdit<'a> {
    pub category: Option<&'a str>,
    /// Replaces all.
    pub components: Option<&'a [Component]>,
    pub message_send_ttl_seconds: Option<i64>,
    /// Goes with the category.
    pub cta_url_link_tracking_opted_out: Option<bool>,
}

#[derive(Deserialize)]
struct MetaTemplateEdited {
    success: Option<Value>,
    category: Option<String>,
}

impl GraphClient {
    /// A template with components, or one of the library with its inputs.
    pub async fn create_template(
        &self,
        token: &SecretString,
        waba_id: &str,
        template: &Template,
    ) -> Result<Answer<MetaTemplateCreated>, GraphError> {
        let body = creation(template);
        let mut call = Call::new(Method::POST, vec![waba_id, "message_templates"], token);
        call.json = Some(&body);
        self.perform_until(&call, self.deadline_in(CREATE_TIMEOUT.max(self.config().timeout))).await
    }

    /// The category after it, where Meta says so.
    pub async fn edit_template(
        &self,
        token: &SecretString,
        id: &str,
        edit: MetaTemplateEdit<'_>,
    ) -> Result<Answer<Option<String>>, GraphError> {
        let mut body = Rest::new();
        if let Some(category) = edit.category {
            body.insert("category".into(), category.into());
        }
        if let Some(components) = edit.components {
            body.insert("components".into(), components.iter().map(Component::to_value).collect());
        }
        if let Some(ttl) = edit.message_send_ttl_seconds {
            body.insert("message_send_ttl_seconds".into(), ttl.into());
        }
        if let Some(opted_out) = edit.cta_url_link_tracking_opted_out {
            body.insert("cta_url_link_tracking_opted_out".into(), opted_out.into());
        }
        let body = Value::Object(body);
        let mut call = Call::new(Method::POST, vec![id], token);
        call.json = Some(&body);
        let deadline = self.deadline_in(CREATE_TIMEOUT.max(self.config().timeout));
        let answer: Answer<MetaTemplateEdited> = self.perform_until(&call, deadline).await?;
        match answer.value.success.as_ref().and_then(flag_of) {
            Some(true) => Ok(answer.map(|edited| edited.category)),
            _ => Err(GraphError::no_success(None)),
        }
    }

    /// Every language of the name.
    pub async fn delete_template_family(
        &self,
        token: &SecretString,
        waba_id: &str,
        name: &str,
    ) -> Result<Answer<()>, GraphError> {
        self.delete_by(token, waba_id, vec![("name", name)]).await
    }

    /// One language of the name.
    pub async fn delete_template(
        &self,
        token: &SecretString,
        waba_id: &str,
        name: &str,
        id: &str,
    ) -> Result<Answer<()>, GraphError> {
        self.delete_by(token, waba_id, vec![("name", name), ("hsm_id", id)]).await
    }

    /// At most 100; all of them, or none.
    pub async fn delete_templates(
        &self,
        token: &SecretString,
        waba_id: &str,
        ids: &[&str],
    ) -> Result<Answer<()>, GraphError> {
        let ids = json!(ids).to_string();
        self.delete_by(token, waba_id, vec![("hsm_ids", &ids)]).await
    }

    async fn delete_by(
        &self,
        token: &SecretString,
        waba_id: &str,
        query: Vec<(&str, &str)>,
    ) -> Result<Answer<()>, GraphError> {
        let path = vec![waba_id, "message_templates"];
        self.command(&Call { query, ..Call::new(Method::DELETE, path, token) }).await
    }

    /// Lifts a pause by pacing. What Meta has against it is the error's `user_message`.
    pub async fn unpause_template(&self, token: &SecretString, id: &str) -> Result<Answer<()>, GraphError> {
        self.command(&Call::new(Method::POST, vec![id, "unpause"], token)).await
    }
}

/// What Meta takes of a template: not what it said itself, and no components beside an entry of the library.
fn creation(template: &Template) -> Value {
    let mut object = template.to_object();
    for key in SAID_BY_META {
        object.remove(key);
    }
    if !template.components.is_empty() {
        for key in OF_LIBRARY {
            object.remove(key);
        }
    } else if let Some(inputs) = object.get_mut(BUTTON_INPUTS)
        && !inputs.is_string()
    {
        *inputs = inputs.to_string().into();
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_meta_said_is_not_sent_back_and_what_is_new_is() {
        let template: Template = serde_json::from_value(json!({
            "id": "1", "status": "REJECTED", "name": "a", "language": "de", "category": "UTILITY", "quality_score": {},
            "library_template_name": "x", "brand_new": true, "components": [{"type": "BODY", "text": "b"}],
        }))
        .unwrap();
        let expected = json!({"name": "a", "language": "de", "category": "UTILITY", "brand_new": true,
            "components": [{"type": "BODY", "text": "b"}]});
        assert_eq!(creation(&template), expected);
    }

    #[test]
    fn inputs_of_the_library_go_as_a_text() {
        let inputs = json!([{"type": "PHONE_NUMBER", "phone_number": "+4930901820"}]);
        for given in [inputs.clone(), json!(inputs.to_string())] {
            let template: Template = serde_json::from_value(json!({
                "name": "a", "language": "de", "category": "UTILITY", "library_template_name": "x",
                "library_template_button_inputs": given, "library_template_body_inputs": {"add_contact_number": true},
            }))
            .unwrap();
            let sent = creation(&template);
            assert_eq!(sent["library_template_button_inputs"], json!(inputs.to_string()));
            assert_eq!(sent["library_template_body_inputs"]["add_contact_number"], true);
        }
    }
}
