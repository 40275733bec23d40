//! Which part of a template Meta means when it refuses one: by the member that it blames, or by its subcode (reference 4.13).

use clienthub_shared::template::Template;
use clienthub_shared::template::word::ComponentKind;

use crate::graph::GraphFault;

/// A path as the validator's findings have it, such as `components.1`.
pub fn blamed(fault: &GraphFault, template: &Template) -> Option<String> {
    if let Some(member) = fault.blamed.first() {
        return Some(member.clone());
    }
    let component = |kind| {
        let place = template.components.iter().position(|component| component.kind() == Some(kind))?;
        Some(format!("components.{place}"))
    };
    match fault.subcode? {
        2_388_046 | 2_388_155 | 2_388_023 | 2_388_024 => Some("name".into()),
        2_388_047 | 2_494_102 => component(ComponentKind::Header),
        2_388_072 | 2_388_293 | 2_388_299 => component(ComponentKind::Body),
        2_388_073 => component(ComponentKind::Footer),
        _ => None,
    }
}
