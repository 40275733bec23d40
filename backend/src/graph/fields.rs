//! Field selection (reference 1.4). WABAs and numbers differ in the fields that they have, and Meta refuses the whole read
//! for one it does not know: an optional field that is refused is dropped, the read repeated, and
//! the next read of the same node begins without it.

use secrecy::SecretString;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::error::{GraphError, GraphErrorKind};
use super::{Answer, GraphClient};

const MOST_DROPPED: usize = 5;

/// The fields of a node that the hub reads.
pub(super) struct Fields {
    /// Every node of the type has them: one refused means that the id is of another type.
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

impl GraphClient {
    /// All repeats together stay within the timeout of one call.
    pub(super) async fn read_fields<T: DeserializeOwned>(
        &self,
        token: &SecretString,
        path: &[&str],
        fields: &Fields,
        query: &[(&str, &str)],
    ) -> Result<Answer<T>, GraphError> {
        let (deadline, node) = (self.deadline(), path.join("/"));
        let mut refused = self.0.refused_fields.get(&node).await.unwrap_or_default();
        let known = refused.len();
        let mut asked = fields.required.to_vec();
        asked.extend(fields.optional.iter().filter(|field| !refused.contains(field)));
        let mut calls = 0;
        loop {
            let list = asked.join(",");
            let mut call = Call::get(path.to_vec(), token);
            call.query = [&[("fields", list.as_str())], query].concat();
            let error = match self.perform_until(&call, deadline).await {
                Ok(answer) => {
                    // Only now it is certain that the id is of the type whose fields these are.
                    if refused.len() > known {
                        self.0.refused_fields.insert(node, refused).await;
                    }
                    return Ok(Answer { calls: calls + answer.calls, ..answer });
                }
                Err(error) => error,
            };
            calls += error.calls;
            let name = match &error.kind {
                GraphErrorKind::UnknownField(name) if refused.len() - known < MOST_DROPPED => name.as_str(),
                _ => return Err(error.with_calls(calls)),
            };
            let asked_for = asked.iter().find(|field| **field == name && fields.optional.contains(field));
            let Some(field) = asked_for.copied() else { return Err(error.with_calls(calls)) };
            tracing::debug!(field, node, "Meta does not know the field");
            refused.push(field);
            asked.retain(|other| *other != field);
        }
    }
}
