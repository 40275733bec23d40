//! Around every list that stands in the address (`state::listing`): what is above its rows and what is below.

pub mod foot;
pub mod toolbar;
