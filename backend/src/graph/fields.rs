//! Field selection (reference 1.4). WABAs and numbers differ in the fields that they have, and Meta refuses the whole read
//! for one it does not know: an optional field that is refused is dropped and the read repeated.

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
        let deadline = self.deadline();
        let mut asked = [fields.required, fields.optional].concat();
        loop {
            let list = asked.join(",");
            let mut call = Call::get(path.to_vec(), token);
            call.query = [&[("fields", list.as_str())], query].concat();
            let error = match self.perform_until(&call, deadline).await {
                Err(error) => error,
                answer => return answer,
            };
            let dropped = fields.required.len() + fields.optional.len() - asked.len();
            let refused = match &error.kind {
                GraphErrorKind::UnknownField(name) if dropped < MOST_DROPPED => name,
                _ => return Err(error),
            };
            if !fields.optional.contains(&refused.as_str()) || !asked.contains(&refused.as_str()) {
                return Err(error);
            }
            tracing::debug!(field = refused, path = path.join("/"), "Meta does not know the field");
            asked.retain(|field| field != refused);
        }
    }
}
