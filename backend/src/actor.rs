//! Who does something: the same for a person, a program with an access token, an operator, the command line and the hub itself.

use clienthub_shared::id::{AccessTokenId, SessionId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    Person,
    Operator,
    Token,
    Cli,
}

impl ActorKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Operator => "operator",
            Self::Token => "token",
            Self::Cli => "cli",
        }
    }
}

/// Kept beside a step that may outlive its process.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Actor {
    pub kind: ActorKind,
    /// The maker, for an access token.
    pub user: Option<UserId>,
    /// Shown in activity.
    pub name: String,
    pub session: Option<SessionId>,
    pub token: Option<AccessTokenId>,
    pub request_id: Option<String>,
}

/// What is told apart where requests are counted or remembered: a person over all sessions, and each access token by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    User(UserId),
    Token(AccessTokenId),
}

impl Actor {
    /// Somebody at the server's console, or the demo's seed.
    pub fn cli() -> Self {
        let name = "command line".into();
        Self { kind: ActorKind::Cli, user: None, name, session: None, token: None, request_id: None }
    }

    /// None for the command line.
    pub fn principal(&self) -> Option<Principal> {
        self.token.map(Principal::Token).or(self.user.map(Principal::User))
    }

    /// Id of the principal, for the audit log.
    pub fn id(&self) -> Option<String> {
        self.principal().map(|principal| match principal {
            Principal::User(user) => user.to_string(),
            Principal::Token(token) => token.to_string(),
        })
    }
}
