//! Graph's error envelope and the errors of reference 1.3, with the HTTP status that Meta documents for their code.

use serde_json::{Map, Value, json};

#[derive(Clone, Debug)]
pub struct GraphError {
    pub status: u16,
    pub code: i64,
    pub subcode: Option<i64>,
    pub kind: &'static str,
    pub message: String,
    pub is_transient: bool,
    /// Cloud-style texts, and what the sandbox has to add: `error_data.details`.
    pub details: Option<String>,
    /// Management-style texts.
    pub user: Option<Box<UserText>>,
    /// The parameter that is to blame: `error_data.blame_field_specs`.
    pub blame: Option<&'static str>,
}

/// What a person is to read: `error_user_title`, `error_user_msg`.
#[derive(Clone, Debug)]
pub struct UserText {
    pub title: String,
    pub msg: String,
}

const OAUTH: &str = "OAuthException";
const METHOD: &str = "GraphMethodException";

impl GraphError {
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            status: http_status(code),
            code,
            subcode: None,
            kind: OAUTH,
            message: message.into(),
            is_transient: matches!(code, 1 | 2),
            details: None,
            user: None,
            blame: None,
        }
    }

    fn sub(mut self, subcode: i64) -> Self {
        self.subcode = Some(subcode);
        self
    }

    fn method_error(mut self) -> Self {
        self.kind = METHOD;
        self
    }

    /// `(#100) …`
    pub fn parameter(message: impl AsRef<str>) -> Self {
        Self::new(100, format!("(#100) {}", message.as_ref()))
    }

    pub fn missing_parameter(name: &str) -> Self {
        Self::parameter(format!("The parameter {name} is required."))
    }

    pub fn no_token() -> Self {
        Self::new(104, "An access token is required to request this resource.")
    }

    pub fn unknown_token() -> Self {
        Self::new(190, "Invalid OAuth access token - Cannot parse access token")
    }

    pub fn expired_token(expired_at: &str) -> Self {
        Self::new(190, format!("Error validating access token: Session has expired on {expired_at}.")).sub(463)
    }

    pub fn revoked_token() -> Self {
        Self::new(
            190,
            "Error validating access token: The session has been invalidated because the user changed the password.",
        )
        .sub(460)
    }

    pub fn bad_proof(message: &str) -> Self {
        Self::new(100, message).method_error()
    }

    pub fn missing_scope(scope: &str) -> Self {
        Self::new(10, format!("(#10) Application does not have permission for this action: {scope} is missing."))
    }

    pub fn missing_business_scope(scope: &str) -> Self {
        Self::new(200, format!("(#200) Requires {scope} permission to manage the object."))
    }

    pub fn app_token_needed() -> Self {
        Self::new(15, "(#15) This method must be called with an app access_token.")
    }

    /// The object is unknown or hidden; Meta does not say which.
    pub fn no_object(method: &str, id: &str) -> Self {
        let verb = method.to_lowercase();
        Self::new(
            100,
            format!(
                "Unsupported {verb} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation"
            ),
        )
        .sub(33)
        .method_error()
    }

    pub fn wrong_method(method: &str) -> Self {
        Self::new(100, format!("Unsupported {} request.", method.to_lowercase())).method_error()
    }

    pub fn unknown_edge(edge: &str) -> Self {
        Self::new(2500, format!("Unknown path components: /{edge}"))
    }

    pub fn syntax(message: impl AsRef<str>) -> Self {
        Self::new(2500, format!("Syntax error {}", message.as_ref()))
    }

    pub fn unknown_field(field: &str, node_type: &str) -> Self {
        Self::parameter(format!("Tried accessing nonexisting field ({field}) on node type ({node_type})"))
    }

    pub fn bad_challenge(why: &str) -> Self {
        Self::new(2200, format!("(#2200) Callback verification failed with the following errors: {why}"))
    }

    /// Meta has this call, the sandbox does not: 501, so that nobody mistakes it for an answer of Meta's.
    pub fn not_implemented(what: &str) -> Self {
        let mut error = Self::new(3, format!("(#3) The sandbox does not implement {what}, which exists at Meta."));
        error.status = 501;
        error.details = Some(super::edges::overview());
        error
    }

    pub fn envelope(&self, trace: &str) -> Value {
        let mut error = Map::new();
        error.insert("message".into(), json!(self.message));
        error.insert("type".into(), json!(self.kind));
        error.insert("code".into(), json!(self.code));
        if let Some(subcode) = self.subcode {
            error.insert("error_subcode".into(), json!(subcode));
        }
        if let Some(details) = &self.details {
            error.insert("error_data".into(), json!({ "messaging_product": "whatsapp", "details": details }));
        }
        if let Some(blame) = self.blame {
            error.insert("error_data".into(), json!({ "blame_field_specs": [[blame]] }));
        }
        if let Some(user) = &self.user {
            error.insert("error_user_title".into(), json!(user.title));
            error.insert("error_user_msg".into(), json!(user.msg));
        }
        error.insert("is_transient".into(), json!(self.is_transient));
        error.insert("fbtrace_id".into(), json!(trace));
        json!({ "error": error })
    }
}

/// Reference 1.3: throttles too are 400; there is no 429.
pub fn http_status(code: i64) -> u16 {
    match code {
        0 | 104 | 190 => 401,
        10 | 200..=299 | 368 | 130497 | 131005 | 131031 => 403,
        132001 => 404,
        1 | 3 | 131000 | 131016 | 131045 | 131057 | 133000 | 134102 => 500,
        2 | 133004 => 503,
        _ => 400,
    }
}
