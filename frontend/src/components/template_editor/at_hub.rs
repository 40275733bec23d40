//! What the hub has of the template, and how what is newer gets there. It outlives the page: what was typed last is sent when the
//! page is left. What the person is told of it is `save.rs`.

use std::cell::RefCell;
use std::rc::Rc;

use clienthub_shared::problem::ErrorCode;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::{Rest, Template};
use serde_json::Value;

use crate::api::{ApiError, encode, new_key, template_draft};

struct Known {
    /// Of the template; nothing before it was created.
    id: Option<String>,
    version: i64,
    /// The members as the hub has them.
    members: Rest,
    /// The creation whose answer is not known, with its key: it is repeated as it was.
    creation: Option<(String, Rest)>,
}

#[derive(Clone)]
pub struct AtHub {
    /// `/orgs/{org}/wabas/{waba}`.
    base: Rc<str>,
    known: Rc<RefCell<Known>>,
}

enum Order {
    Create { key: String, members: Rest },
    Patch { id: String, patch: Rest, version: i64 },
}

/// Why it is not at the hub.
pub enum Failure {
    /// Somebody else saved another text meanwhile: what is there now, unless it could not be read.
    Conflict(ApiError, Option<Box<TemplateDetails>>),
    Other(ApiError),
}

impl AtHub {
    pub fn new(base: &str, id: Option<String>, template: &Template, version: i64) -> Self {
        let known = Known { id, version, members: template.to_object(), creation: None };
        Self { base: base.into(), known: Rc::new(RefCell::new(known)) }
    }

    pub fn id(&self) -> Option<String> {
        self.known.borrow().id.clone()
    }

    pub fn version(&self) -> i64 {
        self.known.borrow().version
    }

    /// Goes on from another version: what the hub has, or what the copy in the browser was made of.
    pub fn rebase(&self, version: i64, template: &Template) {
        let mut known = self.known.borrow_mut();
        known.version = version;
        known.members = template.to_object();
    }

    /// Creates or patches it, until the hub has these members.
    pub async fn send(&self, members: &Rest) -> Result<TemplateDetails, Failure> {
        loop {
            let order = self.known.borrow_mut().order(members, new_key);
            let answer = match &order {
                Order::Create { key, members } => {
                    template_draft::create_template(&self.base, encode(members).unwrap_or_default(), key).await
                }
                Order::Patch { id, patch, version } => {
                    let patch = encode(patch).unwrap_or_default();
                    template_draft::update_template(&self.base, id, patch, *version).await
                }
            };
            match answer {
                Ok(details) => {
                    let sent = if let Order::Create { members, .. } = order { members } else { members.clone() };
                    let all = sent == *members;
                    self.known.borrow_mut().took(sent, &details);
                    if all {
                        return Ok(details);
                    }
                }
                Err(error) if error.is(ErrorCode::VersionStale) => {
                    if let Some(details) = self.catch_up(error, members).await? {
                        return Ok(details);
                    }
                }
                Err(error) => {
                    self.known.borrow_mut().failed(&error);
                    return Err(Failure::Other(error));
                }
            }
        }
    }

    /// After `version_stale`: the version may have moved while the text stayed, as when Meta decides; or the text is these members.
    pub async fn catch_up(&self, error: ApiError, members: &Rest) -> Result<Option<TemplateDetails>, Failure> {
        let id = self.id().unwrap_or_default();
        let Ok(newer) = template_draft::get_template(&self.base, &id).await else {
            return Err(Failure::Conflict(error, None));
        };
        let theirs = content(&newer).map(Template::to_object).unwrap_or_default();
        let mut known = self.known.borrow_mut();
        if theirs == *members {
            known.took(theirs, &newer);
            Ok(Some(newer))
        } else if theirs == known.members {
            known.version = newer.version;
            Ok(None)
        } else {
            Err(Failure::Conflict(error, Some(Box::new(newer))))
        }
    }
}

impl Known {
    fn order(&mut self, members: &Rest, new_key: impl FnOnce() -> String) -> Order {
        if let Some(id) = &self.id {
            return Order::Patch { id: id.clone(), patch: changes(&self.members, members), version: self.version };
        }
        let (key, members) = self.creation.get_or_insert_with(|| (new_key(), members.clone())).clone();
        Order::Create { key, members }
    }

    fn took(&mut self, members: Rest, details: &TemplateDetails) {
        self.id = Some(details.id.to_string());
        self.version = details.version;
        self.members = members;
        self.creation = None;
    }

    /// Refused: the next creation is another. Else it may have arrived, or still be at work.
    fn failed(&mut self, error: &ApiError) {
        if !error.passes() && !error.is(ErrorCode::RequestInProgress) {
            self.creation = None;
        }
    }
}

/// What is edited: the draft, else what Meta has.
pub fn content(details: &TemplateDetails) -> Option<&Template> {
    details.draft.as_ref().or(details.submitted.as_ref())
}

/// A merge patch of the members that differ.
fn changes(before: &Rest, now: &Rest) -> Rest {
    let mut patch = Rest::new();
    for (name, value) in now {
        if before.get(name) != Some(value) {
            patch.insert(name.clone(), value.clone());
        }
    }
    for name in before.keys().filter(|name| !now.contains_key(*name)) {
        patch.insert(name.clone(), Value::Null);
    }
    patch
}

#[cfg(test)]
mod tests {
    use clienthub_shared::problem::ErrorCode;
    use serde_json::json;

    use super::{Known, Order, Rest, changes};
    use crate::api::ApiError;

    fn object(value: serde_json::Value) -> Rest {
        value.as_object().unwrap().clone()
    }

    fn refused(code: ErrorCode) -> ApiError {
        let problem = json!({"type": "about:blank", "title": "", "status": 409, "detail": "", "code": code.as_str(), "request_id": ""});
        ApiError::Problem(Box::new(serde_json::from_value(problem).unwrap()))
    }

    #[test]
    fn a_patch_has_what_differs_and_null_for_what_is_gone() {
        let before = object(json!({"name": "a", "category": "UTILITY", "message_send_ttl_seconds": 60}));
        let now = object(json!({"name": "a", "category": "MARKETING", "components": [1]}));
        let patch = json!({"category": "MARKETING", "components": [1], "message_send_ttl_seconds": null});
        assert_eq!(serde_json::Value::Object(changes(&before, &now)), patch);
    }

    #[test]
    fn a_creation_without_an_answer_is_repeated_as_it_was() {
        let mut known = Known { id: None, version: 0, members: Rest::new(), creation: None };
        let mut keys = ["one", "two"].into_iter();
        let mut next = |known: &mut Known, text: &str| match known
            .order(&object(json!({"name": text})), || keys.next().unwrap().to_owned())
        {
            Order::Create { key, members } => (key, members["name"].as_str().unwrap().to_owned()),
            Order::Patch { .. } => panic!("it was not created"),
        };
        let was = |key: &str, name: &str| (key.to_owned(), name.to_owned());
        assert_eq!(next(&mut known, "first"), was("one", "first"));
        known.failed(&ApiError::Network);
        assert_eq!(next(&mut known, "second"), was("one", "first"));
        known.failed(&refused(ErrorCode::RequestInProgress));
        assert_eq!(next(&mut known, "second"), was("one", "first"));
        // What was refused is not there.
        known.failed(&refused(ErrorCode::TemplateExists));
        assert_eq!(next(&mut known, "second"), was("two", "second"));
    }
}
