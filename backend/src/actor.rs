//! Who does something: the same for a person, an operator, the command line and the hub itself.

use clienthub_shared::id::{SessionId, UserId};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

#[derive(Clone, Debug)]
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
