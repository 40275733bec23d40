//! Who does something: the same for a person, an operator, the command line and the hub itself.

use clienthub_shared::id::{SessionId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Person,
    Operator,
    Cli,
}

impl ActorKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Operator => "operator",
            Self::Cli => "cli",
        }
    }
}

/// Kept beside a step that may outlive its process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Actor {
    pub kind: ActorKind,
    pub user: Option<UserId>,
    /// Shown in activity.
    pub name: String,
    pub session: Option<SessionId>,
    pub request_id: Option<String>,
}

impl Actor {
    /// Somebody at the server's console, or the demo's seed.
    pub fn cli() -> Self {
        Self { kind: ActorKind::Cli, user: None, name: "command line".into(), session: None, request_id: None }
    }
}
