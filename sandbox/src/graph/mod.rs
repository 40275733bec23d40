//! The Graph API: one handler for every path that is not the control API. It reads the request, lets a fault strike, finds caller and node,
//! counts the call, answers, and writes the log. What a node shows is in `node`, edges are in `edges` and `app`.

mod access;
mod app;
mod edges;
pub mod error;
mod fields;
mod health;
mod listing;
pub mod node;
mod paging;
mod params;
pub mod registration;
mod reply;
pub mod template;
pub mod upload;
pub mod usage;

pub use access::hmac_hex;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};

use self::access::Caller;
use self::error::GraphError;
use self::node::{Node, View};
use self::params::Params;
use self::usage::Budget;
use crate::control::faults::{self, Fault};
use crate::sandbox::{Inner, Sandbox};

pub const DEFAULT_VERSION: &str = "v25.0";

/// Paths at the root that exist at Meta and not here.
const UNIMPLEMENTED_ROOTS: &[&str] = &["oauth", "me"];
const LIBRARY: &str = "message_template_library";
const MAX_IDS: usize = 50;

struct Call {
    method: String,
    version: String,
    /// Without the version.
    path: Vec<String>,
    query: String,
    authorization: Option<String>,
    /// `http://host/v25.0`, where paging links begin.
    base: String,
}

/// What a call answers, and whose budget its usage headers show.
struct Answer {
    result: Result<Value, GraphError>,
    budget: Option<Budget>,
}

pub async fn handle(request: HttpRequest, body: Bytes, sandbox: Data<Sandbox>) -> HttpResponse {
    let call = Call::read(&request);
    let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let params = Params::parse(&call.query, content_type, &body);
    let token = match &params {
        Ok(params) => access::token_of(call.authorization.as_deref(), params),
        Err(_) => access::token_of(call.authorization.as_deref(), &Params::default()),
    };
    let fault = faults::take(&mut sandbox.lock().faults, &call.method, &call.path());
    let (first, last) = match &fault {
        Some(fault) if fault.strikes_first(&call.method) => (Some(fault), None),
        other => (None, other.as_ref()),
    };
    if let Some(fault) = first {
        fault.pause().await;
    }
    let mut answer = match (first.and_then(Fault::instead), params) {
        (Some(result), _) => Answer { result, budget: None },
        (None, Ok(params)) => call.answer(&sandbox, token.as_deref(), &params).await,
        (None, Err(error)) => Answer { result: Err(error), budget: None },
    };
    if let Some(error) = last.and_then(Fault::error) {
        answer.result = Err(error);
    }
    let response = reply::build(&sandbox, &call.version, answer, fault.as_ref());
    call.log(&sandbox, token.as_deref(), response.status().as_u16(), fault.is_some());
    if let Some(fault) = last {
        fault.pause().await;
    }
    response
}

impl Call {
    fn read(request: &HttpRequest) -> Self {
        let decoded: Vec<String> =
            request.path().split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let (version, path) = match decoded.split_first() {
            Some((first, rest)) if is_version(first) => (first.clone(), rest.to_vec()),
            _ => (DEFAULT_VERSION.to_owned(), decoded),
        };
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let host = header("host").unwrap_or("127.0.0.1");
        Self {
            method: request.method().to_string(),
            base: format!("http://{host}/{version}"),
            version,
            path,
            query: request.query_string().to_owned(),
            authorization: header("authorization").map(str::to_owned),
        }
    }

    fn path(&self) -> String {
        format!("/{}", self.path.join("/"))
    }

    async fn answer(&self, sandbox: &Sandbox, token: Option<&str>, params: &Params) -> Answer {
        sandbox.settle();
        let (caller, target) = {
            let mut inner = sandbox.lock();
            let caller = match access::caller(&inner, token, params) {
                Ok(caller) => caller,
                Err(error) => {
                    return Answer { result: Err(error), budget: None };
                }
            };
            match self.target(&mut inner, &caller, params) {
                Ok(target) => (caller, target),
                Err(answer) => return *answer,
            }
        };
        let budget = target.budget.clone();
        Answer { result: self.perform(sandbox, &caller, target, params).await, budget: Some(budget) }
    }

    /// Everything that can fail before the call does something.
    fn target(&self, inner: &mut Inner, caller: &Caller, params: &Params) -> Result<Target, Box<Answer>> {
        let mut budget =
            Budget { app_id: caller.app_id().to_owned(), waba_id: None, waba_is_active: false, throttle_code: 80007 };
        let fail = |error, budget: &Budget| Box::new(Answer { result: Err(error), budget: Some(budget.clone()) });
        let (ids, edge) = self.ids_and_edge(params).map_err(|error| fail(error, &budget))?;
        let now = inner.now_unix();
        let mut nodes = Vec::new();
        for id in &ids {
            let node =
                Node::find(&inner.world, id).ok_or_else(|| fail(GraphError::no_object(&self.method, id), &budget))?;
            caller.may_see(&inner.world, &node, &self.method).map_err(|error| fail(error, &budget))?;
            budget.waba_id = node.waba_id(&inner.world).map(str::to_owned);
            budget.waba_is_active = budget.waba_id.as_deref().is_some_and(|waba_id| inner.world.is_active(waba_id));
            budget.throttle_code = if edge.is_empty() { 80007 } else { 80008 };
            inner.usage.count(&budget, 1, now).map_err(|error| fail(error, &budget))?;
            edges::check(&node, &edge, &self.method).map_err(|error| fail(error, &budget))?;
            nodes.push(node);
        }
        if nodes.is_empty() {
            inner.usage.count(&budget, 1, now).map_err(|error| fail(error, &budget))?;
        }
        Ok(Target { nodes, edge, budget })
    }

