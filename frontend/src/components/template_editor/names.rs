//! Names of the parts and words of a template, as the form and its findings say them.

use clienthub_shared::template::media::media_rule;
use clienthub_shared::template::word::{ButtonKind, Category, ComponentKind, HeaderFormat, OtpType};

use crate::intl;
use crate::tr;
use crate::words::template;

pub fn component(kind: ComponentKind) -> &'static str {
    match kind {
        ComponentKind::Header => tr!(template_editor.header),
        ComponentKind::Body => tr!(template_editor.body),
        ComponentKind::Footer => tr!(template_editor.footer),
        ComponentKind::Buttons => tr!(template_editor.buttons),
        ComponentKind::Carousel => tr!(template_editor.carousel),
        ComponentKind::Offer => tr!(template_editor.offer),
        ComponentKind::CallPermission => tr!(template_editor.call_permission),
    }
}

pub fn header(format: HeaderFormat) -> &'static str {
    match format {
        HeaderFormat::Text => tr!(template_editor.header_text),
        HeaderFormat::Image => tr!(template_editor.header_image),
        HeaderFormat::Video => tr!(template_editor.header_video),
        HeaderFormat::Gif => tr!(template_editor.header_gif),
        HeaderFormat::Document => tr!(template_editor.header_document),
        HeaderFormat::Location => tr!(template_editor.header_location),
        HeaderFormat::Product => tr!(template_editor.header_product),
    }
}

pub const fn header_icon(format: HeaderFormat) -> &'static str {
    match format {
        HeaderFormat::Text => "pencil",
        HeaderFormat::Image => "image",
        HeaderFormat::Video | HeaderFormat::Gif => "video",
        HeaderFormat::Document => "file-text",
        HeaderFormat::Location => "map-pin",
        HeaderFormat::Product => "shopping-bag",
    }
}

/// Which files a header takes, and how large: "JPEG, PNG, at most 5 MB."
pub fn files(format: HeaderFormat) -> Option<String> {
    let types = match format {
        HeaderFormat::Image => "JPEG, PNG",
        HeaderFormat::Video | HeaderFormat::Gif => "MP4",
        HeaderFormat::Document => "PDF",
        HeaderFormat::Text | HeaderFormat::Location | HeaderFormat::Product => return None,
    };
    Some(tr!(template_editor.media_rule, types = types, size = intl::bytes(media_rule(format)?.bytes_max)))
}

pub fn button(kind: ButtonKind) -> &'static str {
    match kind {
        ButtonKind::QuickReply => tr!(template_editor.quick_reply),
        ButtonKind::Url => tr!(template_editor.url),
        ButtonKind::PhoneNumber => tr!(template_editor.phone),
        ButtonKind::CopyCode => tr!(template_editor.copy_code),
        ButtonKind::Otp => tr!(template_editor.otp),
        ButtonKind::Flow => tr!(template_editor.flow),
        ButtonKind::Catalog => tr!(template_editor.catalog),
        ButtonKind::Mpm => tr!(template_editor.mpm),
        ButtonKind::Spm => tr!(template_editor.spm),
        ButtonKind::VoiceCall => tr!(template_editor.voice_call),
    }
}

pub const fn button_icon(kind: ButtonKind) -> &'static str {
    match kind {
        ButtonKind::QuickReply => "reply",
        ButtonKind::Url => "external-link",
        ButtonKind::PhoneNumber => "phone",
        ButtonKind::CopyCode => "copy",
        ButtonKind::Otp => "key-round",
        ButtonKind::Flow => "workflow",
        ButtonKind::Catalog | ButtonKind::Mpm | ButtonKind::Spm => "shopping-bag",
        ButtonKind::VoiceCall => "phone-call",
    }
}

/// What a new one says.
pub fn button_label(kind: ButtonKind) -> &'static str {
    match kind {
        ButtonKind::Catalog => tr!(template_editor.view_catalog),
        ButtonKind::Mpm => tr!(template_editor.view_items),
        _ => "",
    }
}

pub fn button_hint(kind: ButtonKind) -> &'static str {
    match kind {
        ButtonKind::QuickReply => tr!(template_editor.quick_reply_hint),
        ButtonKind::Url => tr!(template_editor.url_hint),
        ButtonKind::PhoneNumber => tr!(template_editor.phone_hint),
        ButtonKind::CopyCode => tr!(template_editor.copy_code_hint),
        ButtonKind::Otp => tr!(template_editor.otp_hint),
        ButtonKind::Flow => tr!(template_editor.flow_hint),
        ButtonKind::Catalog => tr!(template_editor.catalog_hint),
        ButtonKind::Mpm => tr!(template_editor.mpm_hint),
        ButtonKind::Spm => tr!(template_editor.spm_hint),
        ButtonKind::VoiceCall => tr!(template_editor.voice_call_hint),
    }
}

pub fn category(category: Category) -> String {
    template::category(Some(category)).text
}

pub fn otp(kind: OtpType) -> &'static str {
    match kind {
        OtpType::CopyCode => tr!(template_editor.otp_copy),
        OtpType::OneTap => tr!(template_editor.otp_one_tap),
        OtpType::ZeroTap => tr!(template_editor.otp_zero_tap),
    }
}

/// Members of the template itself.
pub fn field(name: &str) -> &'static str {
    match name {
        "name" => tr!(template_editor.name),
        "language" => tr!(template_editor.language),
        "category" => tr!(template_editor.category),
        "parameter_format" => tr!(template_editor.variables),
        "message_send_ttl_seconds" => tr!(template_editor.ttl),
        _ => tr!(template_editor.template),
    }
}

/// Members of a button.
pub fn member(name: &str) -> Option<&'static str> {
    Some(match name {
        "text" => tr!(template_editor.label),
        "url" => tr!(template_editor.address),
        "phone_number" => tr!(template_editor.number),
        "supported_apps" => tr!(template_editor.apps),
        _ => return None,
    })
}
