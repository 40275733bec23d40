//! Files of headers: which types Meta takes, and how large (reference 4.5 and 4.12).

use super::finding::FindingCode;
use super::word::HeaderFormat;

const MB: u64 = 1024 * 1024;

/// What a header's file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaRule {
    pub mime_types: &'static [&'static str],
    pub bytes_max: u64,
}

/// The rule of a format; absent where no file goes with it.
pub const fn media_rule(format: HeaderFormat) -> Option<MediaRule> {
    let (mime_types, bytes_max): (&'static [&'static str], u64) = match format {
        HeaderFormat::Image => (&["image/jpeg", "image/jpg", "image/png"], 5 * MB),
        HeaderFormat::Video => (&["video/mp4"], 16 * MB),
        HeaderFormat::Gif => (&["video/mp4"], 7 * MB / 2),
        HeaderFormat::Document => (&["application/pdf"], 100 * MB),
        HeaderFormat::Text | HeaderFormat::Location | HeaderFormat::Product => return None,
    };
    Some(MediaRule { mime_types, bytes_max })
}

/// What is wrong with a file for that header.
pub fn check_media(format: HeaderFormat, mime_type: &str, bytes: u64) -> Option<FindingCode> {
    let Some(rule) = media_rule(format) else { return Some(FindingCode::MediaType) };
    if !rule.mime_types.contains(&mime_type) {
        Some(FindingCode::MediaType)
    } else if bytes == 0 {
        Some(FindingCode::Required)
    } else if bytes > rule.bytes_max {
        Some(FindingCode::MediaTooLarge)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_fits_its_header_up_to_the_last_byte() {
        use HeaderFormat::{Document, Gif, Image, Location, Text, Video};
        for (format, mime_type, bytes_max) in [
            (Image, "image/png", 5 * MB),
            (Image, "image/jpeg", 5 * MB),
            (Video, "video/mp4", 16 * MB),
            (Gif, "video/mp4", 3 * MB + MB / 2),
            (Document, "application/pdf", 100 * MB),
        ] {
            assert_eq!(check_media(format, mime_type, bytes_max), None);
            assert_eq!(check_media(format, mime_type, bytes_max + 1), Some(FindingCode::MediaTooLarge));
            assert_eq!(check_media(format, mime_type, 0), Some(FindingCode::Required));
        }
        for (format, mime_type) in [(Image, "image/gif"), (Video, "video/3gpp"), (Document, "text/plain")] {
            assert_eq!(check_media(format, mime_type, 1), Some(FindingCode::MediaType));
        }
        for format in [Text, Location] {
            assert_eq!(check_media(format, "image/png", 1), Some(FindingCode::MediaType));
        }
    }
}