    /// The nodes that the path or `ids` names; none for `debug_token`.
    fn ids_and_edge(&self, params: &Params) -> Result<(Vec<String>, String), GraphError> {
        let parts: Vec<&str> = self.path.iter().map(String::as_str).collect();
        match (parts.as_slice(), self.method.as_str()) {
            ([], "GET") => {
                let ids: Vec<String> = params.required("ids")?.split(',').map(|id| id.trim().to_owned()).collect();
                if ids.len() > MAX_IDS {
                    return Err(GraphError::parameter(format!("Too many IDs. Maximum: {MAX_IDS}.")));
                }
                Ok((ids, String::new()))
            }
            ([], "POST") => Err(GraphError::not_implemented("batch requests")),
            (["debug_token"], "GET") => Ok((Vec::new(), "debug_token".to_owned())),
            ([LIBRARY], "GET") => Ok((Vec::new(), LIBRARY.to_owned())),
            ([LIBRARY], _) => Err(GraphError::wrong_method(&self.method)),
            ([id, "message_templates", edge @ ("archive" | "unarchive")], _) => {
                Ok((vec![(*id).to_owned()], format!("message_templates/{edge}")))
            }
            ([root, ..], _) if UNIMPLEMENTED_ROOTS.contains(root) => Err(GraphError::not_implemented(&self.path())),
            ([id], _) => Ok((vec![(*id).to_owned()], String::new())),
            ([id, edge], _) => Ok((vec![(*id).to_owned()], (*edge).to_owned())),
            ([_, rest @ ..], _) => Err(GraphError::unknown_edge(&rest.join("/"))),
            ([], _) => Err(GraphError::wrong_method(&self.method)),
        }
    }

    async fn perform(
        &self,
        sandbox: &Sandbox,
        caller: &Caller,
        target: Target,
        params: &Params,
    ) -> Result<Value, GraphError> {
        let Target { nodes, edge, .. } = target;
        if edge == "debug_token" {
            return app::debug_token(&sandbox.lock(), caller, params);
        }
        if edge == LIBRARY {
            access::need_management(caller)?;
            return template::library::read(&self.base, params);
        }
        match (nodes.as_slice(), edge.as_str(), self.method.as_str()) {
            ([Node::App(id)], "subscriptions", method) => {
                app::need_app_token(caller)?;
                match method {
                    "POST" => app::create_subscription(sandbox, id, params).await,
                    "DELETE" => app::delete_subscription(sandbox, id, params),
                    _ => Ok(app::list_subscriptions(&sandbox.lock(), id)),
                }
            }
            ([Node::Waba(id)], "subscribed_apps", "POST") => app::subscribe(sandbox, caller, id, params).await,
            ([Node::Waba(id)], "subscribed_apps", "DELETE") => Ok(app::unsubscribe(sandbox, caller, id)),
            ([Node::App(id)], "uploads", "POST") => upload::create(sandbox, id, params),
            ([node], edge, method) if template::is_written_here(node, edge, method) => {
                template::write(sandbox, caller, node, (method, edge), params)
            }
            ([Node::Phone(id)], edge, "POST") => registration::post(sandbox, caller, id, edge, params),
            ([node], "", _) if !self.path.is_empty() => {
                self.with_view(sandbox, |view| node::show_default(view, node, params))
            }
            (nodes, "", _) => self.with_view(sandbox, |view| {
                let shown =
                    nodes.iter().map(|node| Ok((node.id().to_owned(), node::show_default(view, node, params)?)));
                Ok(Value::Object(shown.collect::<Result<Map<_, _>, _>>()?))
            }),
            ([node], edge, _) => self.with_view(sandbox, |view| edges::read(view, node, edge, params)),
            (_, edge, _) => Err(GraphError::unknown_edge(edge)),
        }
    }

    fn with_view<T>(&self, sandbox: &Sandbox, read: impl FnOnce(&View<'_>) -> T) -> T {
        let inner = sandbox.lock();
        read(&View { inner: &inner, base: &self.base })
    }

    fn log(&self, sandbox: &Sandbox, token: Option<&str>, status: u16, fault_struck: bool) {
        let mut inner = sandbox.lock();
        let at = inner.now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        inner.record(json!({
            "at": at,
            "method": self.method,
            "version": self.version,
            "path": self.path(),
            "query": params::without_secrets(&self.query),
            "status": status,
            "token_hint": token.map(hint),
            "fault": fault_struck,
        }));
    }
}

struct Target {
    nodes: Vec<Node>,
    /// Empty for the node itself.
    edge: String,
    budget: Budget,
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v').and_then(|rest| rest.split_once('.')).is_some_and(|(major, minor)| {
        [major, minor].iter().all(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
    })
}

/// The last four letters, enough to tell tokens apart.
fn hint(token: &str) -> String {
    let letters: Vec<char> = token.chars().collect();
    letters[letters.len().saturating_sub(4)..].iter().collect()
}
