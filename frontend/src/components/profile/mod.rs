//! What people change about themselves: name and preferences, password.

pub mod about;
pub mod password;
